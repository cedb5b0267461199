import { onTestFinished } from "vitest";
import { createPrompter } from "../../src/prompts/prompter.ts";
import type { Entry, Feed, FeedState, ListQuestion, Prompter } from "../../src/questions.ts";
import { keys, plainOf } from "../terminal/screen.ts";
import { Drawn, Typed } from "../terminal/streams.ts";

/** One who sits at a question, without a program around it. */
export interface AtPrompter {
  readonly prompter: Prompter;
  /** Types once what is asked is on the screen, one key after the other. */
  readonly type: (...typed: readonly string[]) => Promise<void>;
  /** All that was drawn, in plain text. */
  readonly plain: () => string;
  /** What was drawn since the last time this was asked. */
  readonly fresh: () => string;
  /** Each line as it was drawn, those of a picture that was drawn over another one by themselves. */
  readonly lines: () => readonly string[];
  readonly resize: (columns: number, rows: number) => void;
  readonly raw: () => string;
}

/** Turns of the event loop in which a key is heard and what it changes is drawn. */
const turns = 4;

const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

/** A prompter on streams that are a terminal of that size. */
export const atPrompter = (columns = 80, rows = 24): AtPrompter => {
  let [written, taken] = ["", 0];
  const typed = new Typed();
  const drawn = new Drawn({ columns, rows }, (text) => (written += text));
  onTestFinished(() => void typed.push(keys.ctrlC));
  const prompter = createPrompter({
    ...{ colour: false, unicode: true },
    input: typed as unknown as NodeJS.ReadStream,
    output: drawn as unknown as NodeJS.WriteStream,
    pager: { show: () => Promise.resolve(false) },
    yields: (work) => work(),
  });
  return {
    prompter,
    type: async (...all) => {
      // What is typed before a question is on the screen answers nothing.
      while (plainOf(written).trim() === "") await new Promise((resolve) => setTimeout(resolve, 2));
      for (const text of all) {
        typed.push(text);
        for (let i = 0; i < turns; i += 1) await turn();
      }
    },
    plain: () => plainOf(written),
    lines: () => written.split(/[\r\n]|\u001b\[[\d;?]*[A-Za-ln-z]/),
    fresh: () => {
      const part = plainOf(written.slice(taken));
      taken = written.length;
      return part;
    },
    resize: (...size) => drawn.resize(...size),
    raw: () => written,
  };
};

/** Entries that may grow, or end. */
export const growing = (first: readonly Entry<string>[], begun: FeedState = "complete") => {
  let [entries, state] = [first, begun];
  const listeners = new Set<() => void>();
  const feed: Feed<string> = {
    entries: () => entries,
    state: () => state,
    onChange: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
  const arrive = (more: readonly Entry<string>[], then: FeedState = "complete") => {
    [entries, state] = [[...entries, ...more], then];
    for (const listener of listeners) listener();
  };
  return { feed, arrive };
};

/** An entry that is called as its value. */
export const named = (name: string, more: Partial<Entry<string>> = {}): Entry<string> => ({
  value: name,
  cells: [name],
  ...more,
});

/** A question out of these names. */
export const out = (
  names: readonly (string | Entry<string>)[],
  more: Partial<ListQuestion<string>> = {},
): ListQuestion<string> => ({
  ...{ question: "Who?", things: "users", typed: (text) => named(text) },
  feed: growing(names.map((one) => (typeof one === "string" ? named(one) : one))).feed,
  ...more,
});
