import { target } from "../../cli/operand.ts";
import { changeFlags, type ChangeFlags } from "../../cli/options.ts";
import type { Verb } from "../verb.ts";

/** `kmspol put`: puts a file's policy. */
export const putVerb: Verb<[target: string, file: string], ChangeFlags> = {
  name: "put",
  group: "Change:",
  summary: "put a file's policy",
  description: "Replaces the policy by a file's, after showing what changes.",
  operands: [
    target("key id, ARN, alias/NAME or policy file"),
    { name: "file", about: "JSON, JSONC or YAML; - for standard input", named: { is: "file" } },
  ],
  flags: { ...changeFlags },
  examples: [
    ["kmspol put alias/app policy.json", "shows what changes, asks, writes and verifies"],
    ["kmspol put alias/app policy.yaml --dry-run", "shows what would change"],
    ["generate-policy | kmspol put alias/app - --yes --json", "in a script"],
  ],
  kind: "changes",
  json: "change",
  many: { takes: "each key" },
  load: async () => (await import("./run-put.ts")).put,
};
