import type { Answer } from "../../output/answer.ts";
import { waysThatCanBe } from "../../check/never-met.ts";
import { atMoment } from "../../access/at-moment.ts";
import { evaluate } from "../../access/evaluate.ts";
import type { AccessRequest, Evaluation } from "../../access/types.ts";
import { completeFacts } from "../../default-view/own-account.ts";
import { AwsError } from "../../errors.ts";
import type { PolicyDocument } from "../../policy/document.ts";
import { namedArns } from "../../policy/named-arns.ts";
import { readPolicy } from "../../policy/read-policy.ts";
import { whyOpaque } from "../../policy/symbols.ts";
import { arnsIn, withKnownPath } from "../../world/find-principal.ts";
import { emptyWorld } from "../../world/read-world.ts";
import type { Context } from "../../cli/app.ts";
import type { CanOptions } from "./can-options.ts";
import { answerEffective } from "./answer-effective.ts";
import { askedCeilings } from "./call-ceilings.ts";
import { effectiveQuestion, questionAbout } from "../effective/iam-data.ts";
import { asksIam } from "../effective/iam-data-options.ts";
import { withGivenNames } from "../../target/given-names.ts";
import { answerByPolicy } from "./answer-by-policy.ts";
import type { Unread } from "./answer-by-kms.ts";
import { callerWord, ownQuestion, planTrial, requireMe, tryLive } from "./live-trial.ts";
import { openTarget, type OpenTarget } from "../../target/open-target.ts";
import { sayGone } from "../../target/say-gone.ts";
import { sayOwner } from "../../target/say-owner.ts";
import { givenAlone, requestContext, withContextKeys } from "./request-context.ts";
import { requestPrincipal } from "./request-principal.ts";
import type { PlannedTrial } from "./trial-request.ts";
import { actionNamed } from "./action-named.ts";
import { knownCaller, lookAhead } from "./known-caller.ts";

/** Decides one request by the key policy; exit 0 only where it is allowed for certain. */
export const runCan = async (
  context: Context,
  [operand, typed, what]: readonly [string, string, string],
  options: CanOptions,
): Promise<Answer> => {
  const who = typed === "me" ? await callerWord(context) : typed;
  if (options.live) requireMe(typed, operand);
  const action = actionNamed(what);
  const given = requestContext(options.context ?? []);
  const request = { action, context: atMoment(withContextKeys(given), context.outside.clock.now()) };
  const began = context.outside.clock.now();
  if (!asksIam(options)) lookAhead(context, operand, who);
  const read = await readTarget(context, operand, options);
  if ("because" in read)
    return (await import("./answer-by-kms.ts")).answerByKms(context, { ...request, principal: who }, read);
  const { open, document } = read;
  await sayGone(context, open, document.text, began);
  const facts = completeFacts(document, open.facts);
  const policy = readPolicy(document);
  sayOwner(context, open, [policy]);
  const question = await effectiveQuestion(context, options, { ...open, facts }, policy);
  const named = [...namedArns(policy), ...arnsIn(question?.world ?? emptyWorld)];
  const asTyped = requestPrincipal(who, facts, named);
  const caller = { typed, principal: asTyped };
  const { principal, notes } = await knownCaller(context, open, caller, question?.world);
  const alone = { ...request, principal };
  const lids = await askedCeilings(context, options, alone, facts);
  const planned = options.live ? await planTrial(context, alone, facts) : undefined;
  const live =
    options.live && open.target.kind === "key"
      ? await tryLive(context, open.target.arn, action, planned)
      : undefined;
  const asked = withParameters(lids?.request ?? alone, planned);
  const evaluated = givenAlone(evaluate(policy, asked, facts), given);
  const byKey = saidOpaque(turnedByWhatCanBe(evaluated), principal);
  if (question ?? lids ?? live) {
    const own = live ? await ownQuestion(context, { ...open, facts }, policy) : undefined;
    const { key, world } = question ?? own ?? questionAbout({ policy, facts, grants: undefined }, emptyWorld);
    const found = isShort(who) ? withKnownPath(principal, world) : principal;
    const known = { ...key, facts: withGivenNames(key.facts, given) };
    const all = { key: known, world, ceilings: lids?.ceilings ?? {} };
    return { ...answerEffective(context, { ...asked, principal: found }, byKey, all, live), notes };
  }
  return { ...(await answerByPolicy(context, { open, facts, given, asked, byKey }, options)), notes };
};

/** What would change the answer, without what no request ever carries. */
const turnedByWhatCanBe = ({ otherwise, ...rest }: Evaluation): Evaluation => {
  const ways = waysThatCanBe(otherwise ?? []);
  return ways.length > 0 ? { ...rest, otherwise: ways } : rest;
};

/** Of somebody who is known by a name of the document alone nothing is certain, as in `who-can`. */
const saidOpaque = (byKey: Evaluation, principal: string): Evaluation => {
  const why = whyOpaque(principal);
  return why === undefined || (byKey.undecided ?? why) !== why
    ? byKey
    : { ...byKey, undecided: `who this is, is not known here: ${why}` };
};

/** The target with its policy. Where KMS is to be asked itself, a policy that may not be read ends nothing. */
const readTarget = async (
  context: Context,
  operand: string,
  options: CanOptions,
): Promise<{ readonly open: OpenTarget; readonly document: PolicyDocument } | Unread> => {
  let open: OpenTarget | undefined;
  try {
    open = await openTarget(context, operand, options);
    return { open, document: await open.document() };
  } catch (error) {
    if (options.live && isDenied(error)) return { operand, open, because: error };
    throw error;
  }
};

const isDenied = (error: unknown): error is AwsError =>
  error instanceof AwsError && error.code === "access-denied";

/** What the trial's own parameters are is asked of both, KMS and kmspol. */
const withParameters = (request: AccessRequest, planned: PlannedTrial | undefined): AccessRequest => ({
  ...request,
  context: { ...planned?.carries, ...request.context },
});

// A whole ARN means what it says; `role/CI` may lie under a path.
const isShort = (who: string): boolean => /^(?:user|role|sso)\//.test(who);
