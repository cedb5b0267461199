import type { KeyFacts } from "../policy/key-facts.ts";
import type { Policy } from "../policy/model.ts";
import { type Bounds, decideBounds, decidingStatement } from "./evaluate.ts";
import { callerOf, type RequestCaller, rootUserOf } from "./evaluator/caller.ts";
import { withArnParts } from "./evaluator/known-context.ts";
import { laterCall } from "./lockout/context.ts";
import { type FragileControl, fragileControl } from "./lockout/fragile.ts";
import { candidatesOf } from "./lockout/candidates.ts";
import { managersAmong } from "./lockout/managers.ts";
import { contextEntries } from "./evaluator/request-context.ts";
import type { AccessRequest, DecidingStatement } from "./types.ts";

/** Can the caller still change the policy once it is written? */
export interface Lockout {
  /** `rests-on-iam`: only with an Allow of kms:PutKeyPolicy in the caller's IAM policies. */
  readonly verdict: "safe" | "rests-on-iam" | "locked-out" | "undecided";
  /** One sentence. */
  readonly reason: string;
  readonly statements: readonly DecidingStatement[];
  readonly fragile: readonly FragileControl[];
}

/** The caller as GetCallerIdentity names it; `rolePath` (`/team/`) where IAM told the path of a session's role. */
export interface LockoutCaller {
  readonly arn: string;
  readonly account: string;
  readonly rolePath?: string | undefined;
}

export interface LockoutOptions {
  /** The policy that is replaced: then a removed delegation to IAM is told. */
  readonly before?: Policy | undefined;
  /** What is known of the caller's requests beyond its ARN, such as `aws:CurrentTime`. */
  readonly known?: AccessRequest["context"] | undefined;
}

/**
 * Decides what KMS's lockout safety check asks (KMS API, PutKeyPolicy): may the caller make a later PutKeyPolicy on
 * this key under the new policy? Conditions are judged with what is known of the caller; what is not, leaves the
 * verdict undecided and is named. Principals of other accounts can never write a key policy. Never throws.
 */
export const lockoutOf = (
  policy: Policy,
  caller: LockoutCaller,
  keyFacts: KeyFacts,
  options: LockoutOptions = {},
): Lockout => {
  const facts = withArnParts(keyFacts);
  const who = requestCaller(caller);
  if (!who) return { ...unreadable(caller), statements: [], fragile: [] };
  const known = [...rolePathOf(who, caller), ...contextEntries(options.known ?? {})];
  const bounds = decideBounds(policy, laterCall(who, "kms:PutKeyPolicy", known), facts);
  return {
    ...verdictOf(bounds, caller, facts),
    statements: bounds.least.least.matches.map(decidingStatement),
    fragile: fragileControl(policy, who, facts, options.before),
  };
};

/**
 * Why nobody at all may change the policy, as one sentence; undefined where somebody may. `known` is what is known of every request,
 * such as `aws:CurrentTime`; without it any moment will do.
 */
export const nobodyCanManage = (
  policy: Policy,
  keyFacts: KeyFacts,
  known: AccessRequest["context"] = {},
): string | undefined => {
  const facts = withArnParts(keyFacts);
  const managers = managersAmong(candidatesOf(policy, facts), policy, facts, contextEntries(known));
  return managers.next().done !== true
    ? undefined
    : "Nobody of the key's account may call kms:PutKeyPolicy: once written, only AWS Support can change this policy.";
};

// GetCallerIdentity names the root user by the ARN that elsewhere means the whole account.
const requestCaller = ({ arn, account }: LockoutCaller): RequestCaller | undefined =>
  /^arn:[^:]+:iam::\d{12}:root$/.test(arn) ? rootUserOf(account, arn.split(":")[1]) : callerOf(arn);

const rolePathOf = (who: RequestCaller, { rolePath }: LockoutCaller) =>
  who.kind !== "session" || rolePath === undefined
    ? []
    : [
        [
          "aws:PrincipalArn",
          [`arn:${who.partition ?? "aws"}:iam::${who.account ?? ""}:role${rolePath}${who.name}`],
        ] as const,
      ];

const verdictOf = (
  { least, most, undecided }: Bounds,
  { arn, account }: LockoutCaller,
  facts: KeyFacts,
): Pick<Lockout, "verdict" | "reason"> => {
  const worst = least.least.decision;
  const best = most.most.decision;
  if (worst === "allowed") return { verdict: "safe", reason: `The policy lets ${arn} change it again.` };
  if (worst === "needs-iam") {
    const reason = `The policy leaves it to the IAM policies of account ${account} whether ${arn} may change it again.`;
    return { verdict: "rests-on-iam", reason };
  }
  if (best === "allowed" || best === "needs-iam") {
    const reason = `Whether ${arn} may change the policy again cannot be told: ${undecided ?? "something is not known"}.`;
    return { verdict: "undecided", reason };
  }
  return {
    verdict: "locked-out",
    reason: whyLockedOut(least.least.matches.map(decidingStatement), arn, account, facts),
  };
};

const whyLockedOut = (
  denies: readonly DecidingStatement[],
  arn: string,
  account: string,
  facts: KeyFacts,
): string => {
  const [deny] = denies;
  if (deny) return `Statement ${deny.index + 1} denies ${arn} to change the policy again.`;
  return facts.account !== undefined && facts.account !== account
    ? `${arn} is of account ${account}, and only principals of account ${facts.account} can change this policy.`
    : `No statement lets ${arn} change the policy again.`;
};

const unreadable = ({ arn }: LockoutCaller) => ({
  verdict: "undecided" as const,
  reason: `Whether the caller may change the policy again cannot be told: ${arn} is no ARN of a caller.`,
});
