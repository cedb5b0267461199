import { readFlags } from "../../cli/options.ts";
import { iamDataFlags } from "../effective/iam-data-options.ts";
import type { DiffOptions } from "./diff-options.ts";
import type { Verb } from "../verb.ts";

/** `kmspol diff`: what changes from one policy to another. */
export const diffVerb: Verb<[a: string, b: string | undefined], DiffOptions> = {
  name: "diff",
  group: "Prove:",
  summary: "what changes from A to B: text, and who gains and loses what",
  description: "Shows what changes from policy A to policy B: the text, and who gains and who loses what.",
  operands: [
    {
      name: "a",
      about: "key id, ARN, alias/NAME, policy file, -, or TARGET@CHANGE",
      named: { is: "target", question: "Which policy?" },
    },
    {
      name: "b",
      about: "the same; without it a Terraform plan (before, after) or a CloudTrail file (step by step)",
      optional: true,
      named: { is: "target" },
    },
  ],
  flags: {
    text: { words: "--text", does: "the text alone" },
    access: { words: "--access", does: "the access alone" },
    exitCode: {
      words: "--exit-code",
      does: "exit with 1 where access differs (with --text: where the text does)",
    },
    format: { words: "--format <format>", does: "how to print it", choices: ["text", "json", "markdown"] },
    failOn: {
      words: "--fail-on <what>",
      does: "exit with 1 where anybody gains access, or where anything changes",
      choices: ["gained", "changed"],
    },
    full: { words: "--full", does: "show every line of long lists" },
    ...iamDataFlags,
    ...readFlags,
  },
  examples: [
    ["kmspol diff alias/app policy.json", "what would change if the file were put"],
    ["kmspol diff alias/app@{1} alias/app", "what the last change did"],
    ["kmspol diff plan.json --fail-on gained", "who gains and who loses what when Terraform applies a plan"],
    ["kmspol diff template.yaml#AppKey alias/app", "whether the key is what the template says"],
    ["kmspol diff --access --exit-code old.json new.json", "fails where anybody gains or loses access"],
  ],
  kind: "reads",
  json: "diff",
  many: { takes: "each key" },
  load: async () => ({ run: (await import("./run-diff.ts")).runDiff }),
};
