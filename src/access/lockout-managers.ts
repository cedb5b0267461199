import type { KeyFacts } from "../policy/key-facts.ts";
import type { Policy, PrincipalEntry } from "../policy/model.ts";
import { parsePrincipal } from "../policy/principal.ts";
import { decideBounds } from "./evaluate.ts";
import { callerNamed, type RequestCaller, rootUserOf } from "./evaluate-caller.ts";
import { principalArnValues } from "./evaluate-role-path.ts";
import { laterCall } from "./lockout-context.ts";
import type { Decision } from "./types.ts";

/** Somebody who may be able to call PutKeyPolicy, if what is unknown turns out well. */
export interface Manager {
  readonly caller: RequestCaller;
  /** The policy names it, or it was made up: to fit a pattern, or for all of the account that nothing names. */
  readonly standsFor: "itself" | "a pattern" | "others";
}

/**
 * Everybody who may be able to change the policy: the principals that it names (in conditions on aws:PrincipalArn too),
 * the root user, and the unnamed rest of each account. Ids of deleted principals and services are nobody.
 */
export const managersOf = (policy: Policy, facts: KeyFacts): readonly Manager[] =>
  [...named(policy), ...unnamed(policy, facts)].filter(({ caller }) =>
    mayReach(bestDecision(policy, caller, "kms:PutKeyPolicy", facts)),
  );

/** The decision for a later call, with what is unknown taken to turn out well. */
export const bestDecision = (
  policy: Policy,
  caller: RequestCaller,
  action: string,
  facts: KeyFacts,
): Decision => decideBounds(policy, laterCall(caller, action, facts), facts).most.most.decision;

export const mayReach = (decision: Decision): boolean => decision === "allowed" || decision === "needs-iam";

const named = (policy: Policy): readonly Manager[] => {
  const entries = policy.statements.flatMap(({ principals }) => principals);
  const compared = principalArnValues(policy).map((value) => ({ type: "AWS", value }));
  const managers = [...entries, ...compared].flatMap(managerNamed).filter(isLivingName);
  return [...new Map(managers.map((manager) => [manager.caller.arn, manager])).values()];
};

const managerNamed = ({ type, value }: PrincipalEntry): readonly Manager[] => {
  const concrete = value.replace(/[*?]/g, "x");
  const caller = callerNamed(parsePrincipal(type, value === "*" ? value : concrete));
  return caller ? [{ caller, standsFor: concrete === value ? "itself" : "a pattern" }] : [];
};

const isLivingName = ({ caller: { kind } }: Manager): boolean =>
  kind === "user" || kind === "role" || kind === "session" || kind === "federated-user";

const unnamed = (policy: Policy, facts: KeyFacts): readonly Manager[] =>
  accountsOf(policy, facts).flatMap((account) => {
    const partition = facts.partition ?? "aws";
    const arn = `arn:${partition}:iam::${account}:role/any-other-role`;
    return [
      { caller: rootUserOf(account, facts.partition), standsFor: "itself" },
      {
        caller: { kind: "role", account, partition: facts.partition, arn, name: "any-other-role" },
        standsFor: "others",
      },
    ];
  });

// Where the owner is not known, it may be any account that the policy mentions; where it mentions none, any at all.
const accountsOf = (policy: Policy, { account }: KeyFacts): readonly string[] => {
  if (account !== undefined) return [account];
  const texts = policy.statements.flatMap(({ principals, conditions }) => [
    ...principals.map(({ value }) => value),
    ...conditions.flatMap(({ values }) => values),
  ]);
  const mentioned = texts.flatMap((text) => /(?:^|:)(\d{12})(?:$|:)/.exec(text)?.[1] ?? []);
  return mentioned.length > 0 ? [...new Set(mentioned)] : ["111122223333"];
};
