import type { Context } from "../cli/app.ts";

/** A count on standard error while something takes long; silent where that is no terminal. */
export interface Progress {
  step(): void;
  end(): void;
}

/** Whether a line may be drawn over another: where standard error is a terminal that can go back. */
export const drawsOver = ({
  errorIsTerminal,
  environment,
}: Pick<Context["outside"], "errorIsTerminal" | "environment">): boolean =>
  errorIsTerminal && environment["TERM"] !== "dumb";

/** From here on counting is shown: short work shows nothing. */
const shownFrom = 50;

/** Counts `things`, redrawing one line. */
export const createProgress = ({ outside }: Context, things: string): Progress => {
  const { terminal } = outside;
  let count = 0;
  const draws = () => drawsOver(outside) && count >= shownFrom;
  return {
    step: () => {
      count += 1;
      if (draws() && count % 10 === 0) terminal.note(`\r${count} ${things}…`);
    },
    end: () => {
      if (draws()) terminal.note(`\r\u001b[K`);
    },
  };
};
