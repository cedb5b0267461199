import type { CompleteFlags } from "./run-complete.ts";
import type { Verb } from "../verb.ts";

/** What the completion scripts call: `kmspol complete -- WORDS`. Hidden from the help. */
export const completeVerb: Verb<[words: readonly string[]], CompleteFlags> = {
  name: "complete",
  group: undefined,
  summary: "the words that may come next, for the completion scripts",
  description: "",
  operands: [{ name: "words", about: "", optional: true, several: true }],
  flags: { refresh: { words: "--refresh", does: "fetch what was asked for into the cache" } },
  examples: [],
  kind: "reads",
  json: undefined,
  load: async ({ verbs }) => {
    const { runComplete } = await import("./run-complete.ts");
    return { run: (context, [words], flags) => runComplete(context, verbs, words, flags) };
  },
};
