import { target } from "../../cli/operand.ts";
import { readFlags } from "../../cli/options.ts";
import type { GetOptions } from "./run-get.ts";
import type { Verb } from "../verb.ts";

/** `kmspol get`: the policy's text. */
export const getVerb: Verb<[target: string], GetOptions> = {
  name: "get",
  group: "Look:",
  summary: "print the policy, exactly as it is",
  description: "Prints the policy's text, exactly as KMS returned it.",
  operands: [target("key id, ARN, alias/NAME, policy file, -, or TARGET@CHANGE")],
  flags: { out: { words: "--out <file>", does: "write it to a file instead" }, ...readFlags },
  examples: [
    ["kmspol get alias/app", "prints the policy"],
    ["kmspol get alias/app --out policy.json", "writes it to a file, byte for byte"],
    ["kmspol get alias/app@{1}", "prints what it was before the last change"],
  ],
  kind: "reads",
  json: "get",
  many: { takes: "each key" },
  menu: { place: 20, section: "Text", label: "Show the text", about: "print the policy as it is" },
  load: async () => ({ run: (await import("./run-get.ts")).runGet }),
};
