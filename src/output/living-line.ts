import type { Clock, DrawnTerminal, Terminal } from "../ports.ts";
import { isUnicode } from "../render/signs.ts";

/** Milliseconds after which people are told what is waited for: what is quicker shows nothing. */
const quietFor = 300;

/** Milliseconds between two pictures. */
const beat = 100;

/** Milliseconds between two requests that are one wait for people: nothing vanishes in between. */
const breath = 50;

const braille = ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"];
const plain = ["|", "/", "-", "\\"];

/** The line at the end of the terminal that says what is waited for. */
export interface LivingLine {
  /** The same terminal, which can be told what is waited for. */
  readonly terminal: Terminal;
  /** A service is asked until the returned function is called: it is named where nobody says why. */
  readonly asks: (service: string) => () => void;
  /** Does work to which the terminal belongs meanwhile: a question, a pager. */
  readonly yields: <Result>(work: () => Promise<Result>) => Promise<Result>;
  /** Takes the line away for good. */
  readonly end: () => void;
}

interface Wait {
  readonly words: () => string;
  readonly begun: number;
  /** The words say how far it is. */
  readonly counts: boolean;
}

/**
 * Draws what is waited for, once a wait is longer than people take for none, with the seconds from the third on: what the program says
 * of its work, the latest first; where it says nothing, whom it asks. What is written meanwhile stands above it.
 */
export const createLivingLine = (
  terminal: DrawnTerminal,
  clock: Clock,
  environment: Readonly<Record<string, string | undefined>>,
): LivingLine => {
  const { status } = terminal;
  if (!status || environment["TERM"] === "dumb") return still(terminal);
  const frames = isUnicode(environment) ? braille : plain;
  const [works, asked] = [new Set<Wait>(), new Set<Wait>()];
  const now = () => clock.now().getTime();
  let [begun, ended, drawn, turn, yielded] = [0, 0, 0, 0, 0];
  let timer: NodeJS.Timeout | undefined;
  const clear = () => {
    if (drawn > 0) status(undefined);
    drawn = 0;
  };
  const draw = () => {
    const wait = [...works].at(-1) ?? [...asked][0];
    if (!wait || yielded > 0 || now() - begun < quietFor) return;
    const seconds =
      wait.counts || now() - wait.begun < 3000 ? "" : ` ${Math.floor((now() - wait.begun) / 1000)} s`;
    drawn += 1;
    turn += 1;
    status(
      `${frames[(turn - 1) % frames.length] ?? ""} ${wait.words()}${isUnicode(environment) ? "…" : "..."}${seconds}`,
    );
  };
  const rest = () => {
    clearInterval(timer);
    timer = undefined;
    ended = now();
    turn = 0;
    clear();
  };
  const during = (waits: Set<Wait>, words: () => string, counts = false) => {
    if (works.size + asked.size === 0 && now() - ended > breath) begun = now();
    const wait = { words, begun: now(), counts };
    waits.add(wait);
    timer ??= setInterval(draw, beat).unref();
    draw();
    return () => {
      if (waits.delete(wait) && works.size + asked.size === 0) rest();
    };
  };
  return {
    terminal: {
      ...terminal,
      get interactive() {
        return terminal.interactive;
      },
      get columns() {
        return terminal.columns;
      },
      get rows() {
        return terminal.rows;
      },
      write: (text) => {
        clear();
        terminal.write(text);
      },
      note: (text) => {
        clear();
        terminal.note(text);
      },
      waits: (words, counts) => during(works, words, counts),
    },
    asks: (service) => during(asked, () => `asking ${service}`),
    yields: async (work) => {
      yielded += 1;
      clear();
      return work().finally(() => {
        yielded -= 1;
        begun = now();
      });
    },
    end: () => {
      yielded += 1;
      clear();
    },
  };
};

/** Nothing is drawn where it would stay, or where nobody looks. */
const still = (terminal: Terminal): LivingLine => ({
  terminal,
  asks: () => () => undefined,
  yields: (work) => work(),
  end: () => undefined,
});
