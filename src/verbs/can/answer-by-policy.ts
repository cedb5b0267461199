import type { Answer } from "../../output/answer.ts";
import type { AccessRequest, Evaluation } from "../../access/types.ts";
import { exitCodes, KmspolError, UsageError } from "../../errors.ts";
import type { KeyFacts } from "../../policy/key-facts.ts";
import { whyNeverGiven } from "../../policy/never-given.ts";
import { escapeLine } from "../../render/escape.ts";
import { renderEvaluation } from "../../render/evaluation.ts";
import { renderGrants } from "../../render/grants.ts";
import type { Context } from "../../cli/app.ts";
import type { CanOptions } from "./can-options.ts";
import { withGivenNames } from "../../target/given-names.ts";
import { grantTo } from "./grant-to.ts";
import { grantsOf } from "../../target/grants-of.ts";
import { bothHalves, halvesWords, iamHalf } from "./iam-half.ts";
import { openAws } from "../../cli/open-aws.ts";
import { resultColumns } from "../../cli/widths.ts";
import { wrapLines } from "../../render/columns.ts";
import type { OpenTarget } from "../../target/open-target.ts";

/** A request that the key policy has decided. */
export interface DecidedRequest {
  readonly open: OpenTarget;
  readonly facts: KeyFacts;
  /** What `--context` says. */
  readonly given: AccessRequest["context"];
  readonly asked: AccessRequest;
  readonly byKey: Evaluation;
}

/**
 * Prints what the key policy says, and with `--account-profile` the IAM policies of the one principal; exit 0 only where it is allowed
 * for certain. Throws UsageError (`conflicting-flags`) for several profiles.
 */
export const answerByPolicy = async (
  context: Context,
  { open, facts, given, asked, byKey }: DecidedRequest,
  options: CanOptions,
): Promise<Answer> => {
  const { action, principal } = asked;
  const profile = oneProfile(options.accountProfile);
  const named = async () => withGivenNames({ ...facts, ...(await namesOf(context, open)) }, given);
  const iam = profile === undefined ? undefined : await iamHalf(context, asked, await named(), profile);
  const evaluation = iam ? bothHalves(byKey, iam) : byKey;
  const grants = options.grants ? (await grantsOf(context, open)).filter(grantTo(principal)) : undefined;
  const ineffective = whyNeverGiven(action, facts);
  const inWords = (): string => {
    const told = ineffective === undefined ? evaluation : { ...evaluation, because: ineffective };
    const halves = iam ? halvesWords(byKey.decision, iam, { action, facts }) : [];
    const answer = [
      renderEvaluation(told, { principal, action }, facts, context.style),
      ...halves.map((line) => `  ${escapeLine(line)}\n`),
    ].join("");
    return [
      wrapLines(answer, resultColumns(context.outside)),
      grants?.length === 0 ? "no grants to it\n" : grants ? renderGrants(grants, facts, context.style) : "",
    ].join("");
  };
  return {
    exit: evaluation.decision === "allowed" && ineffective === undefined ? exitCodes.done : exitCodes.no,
    json: {
      ...evaluation,
      ...(ineffective !== undefined && { ineffective }),
      ...(iam && { iam }),
      ...(grants && { grants }),
    },
    view: inWords,
  };
};

/** Without IAM data of whole accounts, the policies of the one principal are asked. */
const oneProfile = (profiles: readonly string[] = []): string | undefined => {
  const [first, ...others] = profiles;
  if (others.length === 0) return first;
  throw new UsageError("conflicting-flags", "several --account-profile are for IAM data of whole accounts", {
    hint: "add --iam, or give the profile of the principal's account alone",
  });
};

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
