import { Writable } from "node:stream";
import { createInterface, type Interface } from "node:readline/promises";
import { ReadStream } from "node:tty";
import { Interrupted, SteppedBack } from "../errors.ts";
import type { Entry, ListQuestion, Prompter } from "../questions.ts";
import { escapeLine } from "../render/escape.ts";
import { oneOf } from "./draw-list.ts";
import { matching } from "./list-window.ts";
import { takeTypedAhead } from "./typed-ahead.ts";

/** Where questions and answers go, a line each. */
export interface LineStreams {
  readonly input: NodeJS.ReadableStream;
  readonly output: NodeJS.WritableStream;
}

/** So many entries of a list are shown at once; what is typed finds the others. */
const shown = 20;

/**
 * Questions on a terminal that only writes on (`TERM=dumb`): lists are numbered, answers are lines, nothing is drawn over. An empty line goes
 * back; the end of the input throws Interrupted, as Ctrl-C does everywhere.
 */
export const createLinePrompter = ({ input, output }: LineStreams): Prompter => {
  const say = (text: string) => void output.write(`${text}\n`);
  const answerTo = (question: string): Promise<string> => readLine({ input, output }, `${question} `);
  const pickSeveral = async <T>(question: ListQuestion<T>, several = true): Promise<readonly T[]> => {
    for (let term = ""; ;) {
      const found = await entriesFor(question, term);
      say(listed(question, found, several));
      const answer = (await answerTo(">")).trim();
      if (answer === "") throw new SteppedBack("cancelled", "cancelled: nothing was written");
      const taken = takenBy(found, answer.split(/[\s,]+/));
      if (taken === undefined) term = answer;
      else if (taken.length === 1 || several) return taken.map(({ value }) => value);
      else say("one of them, please");
    }
  };
  return {
    choose: async (question, choices, preset) => {
      say([escapeLine(question), ...choices.map(({ label }, i) => `  ${i + 1} ${label}`)].join("\n"));
      const at = choices.findIndex(({ key }) => key === preset);
      for (;;) {
        const answer = (await answerTo(`number [${at + 1}]:`)).trim().toLowerCase();
        const chosen = choices.find(({ letter }, i) => answer === String(i + 1) || answer === letter);
        if (answer === "") return preset;
        if (chosen) return chosen.key;
        say(`a number from 1 to ${choices.length}, please`);
      }
    },
    ask: async (question, check, usual) => {
      const asked = usual === undefined ? question : `${question} (${usual})`;
      for (;;) {
        const typed = await answerTo(escapeLine(asked));
        const answer = typed.trim() === "" ? (usual ?? typed) : typed;
        const complaint = check?.(answer);
        if (complaint === undefined) return answer;
        say(escapeLine(complaint));
      }
    },
    secret: async (question) => {
      const ask = () => void output.write(`${escapeLine(question)} (hidden while typed) `);
      try {
        return await readLine({ input, output: unseen() }, "", ask);
      } finally {
        output.write("\n");
      }
    },
    pick: async (question) => firstOf(await pickSeveral(question, false)),
    pickSeveral: (question) => pickSeveral(question),
    // Whoever has a list to look through prints it on such a terminal.
    browse: () => Promise.resolve(undefined),
    page: (text) => {
      output.write(text);
      return Promise.resolve(false);
    },
  };
};

/** What was taken is there. */
const firstOf = <T>([first]: readonly T[]): T => first as T;

/** All that match, once all are there. */
const entriesFor = async <T>(
  { feed, typed, foot = [] }: ListQuestion<T>,
  term: string,
): Promise<readonly Entry<T>[]> => {
  while (feed.state() === "loading")
    await new Promise<void>((resolve) => {
      const stop = feed.onChange(() => {
        stop();
        resolve();
      });
    });
  const found = matching(feed.entries(), term);
  const own = term === "" ? undefined : typed?.(term);
  const isThere = found.some(({ value, cells }) => value === own?.value || cells[0] === own?.cells[0]);
  return [...found, ...(own && !isThere ? [own] : []), ...(term === "" ? foot : matching(foot, term))];
};

const listed = <T>(
  { question, heading, things, foot = [] }: ListQuestion<T>,
  found: readonly Entry<T>[],
  several: boolean,
): string => {
  const lines = found.slice(0, shown).map(({ cells, taken }, i) => {
    const name = cells
      .filter((cell) => cell !== "")
      .map(escapeLine)
      .join("  ");
    return taken === undefined ? `  ${i + 1} ${name}` : `  - ${name} (${taken})`;
  });
  const more = found.length > shown ? [`  ... and ${found.length - shown} more`] : [];
  const count = found.filter(({ value }) => !foot.some((one) => one.value === value)).length;
  const keys = several ? "numbers" : "a number";
  return [
    ...(heading?.() === undefined ? [] : [escapeLine(heading() ?? "")]),
    escapeLine(question),
    ...lines,
    ...more,
    `  ${count} ${count === 1 ? oneOf(things) : things}; type ${keys}, a name to search, or nothing to go back`,
  ].join("\n");
};

/** The entries of those numbers; undefined where a word is none. */
const takenBy = <T>(
  found: readonly Entry<T>[],
  words: readonly string[],
): readonly Entry<T>[] | undefined => {
  const taken = words.map((word) => (/^\d{1,4}$/.test(word) ? found[Number(word) - 1] : undefined));
  const free = taken.flatMap((entry) => (entry === undefined || entry.taken !== undefined ? [] : [entry]));
  return free.length === words.length ? free : undefined;
};

/** Takes what would be shown, and shows it to nobody. */
const unseen = (): NodeJS.WritableStream => new Writable({ write: (_chunk, _encoding, done) => done() });

/** A line that was typed before the question answers nothing. */
const forgetTyped = async (input: NodeJS.ReadableStream): Promise<void> => {
  if (!(input instanceof ReadStream)) return;
  await takeTypedAhead(input, () => "");
  input.setRawMode(false);
};

/** `hidden` asks once the terminal no longer writes what is typed; what the line editor would write goes to `output`. */
const readLine = async (
  { input, output }: LineStreams,
  question: string,
  hidden?: () => void,
): Promise<string> => {
  await forgetTyped(input);
  const lines: Interface = createInterface({ input, output, terminal: hidden !== undefined });
  hidden?.();
  const ended = new Promise<never>((_, reject) =>
    lines.once("close", () => reject(new Interrupted("cancelled", "cancelled: nothing was written"))),
  );
  try {
    return await Promise.race([lines.question(question), ended]);
  } finally {
    lines.close();
  }
};
