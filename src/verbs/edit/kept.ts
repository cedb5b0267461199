import { collect } from "../../cli/flag.ts";
import type { KeptFlags } from "./run-kept.ts";
import type { Verb } from "../verb.ts";

/** `kmspol kept`: the texts that wait for somebody. */
export const keptVerb: Verb<[], KeptFlags> = {
  name: "kept",
  group: "Change:",
  summary: "unfinished edits and texts that were kept",
  description:
    "Lists what is kept on this machine, newest first: edits whose terminal or editor is gone, and texts that could not be written; each with the command that goes on with it. On a terminal Enter shows a text, e goes on with it, d discards it.",
  operands: [],
  flags: {
    discard: {
      words: "--discard <id>",
      does: "remove the text of this id, or all of them (repeatable)",
      read: collect,
    },
    yes: { words: "-y, --yes", does: "do not ask before all are discarded" },
  },
  examples: [
    ["kmspol kept", "what waits, and the command that goes on with each"],
    ["kmspol kept --discard 3f2a9c01", "removes one of them"],
    ["kmspol kept --discard all --yes", "removes all of them"],
  ],
  kind: "reads",
  json: "kept",
  load: async (program) => {
    const { runKept } = await import("./run-kept.ts");
    return { run: (context, _none, flags) => runKept(context, flags, program) };
  },
};
