import { fileFlags } from "../../cli/options.ts";
import { accountFlags } from "../account-flags.ts";
import { fromFlag } from "../from-options.ts";
import { keyChoiceFlags } from "../key-choice-flags.ts";
import { shardFlag } from "../shard.ts";
import type { Verb } from "../verb.ts";
import type { ReportFlags } from "./report-flags.ts";

const ofRows = "For rows of --from that do not tell it:";

/** `kmspol report`: who may do what with which keys, as one page. */
export const reportVerb: Verb<[], ReportFlags> = {
  name: "report",
  group: "Many keys:",
  summary: "who may do what with which keys, as a page",
  description:
    "Writes one self-contained page that asks nothing of any server: who may use, administer, grant and delete which keys, under which conditions, with outsiders and findings first; to be searched, filtered and printed. It tells what the key policies say, without IAM.",
  operands: [],
  flags: {
    out: { words: "--out <file>", does: "the file that is written; without it standard output" },
    format: {
      words: "--format <format>",
      does: "a page, tables for a wiki, or for a spreadsheet",
      choices: ["html", "markdown", "csv"],
      otherwise: { value: "html" },
    },
    from: { ...fromFlag, not: ["all", "alias", "tag", "keysFrom"] },
    config: { words: "--config <file>", does: "instead of the .kmspolrc.json above the current folder" },
    noConfig: { words: "--no-config", does: "without any .kmspolrc.json" },
    all: {
      under: "Which keys:",
      words: "--all",
      does: "every customer managed key of the account and Region",
    },
    ...keyChoiceFlags,
    keysFrom: { ...keyChoiceFlags.keysFrom, not: ["all", "alias", "tag"] },
    shard: shardFlag,
    account: {
      ...accountFlags.account,
      does: "those of these accounts, by the role of --assume-role; with --from the account of rows that tell none",
    },
    assumeRole: { ...accountFlags.assumeRole, not: ["from"] },
    partition: { ...fileFlags.partition, under: ofRows },
    keySpec: { ...fileFlags.keySpec, under: ofRows },
    keyUsage: { ...fileFlags.keyUsage, under: ofRows },
  },
  examples: [
    ["kmspol report --all --region eu-west-1 --region us-east-1 --out keys.html", "the keys of two Regions"],
    [
      "kmspol report --all --account 111122223333 --account 444455556666 --assume-role KeyAudit --out keys.html",
      "the keys of two accounts, in each by its role KeyAudit",
    ],
    [
      "kmspol report --from keys.jsonl --out keys.html",
      "those of a whole organization, a key and its policy a line",
    ],
    ["kmspol report --from keys.jsonl --format csv --out keys.csv", "for a spreadsheet"],
  ],
  kind: "reads",
  json: undefined,
  load: async () => ({ run: (await import("./run-report.ts")).runReport }),
};
