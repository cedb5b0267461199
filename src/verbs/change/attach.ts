import { type InlineChange, type InlinePlace, planInline, writeInline } from "../../change/inline-policy.ts";
import { requireConsent } from "../../change/requirements.ts";
import type { AttachedPolicy, PolicySubject } from "../../change/types.ts";
import { CancelledError, Interrupted, SteppedBack, UsageError } from "../../errors.ts";
import { parseAttachTarget } from "../../other-half/attach-command.ts";
import { inlinePolicyName } from "../../other-half/iam-policy.ts";
import { joinIamPolicy } from "../../other-half/join-iam-policy.ts";
import { parseKeyArn } from "../../other-half/key-arn.ts";
import type { JsonObject } from "../../policy/json-value.ts";
import type { IdentityDirectory } from "../../ports.ts";
import { escapeLine } from "../../render/escape.ts";
import { renderTextDiff } from "../../render/text-diff.ts";
import type { Context } from "../../cli/app.ts";
import { changeOptions } from "./change.ts";
import { knownIdentity } from "../../target/known-identity.ts";
import type { ChangeFlags } from "../../cli/options.ts";

/** The half of a change that is put in place in IAM, once the key's half is done. */
export interface OtherHalf {
  /** Shows, asks, writes and reads back; `policy` undefined: what stands there goes. Throws CancelledError for No. */
  putInPlace(policy: JsonObject | undefined, answers: Answers): Promise<AttachedPolicy>;
  /** The command that proves that both halves are there. */
  readonly proof?: string;
}

/** The answers of the flags: nothing is written, or nothing asked. */
export type Answers = Pick<ChangeFlags, "dryRun" | "yes">;

/** Whose inline policy it is to be. */
export interface AttachRequest {
  readonly directory: IdentityDirectory;
  readonly account: string;
  /** `role/NAME`, `user/NAME` or `group/NAME`. */
  readonly to: string;
}

/**
 * Prepares to attach the policy for a key, or to take it away: everything that may be wrong is found out here, before
 * anything is written. Throws UsageError (`bad-attach`, `unknown-principal`, `key-arn-needed`, `consent-needed`), AwsError
 * where IAM may not even be read.
 */
export const prepareAttach = async (
  context: Context,
  { facts }: PolicySubject,
  { directory, account, to }: AttachRequest,
  flags: ChangeFlags,
): Promise<OtherHalf> => {
  const { arn } = parseKeyArn(facts.arn);
  const target = parseAttachTarget(to);
  if (!target) throw badAttach(to);
  requireConsent(changeOptions(context, flags), context.outside.terminal);
  await knownIdentity(directory, context.outside.clock, target.kind, target.name);
  const place: InlinePlace = { directory, account, to: target, policyName: inlinePolicyName(arn) };
  await directory.inlinePolicy(target.kind, target.name, place.policyName);
  return { putInPlace: (policy, answers) => apply(context, place, policy, answers) };
};

const badAttach = (text: string): UsageError =>
  new UsageError("bad-attach", `"${text}" names nobody that an IAM policy can be attached to`, {
    hint: "write role/NAME, user/NAME or group/NAME of that account",
  });

const apply = async (
  context: Context,
  place: InlinePlace,
  policy: JsonObject | undefined,
  answers: Answers,
): Promise<AttachedPolicy> => {
  const change = await planInline(place, (before) => policy && joinIamPolicy(before, policy));
  const { account, to, policyName } = place;
  const ended = (outcome: AttachedPolicy["outcome"], verified = false): AttachedPolicy => ({
    ...{ account, to: `${to.kind}/${to.name}`, policyName, outcome, verified },
  });
  if (change.text === "") return ended("unchanged");
  show(context, place, change);
  if (answers.dryRun) return ended("planned");
  await ask(context, place, change, answers);
  const verified = await writeInline(place, change, context.outside.clock);
  return ended(change.after === undefined ? "removed" : "attached", verified);
};

const whereWords = ({ account, to }: InlinePlace): string => `${to.kind}/${to.name} of account ${account}`;

const show = (context: Context, place: InlinePlace, { text }: InlineChange): void => {
  const { terminal } = context.outside;
  if (context.global.json && !terminal.interactive) return;
  const head = context.noteStyle.strong(`IAM policy of ${escapeLine(whereWords(place))}`);
  terminal.note(`\n${head}\n${place.policyName}\n${renderTextDiff(text, context.noteStyle)}`);
};

const ask = async (
  { outside }: Context,
  place: InlinePlace,
  { after }: InlineChange,
  { yes }: Answers,
): Promise<void> => {
  if (yes) return;
  const prompter = await outside.prompter();
  const question =
    after === undefined
      ? `Take this IAM policy from ${escapeLine(whereWords(place))}?`
      : `Attach this IAM policy to ${escapeLine(whereWords(place))}?`;
  const choices = [
    { key: "no", label: "No, leave IAM as it is", letter: "n" },
    { key: "yes", label: after === undefined ? "Yes, take it" : "Yes, attach it", letter: "y" },
  ] as const;
  const answer = await prompter.choose(question, choices, "no").catch((error: unknown) => {
    throw error instanceof Interrupted ? new Interrupted("cancelled", leftInIam) : unlessEsc(error);
  });
  if (answer === "no") throw new CancelledError("cancelled", leftInIam);
};

const leftInIam = "the IAM policy was left as it is";

/** The key's half is written: there is no step back to before it. */
const unlessEsc = (error: unknown): unknown =>
  error instanceof SteppedBack ? new CancelledError("cancelled", leftInIam) : error;
