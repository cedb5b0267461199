import { atMoment } from "../access/at-moment.ts";
import { evaluate } from "../access/evaluate.ts";
import type { AccessRequest } from "../access/types.ts";
import { AwsError, exitCodes, KmspolError, UsageError, type ExitCode } from "../errors.ts";
import type { PolicyDocument } from "../policy/document.ts";
import type { KeyFacts } from "../policy/key-facts.ts";
import type { Policy } from "../policy/model.ts";
import { readPolicy } from "../policy/read-policy.ts";
import { whyNeverGiven } from "../policy/never-given.ts";
import { partitionOf } from "../policy/same-document.ts";
import { withKnownPath } from "../world/find-principal.ts";
import { emptyWorld } from "../world/read-world.ts";
import { escapeLine } from "../render/escape.ts";
import { renderEvaluation } from "../render/evaluation.ts";
import { renderGrants } from "../render/grants.ts";
import type { Context } from "./app.ts";
import type { CanOptions } from "./can-options.ts";
import { bothHalves, halvesWords, iamHalf } from "./iam-half.ts";
import { answerEffective } from "./answer-effective.ts";
import { askedCeilings } from "./call-ceilings.ts";
import { effectiveQuestion, questionAbout } from "./iam-data.ts";
import { withGivenNames } from "./given-names.ts";
import { grantTo } from "./grant-to.ts";
import { openAws } from "./open-aws.ts";
import type { Unread } from "./answer-by-kms.ts";
import { callerWord, ownQuestion, planTrial, requireMe, tryLive } from "./live-trial.ts";
import { openTarget, type OpenTarget } from "./open-target.ts";
import { printJson, printText } from "./print.ts";
import { requestPrincipal } from "./request-principal.ts";
import type { PlannedTrial } from "./trial-request.ts";
import { grantsOf } from "./grants-of.ts";
import { actionNamed } from "./action-named.ts";

/** Decides one request by the key policy; exit 0 only where it is allowed for certain. */
export const runCan = async (
  context: Context,
  operand: string,
  typed: string,
  what: string,
  options: CanOptions,
): Promise<ExitCode> => {
  const who = typed === "me" ? await callerWord(context) : typed;
  if (options.live) requireMe(typed, operand);
  const action = actionNamed(what);
  const given = contextOf(options.context ?? []);
  const request = { action, context: atMoment(given, context.outside.clock.now()) };
  const read = await readTarget(context, operand, options);
  if ("because" in read)
    return (await import("./answer-by-kms.ts")).answerByKms(context, { ...request, principal: who }, read);
  const { open, document } = read;
  const facts: KeyFacts = { ...open.facts, partition: open.facts.partition ?? partitionOf(document) };
  const policy = readPolicy(document);
  const principal = requestPrincipal(who, facts, namedIn(policy));
  const alone = { ...request, principal };
  const [question, lids] = await Promise.all([
    effectiveQuestion(context, options, { ...open, facts }, policy),
    askedCeilings(context, options, alone, facts),
  ]);
  const planned = options.live ? await planTrial(context, alone, facts) : undefined;
  const live =
    options.live && open.target.kind === "key"
      ? await tryLive(context, open.target.arn, action, planned)
      : undefined;
  const asked = withParameters(lids?.request ?? alone, planned);
  const byKey = evaluate(policy, asked, facts);
  if (question ?? lids ?? live) {
    const own = live ? await ownQuestion(context, { ...open, facts }, policy) : undefined;
    const { key, world } = question ?? own ?? questionAbout({ policy, facts, grants: undefined }, emptyWorld);
    const named = isShort(who) ? withKnownPath(principal, world) : principal;
    const known = { ...key, facts: withGivenNames(key.facts, given) };
    const all = { key: known, world, ceilings: lids?.ceilings ?? {} };
    return answerEffective(context, { ...asked, principal: named }, byKey, all, live);
  }
  const accountProfile = oneProfile(options.accountProfile);
  const iam =
    accountProfile === undefined
      ? undefined
      : await iamHalf(
          context,
          asked,
          withGivenNames({ ...facts, ...(await namesOf(context, open)) }, given),
          accountProfile,
        );
  const evaluation = iam ? bothHalves(byKey, iam) : byKey;
  const grants = options.grants ? (await grantsOf(context, open)).filter(grantTo(principal)) : undefined;
  const ineffective = whyNeverGiven(action, facts);
  if (context.global.json)
    printJson(context, {
      ...evaluation,
      ...(ineffective !== undefined && { ineffective }),
      ...(iam && { iam }),
      ...(grants && { grants }),
    });
  else {
    const told = ineffective === undefined ? evaluation : { ...evaluation, because: ineffective };
    printText(context, renderEvaluation(told, { principal, action }, facts, context.style));
    const halves = iam ? halvesWords(byKey.decision, iam, { action, facts }) : [];
    printText(context, halves.map((line) => `  ${escapeLine(line)}\n`).join(""));
    if (grants)
      printText(
        context,
        grants.length === 0 ? "no grants to it\n" : renderGrants(grants, facts, context.style),
      );
  }
  return evaluation.decision === "allowed" && ineffective === undefined ? exitCodes.done : exitCodes.no;
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

/** Without IAM data of whole accounts, the policies of the one principal are asked. */
const oneProfile = (profiles: readonly string[] = []): string | undefined => {
  const [first, ...others] = profiles;
  if (others.length === 0) return first;
  throw new UsageError("conflicting-flags", "several --account-profile are for IAM data of whole accounts", {
    hint: "add --iam, or give the profile of the principal's account alone",
  });
};

// A whole ARN means what it says; `role/CI` may lie under a path.
/** A permission set may have a role that the policy names by its ARN. */
const namedIn = ({ statements }: Policy): readonly string[] =>
  statements.flatMap(({ principals }) => principals.map(({ value }) => value));

const isShort = (who: string): boolean => /^(?:user|role|sso)\//.test(who);

/** What IAM policies may ask of a key beside its properties; what cannot be read is not known. */
const namesOf = async (
  context: Context,
  { target }: OpenTarget,
): Promise<Pick<KeyFacts, "aliases" | "tags">> => {
  if (target.kind !== "key") return {};
  const { keys } = await openAws(context);
  // A key of which no alias could be read may have some.
  const aliases = target.aliases.length > 0 ? target.aliases : undefined;
  try {
    return { aliases, tags: await keys.tags(target.arn) };
  } catch (error) {
    if (error instanceof KmspolError) return { aliases };
    throw error;
  }
};

/** `--context KEY=VALUE`s as a request context; a key given twice, in whatever case, has several values. */
const contextOf = (pairs: readonly string[]): Readonly<Record<string, string | readonly string[]>> => {
  const values = new Map<string, string[]>();
  for (const pair of pairs) {
    const equals = pair.indexOf("=");
    if (equals <= 0) {
      throw new UsageError("bad-context", `"${pair}" is no KEY=VALUE`, {
        hint: "write it like --context kms:ViaService=s3.eu-west-1.amazonaws.com",
      });
    }
    const given = pair.slice(0, equals);
    const key = [...values.keys()].find((known) => known.toLowerCase() === given.toLowerCase()) ?? given;
    values.set(key, [...(values.get(key) ?? []), pair.slice(equals + 1)]);
  }
  return Object.fromEntries([...values].map(([key, all]) => [key, all.length === 1 ? (all[0] ?? "") : all]));
};
