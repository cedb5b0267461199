import type { EffectiveEvaluation, EffectiveQuestion } from "../../access/effective/types.ts";
import type { AccessRequest } from "../../access/types.ts";
import { UsageError } from "../../errors.ts";
import type { KeyFacts } from "../../policy/key-facts.ts";
import type { Policy } from "../../policy/model.ts";
import type { TrialAnswer } from "../../trial-port.ts";
import { emptyWorld } from "../../world/read-world.ts";
import type { Context } from "../../cli/app.ts";
import { namesOfKey, questionAbout } from "../effective/iam-data.ts";
import { openAws } from "../../cli/open-aws.ts";
import type { OpenTarget } from "../../target/open-target.ts";
import { parseTarget } from "../../target/target-operand.ts";
import { plannedTrial, type PlannedTrial } from "./trial-request.ts";
import { worldOfCaller } from "../effective/world-of-caller.ts";

/** The caller as a principal of `can`. */
export const callerWord = async (context: Context): Promise<string> => {
  const { arn, account } = await (await openAws(context)).identity.caller();
  return arn.endsWith(":root") ? `root-user:${account}` : arn;
};

/** Throws UsageError (`live-needs-me`) where KMS cannot be asked: it answers for the caller alone, about keys. */
export const requireMe = (who: string, operand: string): void => {
  if (who === "me" && parseTarget(operand).kind === "key") return;
  throw new UsageError(
    "live-needs-me",
    "--live asks KMS itself, which answers for the caller alone, about a key",
    {
      hint: "kmspol can KEY me ACTION --live",
    },
  );
};

/** The call with DryRun for this question; undefined where the operation has none. */
export const planTrial = async (
  context: Context,
  { action, context: given }: Omit<AccessRequest, "principal">,
  facts: Pick<KeyFacts, "spec">,
): Promise<PlannedTrial | undefined> =>
  plannedTrial(action, facts, given, (await (await openAws(context)).identity.caller()).arn);

/** Has KMS say whether the caller may do this, by a call with DryRun; `key` is its ARN, or what else was typed for it. */
export const tryLive = async (
  context: Context,
  key: string,
  action: string,
  planned: PlannedTrial | undefined,
): Promise<TrialAnswer> => {
  const { keys } = await openAws(context);
  if (action === "kms:RetireGrant")
    return { says: "not-tried", because: "it is asked of one grant, which says by itself who may retire it" };
  if (!planned || !keys.dryRun) return { says: "not-tried", because: `DryRun does not cover ${action}` };
  const { words: tried, notCarried, ...trial } = planned;
  const without =
    notCarried.length === 0 ? "" : `; without ${notCarried.join(", ")}, which no call can say of itself`;
  return { ...(await keys.dryRun(key, trial)), tried: `${tried}${without}` };
};

/** What kmspol can see of the caller itself: its policies, boundary, organization, and the key's grants. */
export const ownQuestion = async (
  context: Context,
  { target, facts }: { readonly target: OpenTarget["target"]; readonly facts: KeyFacts },
  policy: Policy,
): Promise<EffectiveQuestion | undefined> => {
  const { arn } = facts;
  if (target.kind !== "key" || arn === undefined) return undefined;
  const { keys, identity } = await openAws(context);
  const [world, known] = await Promise.all([
    identity.caller().then((caller) => worldOfCaller(context, caller)),
    namesOfKey(keys, target.aliases, { ...facts, arn }),
  ]);
  return questionAbout({ policy, ...known }, world ?? emptyWorld);
};

/** Where KMS and kmspol differ: which layers kmspol could not see. Nothing where they agree, or either does not know. */
export const differenceOf = (
  live: TrialAnswer,
  { decision, undecided }: Pick<EffectiveEvaluation, "decision" | "undecided">,
  notLookedAt: readonly string[],
): { readonly differs?: string } => {
  if (live.says === "not-tried" || undecided !== undefined || decision === "needs-iam") return {};
  if ((live.says === "allowed") === (decision === "allowed")) return {};
  if (live.says === "allowed")
    return { differs: "KMS may still go by an older policy, or a new grant; what kmspol read may be newer" };
  const named = layerNamed(live.because);
  return {
    differs:
      named === undefined ? `it could not look at ${notLookedAt.join(", ")}` : `it could not see ${named}`,
  };
};

/** The layer that AWS names in its refusal (IAM User Guide, "Troubleshoot access denied error messages"). */
const layerNamed = (because: string): string | undefined =>
  [
    "session policy",
    "permissions boundary",
    "service control policy",
    "resource control policy",
    "VPC endpoint policy",
  ]
    .filter((layer) => because.includes(layer))
    .map((layer) => `the ${layer}`)[0];
