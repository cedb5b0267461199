import { collect } from "../../cli/flag.ts";
import { changeFlags, readFlags } from "../../cli/options.ts";
import { fromFlag } from "../from-options.ts";
import type { CheckFlags, FailOn } from "./check-flags.ts";
import type { Verb } from "../verb.ts";

const thresholds: readonly FailOn[] = ["error", "security", "warning", "suggestion", "never"];

/** `kmspol check`: the faults of policies. */
export const checkVerb: Verb<[targets: readonly string[]], CheckFlags> = {
  name: "check",
  group: "Look:",
  summary: "find the faults of a policy",
  description:
    "Reports what is wrong with a policy: where, why it matters, and what to write instead. A finding that you live with is accepted, with a reason, in .kmspolrc.json or in a comment: // kmspol-accept CODE: reason",
  operands: [
    {
      name: "target",
      about: "key id, ARN, alias/NAME, policy file, folder of them, -, or TARGET@CHANGE",
      several: true,
      unless: "from",
      named: { is: "target" },
    },
  ],
  flags: {
    from: { ...fromFlag, not: ["fix"] },
    format: {
      words: "--format <format>",
      does: "how to print the findings",
      choices: ["text", "json", "sarif", "github", "gitlab", "junit", "markdown", "jsonl"],
    },
    failOn: {
      words: "--fail-on <severity>",
      does: "exit with 1 from this severity on",
      choices: thresholds,
      otherwise: { value: "error" },
    },
    ignore: {
      words: "--ignore <code>",
      does: "leave out findings with this code (repeatable)",
      read: collect,
    },
    fix: {
      words: "--fix",
      changes: true,
      does: "mend what has one safe answer, through the same review as every change",
    },
    ...changeFlags,
    config: {
      words: "--config <file>",
      does: "accepted findings, trusted accounts and what is forbidden, instead of the .kmspolrc.json above the file",
    },
    noConfig: { words: "--no-config", does: "without any .kmspolrc.json" },
    before: { ...readFlags.before, not: ["fix", "from"] },
  },
  examples: [
    ["kmspol check policy.json --account 111122223333", "checks a file, as the policy of that account's key"],
    ["kmspol check policies/ --fail-on warning", "fails a build where a policy below has a warning or worse"],
    ["kmspol check policies/ --format sarif > kmspol.sarif", "for GitHub code scanning and other viewers"],
    [
      "kmspol check policies/ --format gitlab > gl-code-quality-report.json",
      "for the widget of a GitLab merge request; junit is for Jenkins and others",
    ],
    [
      "kmspol check --from keys.jsonl --format jsonl | jq -r 'select(.severity==\"security\").key'",
      "the policies of a whole organization, a key and its policy a line",
    ],
    [
      "kmspol check alias/app --fix",
      "mends misspelt actions, deleted principals and the like, after you say yes",
    ],
  ],
  kind: "reads",
  json: "check",
  many: { takes: "each key" },
  menu: { place: 15, section: "Questions", label: "Check", about: "find the faults of the policy" },
  load: async () => {
    const { runCheck, planCheck } = await import("./run-check.ts");
    return { run: runCheck, plan: planCheck };
  },
};
