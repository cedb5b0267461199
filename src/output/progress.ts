import type { Context } from "../cli/app.ts";

/** How far long work is, said on the terminal's living line; silent where there is none. */
export interface Progress {
  step(): void;
  end(): void;
}

/** Counts on one line: `words` tells of the count how it is said. */
export const createProgress = (
  { outside: { terminal } }: Context,
  words: (count: number) => string,
): Progress => {
  let count = 0;
  const end = terminal.waits?.(() => words(count), true);
  return {
    step: () => {
      count += 1;
    },
    end: () => end?.(),
  };
};
