import { target } from "../../cli/operand.ts";
import type { HistoryFlags } from "./run-history.ts";
import type { Verb } from "../verb.ts";

/** `kmspol history`: the changes made to a target, newest first. */
export const historyVerb: Verb<[target: string], HistoryFlags> = {
  name: "history",
  group: "Look:",
  summary: "the changes made, newest first",
  description:
    "Lists the changes that kmspol made to this policy from this machine, newest first; with --cloudtrail those of others too. On a terminal Enter shows the diff of a change and u takes it back, after the usual question; q leaves.",
  operands: [target("key id, ARN, alias/NAME or policy file")],
  flags: {
    cloudtrail: { words: "--cloudtrail", does: "add what CloudTrail has seen from elsewhere (90 days)" },
  },
  examples: [
    ["kmspol history alias/app", "who changed what, when and why"],
    ["kmspol history alias/app --cloudtrail", "what the console, Terraform and colleagues changed too"],
    ["kmspol diff alias/app@{1} alias/app", "what the last change did"],
  ],
  kind: "reads",
  json: "history",
  many: { takes: "each key" },
  menu: { place: 18, section: "History", label: "History", about: "the changes made, newest first" },
  load: async (program) => {
    const { runHistory } = await import("./run-history.ts");
    return { run: (context, operands, flags) => runHistory(context, operands, flags, program) };
  },
};
