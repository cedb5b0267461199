import { requireConsent } from "../../change/requirements.ts";
import { commandFor } from "../../change/command-target.ts";
import { UsageError } from "../../errors.ts";
import type { Aws, Outside } from "../../outside.ts";
import type { PolicySubject } from "../../change/types.ts";
import type { BulkKey } from "../../bulk-run.ts";
import type { Context } from "../../cli/app.ts";
import { type ChangeFlags, flagWords, type HalfFlags } from "../../cli/options.ts";
import type { AnyVerb, Call, Program } from "../verb.ts";
import type { Answer } from "../../output/answer.ts";
import { openSubject } from "../../target/open-subject.ts";
import { keyCalls } from "./key-calls.ts";
import type { ListedKeys } from "./listed-once.ts";
import { isChange } from "./line.ts";
import { type RelatedLine, relatedLine } from "./related-line.ts";
import { changeAll, sharedOnce } from "./run-each.ts";

/** A change that is to be made on all related keys, as the command line tells it. */
export interface RelatedCall {
  readonly context: Context;
  readonly call: Call;
  readonly program: Program;
}

/**
 * Runs a change on a multi-Region key and all its related keys: each has a policy of its own, in its own Region (KMS
 * Developer Guide, "Multi-Region keys"). They are planned together, asked for once, and end as the keys of `each` do.
 * Throws UsageError (`conflicting-flags`, `related-of-file`, `not-multi-region`).
 */
export const runRelated = async ({ context, call, program }: RelatedCall): Promise<Answer> => {
  const { verb } = call;
  const flags: ChangeFlags & HalfFlags = call.flags;
  const line = relatedLine(verb, context.args);
  requirePossible(verb, line, flags);
  const answers = {
    ...{ yes: flags.yes ?? false, dryRun: flags.dryRun ?? false },
    json: context.global.json ?? false,
  };
  requireConsent(answers, context.outside.terminal);
  const subject = await openSubject(context, line.target, flags);
  const { target, facts, label } = subject;
  if (target.kind === "file")
    throw new UsageError("related-of-file", `${label} is a file, and has no related keys`, {
      hint: "--related needs a multi-Region key; change each file by itself",
    });
  requireMultiRegion(subject, line);
  const arns = [target.arn, ...(facts.relatedArns ?? [])];
  if (arns.length === 1)
    context.outside.terminal.note(`kmspol: ${label} has no replica yet: it alone is changed\n`);
  const keys = arns.map((arn) => relatedKey(context, arn, line));
  const listed: ListedKeys = new Map();
  const shared = sharedOnce(context, listed);
  const outside = { ...shared, aws: forAll(shared) };
  const own = flags.full === undefined ? {} : { full: flags.full };
  const each = { context, program, flags: own, outside, listed, callOn: keyCalls(program, outside) };
  const job = { verb: [line.verb, ...line.words].join(" "), keys: [...keys.entries()], ...answers };
  return { exit: await changeAll(each, job) };
};

const requirePossible = (
  verb: AnyVerb,
  { words, target }: RelatedLine,
  { iamPolicy, bypassPolicyLockoutSafetyCheck }: ChangeFlags & HalfFlags,
): void => {
  const no = (what: string, hint: string): UsageError =>
    new UsageError("conflicting-flags", `--related does not go together with ${what}`, { hint });
  if (!verb.many && verb.kind === "changes")
    throw no(
      verb.name,
      `edit one of them, then kmspol put ARN FILE for the others, or put ${target} FILE --related`,
    );
  if (!isChange(verb, words)) throw no(`${verb.name} without --fix`, "it is for what changes a policy");
  if (iamPolicy !== undefined)
    throw no("--iam-policy", "each of the keys has an IAM policy of its own: --json prints them");
  if (bypassPolicyLockoutSafetyCheck === true)
    throw no("--bypass-policy-lockout-safety-check", "that is for one key at a time, with open eyes");
};

const requireMultiRegion = (subject: PolicySubject, { verb, words }: RelatedLine): void => {
  const { label, facts } = subject;
  if (facts.multiRegion === true) return;
  throw new UsageError("not-multi-region", `${label} is no multi-Region key: it has no related keys`, {
    hint: `without --related: ${commandFor(subject, verb, ...words)}`,
  });
};

const relatedKey = (
  { global: { profile, endpointUrl } }: Context,
  arn: string,
  { verb, words }: RelatedLine,
): BulkKey => {
  const [, , , region = "?", account = "?", resource = ""] = arn.split(":");
  return {
    label: `${resource.replace("key/", "")} in ${account}, ${region}`,
    arn,
    flags: flagWords({ "--profile": profile, "--endpoint-url": endpointUrl }),
    line: [verb, arn, ...words],
  };
};

/** None of them is told to do the same for the others, which are in this very run. */
const forAll =
  ({ aws }: Pick<Outside, "aws">): Outside["aws"] =>
  async (flags) => {
    const opened = await aws(flags);
    return { ...opened, keys: { ...opened.keys, describe: withoutRelated(opened.keys) } };
  };

const withoutRelated =
  (keys: Aws["keys"]): Aws["keys"]["describe"] =>
  async (reference, options) => {
    const { facts, ...key } = await keys.describe(reference, options);
    return { ...key, facts: { ...facts, relatedArns: undefined } };
  };
