import { collect } from "../../cli/flag.ts";
import type { EachFlags } from "./each-flags.ts";
import { shardFlag } from "../shard.ts";
import type { Verb } from "../verb.ts";
import { unusedDays } from "../look/unused-days.ts";
import { accountFlags } from "../account-flags.ts";
import { keyChoiceFlags } from "../key-choice-flags.ts";

/** The flags that say which keys: a run that is there has them already. */
const naming = ["all", "alias", "tag", "keysFrom", "unusedFor"] as const;
const choosing = [...naming, "key", "shard", "account", "assumeRole"] as const;

/** `kmspol each`: the same verb on many keys. */
export const eachVerb: Verb<[words: readonly string[]], EachFlags> = {
  name: "each",
  group: "Many keys:",
  summary: "the same verb on many keys",
  description:
    "Runs one verb on every key selected: looks at all of them first, shows one summary, asks once, then writes. After -- stands the verb as always, its target left out. --region and --profile may be given several times. With --account and --assume-role they are the keys of several accounts. A key, or an account, that fails stops no other.",
  usage: "[flags] -- VERB ARGS",
  operands: [
    { name: "words", about: "the verb and its operands, without the target", optional: true, several: true },
  ],
  flags: {
    all: {
      under: "Which keys:",
      words: "--all",
      does: "every customer managed key of the account and Region",
    },
    key: {
      under: "Which keys:",
      words: "--key <key>",
      does: "this one, by its ARN, its id or its alias (repeatable)",
      read: collect,
      not: [...naming],
    },
    ...keyChoiceFlags,
    unusedFor: {
      under: "Which keys:",
      words: "--unused-for <days>",
      does: "those that KMS knows not to have been used for so long; it takes 5 such questions a second",
      read: unusedDays,
    },
    shard: shardFlag,
    ...accountFlags,
    dryRun: { under: "How:", words: "--dry-run", does: "show what would change, write nothing" },
    yes: { under: "How:", words: "-y, --yes", does: "do not ask" },
    full: { under: "How:", words: "--full", does: "show every line of long lists" },
    format: {
      under: "How:",
      words: "--format <format>",
      does: "a row each finding and access, with its key, account and Region",
      choices: ["jsonl"],
    },
    reason: { under: "How:", words: "--reason <text>", does: "why, kept in the history of each key" },
    resume: {
      under: "How:",
      words: "--resume <run>",
      does: "go on with what a run has not done",
      not: ["undo", ...choosing, "reason"],
    },
    undo: {
      under: "How:",
      words: "--undo <run>",
      does: "put back all that a run changed",
      not: [...choosing],
    },
    runs: {
      under: "How:",
      words: "--runs",
      does: "the runs of this machine: when, what, how far",
      not: ["resume", "undo", ...choosing, "reason", "yes", "dryRun"],
    },
  },
  examples: [
    ["kmspol each --alias 'app-*' -- add-user role/App", "the role may use them all"],
    ["kmspol each --all --region eu-west-1 --region us-east-1 -- check", "checks every key of two Regions"],
    [
      "kmspol each --all --format jsonl -- who-can > access.jsonl",
      "a row each access, for DuckDB, Athena and jq",
    ],
    ["kmspol each --all --dry-run -- prune", "what would go"],
    ["kmspol each --unused-for 90d --dry-run -- deny-deletion", "keys that nobody has used for 90 days"],
    [
      "kmspol each --all --shard 1/4 --format jsonl -- check",
      "the first of four machines that check a quarter of the keys each",
    ],
    [
      "kmspol each --all --account 111122223333 --account 444455556666 --assume-role KeyAudit -- check",
      "checks the keys of two accounts, in each by its role KeyAudit",
    ],
    ["kmspol each --undo 3f2a9c01", "puts a whole run back"],
  ],
  kind: "changes",
  json: undefined,
  load: async (program) => {
    const { runEach } = await import("./run-each.ts");
    return { run: (context, _words, flags) => runEach({ context, program, flags }) };
  },
};
