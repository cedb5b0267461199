import { target } from "../../cli/operand.ts";
import { readFlags } from "../../cli/options.ts";
import { fromFlag } from "../from-options.ts";
import { iamDataFlags } from "../effective/iam-data-options.ts";
import { unusedFlags } from "../use/use-flags.ts";
import type { WhoCanOptions } from "./run-who-can.ts";
import type { Verb } from "../verb.ts";

/** `kmspol who-can`: everybody that the policy lets do something. */
export const whoCanVerb: Verb<[target: string, actions: readonly string[]], WhoCanOptions> = {
  name: "who-can",
  group: "Prove:",
  summary: "everyone who may do something, and when",
  description: "Lists every principal with its actions and the conditions on them, riskiest first.",
  operands: [
    { ...target("key id, ARN, alias/NAME, policy file, -, or TARGET@CHANGE"), unless: "from" },
    {
      name: "action",
      about: "only these actions, such as kms:Decrypt",
      optional: true,
      several: true,
      named: { is: "action" },
    },
  ],
  flags: {
    from: fromFlag,
    format: { words: "--format <format>", does: "how to print it", choices: ["text", "json", "jsonl"] },
    grants: { words: "--grants", does: "list the key's grants beside it" },
    full: { words: "--full", does: "show every line and every action" },
    ...unusedFlags,
    ...iamDataFlags,
    ...readFlags,
  },
  examples: [
    ["kmspol who-can alias/app", "everyone, with what they may do"],
    ["kmspol who-can alias/app kms:Decrypt --grants", "who may decrypt, by policy or by grant"],
    ["kmspol who-can alias/app kms:Decrypt --iam", 'the users and roles behind "where IAM allows it"'],
    ["kmspol who-can alias/app --used", "who used it in the last 90 days, by CloudTrail"],
    ["kmspol who-can alias/app --unused", "who could be taken out, with the commands"],
    [
      "kmspol who-can --from keys.jsonl kms:Decrypt --format jsonl",
      "the same of many keys, a row each access: for DuckDB, Athena and jq",
    ],
  ],
  kind: "reads",
  json: "who-can",
  many: { takes: "each key" },
  menu: {
    place: 16,
    section: "Questions",
    label: "Who can",
    about: "everyone who may do something, and when",
  },
  load: async () => ({ run: (await import("./run-who-can.ts")).runWhoCan }),
};
