import { nearest } from "../../check/nearest.ts";
import { UsageError } from "../../errors.ts";

const reading = ["show", "get", "check", "diff", "can", "who-can", "what-can", "history"];
const changing = [
  ...["add-admin", "remove-admin", "allow-deletion", "deny-deletion", "add-user", "remove-user", "add-group"],
  ...["grant-account", "revoke-account", "grant-service", "prune", "upgrade", "put", "undo"],
];

/** What `each` runs on each key. */
export const verbsOfEach: readonly string[] = [...reading, ...changing];

/** Verbs that are there, and not for many keys. */
const others = ["list", "edit", "each", "wait", "why", "explain", "sandbox", "completion", "help"];

/** What is said once for all keys, or makes no sense for many. */
const elsewhere = new Map([
  ["--region", "give --region before the --"],
  ["--profile", "give --profile before the --"],
  ["--endpoint-url", "give --endpoint-url before the --"],
  ["--out", "each key has an answer of its own: without --out they are printed one after another"],
  ["--iam-policy", "each key has an IAM policy of its own: --json prints them"],
  ["--bypass-policy-lockout-safety-check", "that is for one key at a time, with open eyes"],
]);

/**
 * The verb and its words: what stands after `--`. Throws UsageError where there is none (`missing-operand`), where the
 * verb is none for many keys (`unknown-verb`), or a flag is (`conflicting-flags`).
 */
export const verbLine = (args: readonly string[]): readonly string[] => {
  const dashes = args.indexOf("--");
  const [verb, ...rest] = dashes < 0 ? [] : args.slice(dashes + 1);
  if (verb === undefined) {
    throw new UsageError("missing-operand", "no verb is given to run on each key", {
      hint: "write it after --, without a target: kmspol each --all -- check",
    });
  }
  if (![...reading, ...changing].includes(verb)) throw notForMany(verb);
  for (const word of rest) {
    const why = elsewhere.get(word.replace(/=.*/s, ""));
    if (why !== undefined)
      throw new UsageError("conflicting-flags", `each does not pass on ${word}`, { hint: why });
  }
  return [verb, ...rest];
};

const notForMany = (verb: string): UsageError => {
  const runs = `it runs ${[...reading, ...changing].join(", ")}`;
  if (others.includes(verb))
    return new UsageError("unknown-verb", `each cannot run ${verb} on many keys`, { hint: runs });
  const meant = nearest(verb, [...reading, ...changing]);
  const other = meant === undefined ? nearest(verb, others) : undefined;
  const hint =
    meant !== undefined
      ? `did you mean ${meant}?`
      : other === undefined
        ? `each runs ${[...reading, ...changing].join(", ")}`
        : `did you mean ${other}? each cannot run that on many keys; ${runs}`;
  return new UsageError("unknown-verb", `unknown verb "${verb}"`, { hint });
};

/** Whether the verb writes, so that it is planned and asked for. */
export const isChange = ([verb = "", ...rest]: readonly string[]): boolean =>
  changing.includes(verb) || (verb === "check" && rest.includes("--fix"));

/** The words without the answers that are given once for all keys, and which of them were among the words. */
export const withoutAnswers = (line: readonly string[]) => ({
  line: line.filter((word) => !["--yes", "-y", "--dry-run", "--json"].includes(word)),
  yes: line.includes("--yes") || line.includes("-y"),
  dryRun: line.includes("--dry-run"),
  json: line.includes("--json"),
});

/** Every value of a flag that may be given several times, though the verb itself takes one. */
export const valuesOf = (args: readonly string[], flag: string): readonly string[] => {
  const dashes = args.indexOf("--");
  const ours = dashes < 0 ? args : args.slice(0, dashes);
  return ours.flatMap((word, i) => {
    if (word.startsWith(`${flag}=`)) return [word.slice(flag.length + 1)];
    const value = word === flag ? ours[i + 1] : undefined;
    return value === undefined ? [] : [value];
  });
};
