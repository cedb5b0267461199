import { nearest } from "../../check/nearest.ts";
import { UsageError } from "../../errors.ts";
import type { AnyVerb } from "../verb.ts";

/** What stands after `--`. */
interface VerbLine {
  readonly verb: AnyVerb;
  /** The verb's name and the rest. */
  readonly words: readonly string[];
}

/** What `each` runs, in the order of the help. */
export const manyVerbs = (verbs: readonly AnyVerb[]): readonly AnyVerb[] =>
  verbs.filter(({ many }) => many !== undefined);

/** What is said once for all keys, or makes no sense for many. */
const elsewhere = new Map([
  ["--region", "give --region before the --"],
  ["--profile", "give --profile before the --"],
  ["--endpoint-url", "give --endpoint-url before the --"],
  ["--out", "each key has an answer of its own: without --out they are printed one after another"],
  ["--related", "for the related keys of one key, run the verb by itself: kmspol VERB KEY … --related"],
  ["--iam-policy", "each key has an IAM policy of its own: --json prints them"],
  ["--bypass-policy-lockout-safety-check", "that is for one key at a time, with open eyes"],
]);

/**
 * The verb and its words: what stands after `--`. Throws UsageError where there is none (`missing-operand`), where the
 * verb is none for many keys (`unknown-verb`), or a flag is (`conflicting-flags`).
 */
export const verbLine = (args: readonly string[], verbs: readonly AnyVerb[]): VerbLine => {
  const dashes = args.indexOf("--");
  const [name, ...rest] = dashes < 0 ? [] : args.slice(dashes + 1);
  if (name === undefined) {
    throw new UsageError("missing-operand", "no verb is given to run on each key", {
      hint: "write it after --, without a target: kmspol each --all -- check",
    });
  }
  const verb = manyVerbs(verbs).find((one) => one.name === name);
  if (!verb) throw notForMany(name, verbs);
  for (const word of rest) {
    const why = elsewhere.get(word.replace(/=.*/s, ""));
    if (why !== undefined)
      throw new UsageError("conflicting-flags", `each does not pass on ${word}`, { hint: why });
  }
  return { verb, words: [name, ...rest] };
};

const notForMany = (named: string, verbs: readonly AnyVerb[]): UsageError => {
  const many = manyVerbs(verbs).map(({ name }) => name);
  const others = [...verbs.filter(isForOne).map(({ name }) => name), "help"];
  const runs = `it runs ${many.join(", ")}`;
  if (others.includes(named))
    return new UsageError("unknown-verb", `each cannot run ${named} on many keys`, { hint: runs });
  const meant = nearest(named, many);
  const other = meant === undefined ? nearest(named, others) : undefined;
  const hint =
    meant !== undefined
      ? `did you mean ${meant}?`
      : other === undefined
        ? `each runs ${many.join(", ")}`
        : `did you mean ${other}? each cannot run that on many keys; ${runs}`;
  return new UsageError("unknown-verb", `unknown verb "${named}"`, { hint });
};

const isForOne = ({ many, group }: AnyVerb): boolean => !many && group !== undefined;

/** Whether the verb writes, so that it is planned and asked for: by itself, or by a flag. */
export const isChange = ({ kind, flags }: AnyVerb, words: readonly string[]): boolean =>
  kind === "changes" ||
  Object.values(flags).some((flag) => flag.changes === true && words.includes(flag.words));

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
