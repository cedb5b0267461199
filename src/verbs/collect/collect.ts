import type { CollectFlags } from "./run-collect.ts";
import type { Verb } from "../verb.ts";

/** `kmspol collect`: keeps what AWS says of accounts and their organization, for --iam-data. */
export const collectVerb: Verb<[dir: string], CollectFlags> = {
  name: "collect",
  group: "Prove:",
  summary: "keep what IAM and the organization say, for --iam-data",
  description:
    "Reads the users, roles, groups and policies of the account of each --profile (repeatable), and with --org the organization's policies, into files of a folder that --iam-data takes. The files are private (0600). What could not be read is told, and noted in the folder. Nothing is changed at AWS.",
  operands: [{ name: "dir", about: "the folder; a new one is made, private (0700)" }],
  flags: { org: { words: "--org", does: "the organization, too: its tree and its policies" } },
  examples: [
    ["kmspol collect iam", "the account of the credentials in use"],
    [
      "kmspol collect iam --profile prod --profile partner --profile management --org",
      "three accounts, and the organization as its management account tells it",
    ],
    ["kmspol who-can alias/app kms:Decrypt --iam-data iam", "the people, from what was kept"],
  ],
  kind: "reads",
  json: "collect",
  load: async () => ({ run: (await import("./run-collect.ts")).runCollect }),
};
