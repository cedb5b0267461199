import { collect } from "../../cli/flag.ts";
import { fileFlags } from "../../cli/options.ts";
import { iamDataFlags } from "../effective/iam-data-options.ts";
import type { WhatCanOptions } from "./asked-key.ts";
import type { Verb } from "../verb.ts";
import { keyChoiceFlags } from "../key-choice-flags.ts";

/** `kmspol what-can`: the keys that a principal may use. */
export const whatCanVerb: Verb<[who: string, actions: readonly string[]], WhatCanOptions> = {
  name: "what-can",
  group: "Prove:",
  summary: "the keys that this principal may use",
  description:
    "Lists the keys of the account and Region that a principal may do something with, riskiest first: what, when, and by which statement. --region and --profile may be given several times.",
  operands: [
    {
      name: "who",
      about: "ARN, role/NAME, user/NAME, sso/NAME, account id, root-user:ID, service:NAME or me",
      named: { is: "caller" },
    },
    {
      name: "action",
      about: "only these actions, such as kms:Decrypt",
      optional: true,
      several: true,
      named: { is: "action" },
    },
  ],
  flags: {
    full: { words: "--full", does: "show every key and every action" },
    ...keyChoiceFlags,
    from: {
      under: "Which keys:",
      words: "--from <path>",
      does: "a policy file, a document with policies, rows of keys as check --from takes them, or a folder, instead of AWS (repeatable)",
      read: collect,
    },
    ...iamDataFlags,
    ...fileFlags,
  },
  examples: [
    ["kmspol what-can role/App", "every key of the account and Region that the role may use"],
    [
      "kmspol what-can role/App kms:Decrypt --iam-data iam.json",
      "what it may decrypt with, its IAM policies counted",
    ],
    ["kmspol what-can me --iam", "what your own credentials may do, and with which keys"],
    [
      "kmspol what-can role/App --from policies/ --account 111122223333 --iam-data iam.json",
      "the same from files alone; a file named after its key id tells the key's ARN",
    ],
  ],
  kind: "reads",
  json: "what-can",
  many: { takes: "all keys at once" },
  load: async () => ({ run: (await import("./run-what-can.ts")).runWhatCan }),
};
