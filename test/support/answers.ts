import { Interrupted, SteppedBack } from "../../src/errors.ts";
import type { Entry, ListQuestion, Prompter } from "../../src/questions.ts";

/** An answer: the key of a choice, a text, the names of entries of a list, or a key that leaves the question (Esc, Ctrl-C). */
export type Answer = string | readonly string[] | typeof SteppedBack | typeof Interrupted;

/** A question as it was asked. */
export interface Asked {
  readonly question: string;
  /** What could be chosen: keys of choices, first cells of entries; why one cannot be, behind it. */
  readonly offered: readonly string[];
  /** What Enter alone takes, or what is marked from the start. */
  readonly preset?: string | readonly string[] | undefined;
  /** Answers that were no good, and why. */
  readonly refused: readonly string[];
}

/**
 * Somebody who gives these answers, one after the other, and whoever looks on: what was asked. An answer that a question does not take is
 * written down as refused, and the next one given. One too few is an error, and so is one that is left: `left` tells them.
 */
export const answering = (
  answers: readonly Answer[],
): { readonly prompter: Prompter; readonly asked: readonly Asked[]; readonly left: readonly Answer[] } => {
  const left = [...answers];
  const asked: Asked[] = [];
  const next = (question: string): string | readonly string[] => {
    const answer = left.shift();
    if (answer === SteppedBack) throw new SteppedBack("cancelled", "left");
    if (answer === Interrupted) throw new Interrupted("cancelled", "left");
    if (answer === undefined || typeof answer === "function") throw new Error(`nobody answers: ${question}`);
    return answer;
  };
  const put = <T>(
    { question, offered, preset }: Omit<Asked, "refused">,
    take: (answer: string | readonly string[]) => { readonly taken: T } | { readonly why: string },
  ): T => {
    const refused: string[] = [];
    asked.push({ question, offered, refused, ...(preset !== undefined && { preset }) });
    for (;;) {
      const answer = next(question);
      const found = take(answer);
      if ("taken" in found) return found.taken;
      refused.push(`${String(answer)}: ${found.why}`);
    }
  };
  const text = (question: string, check?: (answer: string) => string | undefined, usual?: string) =>
    put<string>({ question, offered: [], preset: usual }, (answer) => {
      const typed = answer === "" ? (usual ?? "") : String(answer);
      const why = check?.(typed);
      return why === undefined ? { taken: typed } : { why };
    });
  const list = async <T>(list: ListQuestion<T>, several: boolean): Promise<readonly T[]> => {
    await complete(list);
    const entries = list.feed.entries();
    const offered = [...entries, ...(list.foot ?? [])].map(({ cells, taken }) =>
      [cells[0] ?? "", ...(taken === undefined ? [] : [taken])].join(": "),
    );
    return put<readonly T[]>(
      { question: list.question, offered, preset: list.marked?.map(String) },
      (answer) => {
        const words = typeof answer === "string" ? [answer] : answer;
        const found = words.map((word) => entryOf(word, list));
        const why = found.find((one) => typeof one === "string");
        if (why !== undefined) return { why };
        if (!several && words.length !== 1) return { why: "only one can be chosen" };
        return { taken: found.flatMap((one) => (typeof one === "string" ? [] : [one.value])) };
      },
    );
  };
  const prompter: Prompter = {
    choose: (question, choices, preset) =>
      inTurn(() =>
        put({ question, offered: choices.map(({ key }) => key), preset }, (answer) => {
          const key = answer === "" ? preset : choices.find((one) => one.key === answer)?.key;
          return key === undefined ? { why: "is none of them" } : { taken: key };
        }),
      ),
    ask: (question, check, usual) => inTurn(() => text(question, check, usual)),
    secret: (question) => inTurn(() => text(question)),
    pick: async (question) => {
      const [one] = await list(question, false);
      return one as NonNullable<typeof one>;
    },
    pickSeveral: (question) => list(question, true),
    browse: (question) =>
      inTurn(() => {
        throw new Error(`looked through: ${question.heading}`);
      }),
    page: () => Promise.resolve(false),
  };
  return { prompter, asked, left };
};

const inTurn = async <T>(work: () => T): Promise<T> => {
  await Promise.resolve();
  return work();
};

const complete = ({ feed }: ListQuestion<unknown>): Promise<void> =>
  new Promise((resolve) => {
    if (feed.state() !== "loading") {
      resolve();
      return;
    }
    const off = feed.onChange(() => {
      if (feed.state() === "loading") return;
      off();
      resolve();
    });
  });

/** The entry that is called so, or what a typed text stands for; a text says why there is none. */
const entryOf = <T>(word: string, { feed, foot = [], typed }: ListQuestion<T>): Entry<T> | string => {
  const entry = [...feed.entries(), ...foot].find(
    ({ cells, value, seeks = [] }) => cells[0] === word || value === word || seeks.includes(word),
  );
  return entry?.taken ?? entry ?? typed?.(word) ?? "is not in the list";
};
