import type { KeyFacts } from "../../policy/key-facts.ts";
import type { Policy, PrincipalEntry } from "../../policy/model.ts";
import { parsePrincipal } from "../../policy/principal.ts";
import { callerNamed, type RequestCaller, rootUserOf } from "../evaluator/caller.ts";
import { principalArnValues } from "../evaluator/role-path.ts";

/** Somebody who may come into question for managing the key. */
export interface Candidate {
  readonly caller: RequestCaller;
  /** The policy names it, or it was made up: to fit a pattern, or for all of the account that nothing names. */
  readonly standsFor: "itself" | "a pattern" | "others";
}

/** One candidate for each principal that the policy may treat in its own way; each ARN once. */
export const candidatesOf = (policy: Policy, facts: KeyFacts): readonly Candidate[] => {
  const accounts = accountsOf(policy, facts);
  const candidates = [
    ...policy.statements.flatMap(({ principals }) => principals.flatMap(entryCandidate)),
    ...principalArnValues(policy).flatMap((value) => fitting(value, accounts, facts.partition ?? "aws")),
    ...accounts.flatMap((account) => unnamed(account, facts.partition)),
  ];
  return [...new Map(candidates.map((candidate) => [candidate.caller.arn, candidate])).values()];
};

const entryCandidate = ({ type, value }: PrincipalEntry): readonly Candidate[] => {
  const caller = callerNamed(parsePrincipal(type, value));
  return caller && livingKinds.has(caller.kind) ? [{ caller, standsFor: "itself" }] : [];
};

// Accounts come in by their unnamed rest; services and ids of deleted principals never manage a key.
const livingKinds = new Set<RequestCaller["kind"]>(["user", "role", "session", "federated-user"]);

/** Callers whose aws:PrincipalArn a condition's value may match. */
const fitting = (value: string, accounts: readonly string[], partition: string): readonly Candidate[] => {
  // The variables in it; what is never closed is none.
  const closed = value.lastIndexOf("}") + 1;
  const pattern = value.slice(0, closed).replace(/\$\{[^}]*\}/g, "*") + value.slice(closed);
  if (!/[*?]/.test(pattern)) return entryCandidate({ type: "AWS", value });
  return accounts
    .flatMap((account) => [filledIn(pattern, account, partition), roleNamedLast(pattern, account, partition)])
    .flatMap((arn) => entryCandidate({ type: "AWS", value: arn }))
    .map(({ caller }) => ({ caller, standsFor: "a pattern" }));
};

const filledIn = (pattern: string, account: string, partition: string): string => {
  const [, wanted = "", , , owner = "", ...resource] = pattern.split(":");
  const name = resource.join(":").replace(/^\*$/, "role/x").replace(/[*?]/g, "x");
  return `arn:${/[*?]/.test(wanted) ? partition : wanted}:iam::${/[*?]/.test(owner) ? account : owner}:${name}`;
};

const roleNamedLast = (pattern: string, account: string, partition: string): string => {
  const name = pattern.split(/[/:]/).at(-1) ?? "";
  return `arn:${partition}:iam::${account}:role/${name.replace(/[*?]/g, "x")}`;
};

const unnamed = (account: string, partition: string | undefined): readonly Candidate[] => {
  const arn = (resource: string) => `arn:${partition ?? "aws"}:${resource.replace("ACCOUNT", account)}`;
  const others = [
    arn("iam::ACCOUNT:role/any-other-role"),
    arn("iam::ACCOUNT:user/any-other-user"),
    arn("sts::ACCOUNT:federated-user/any-other"),
  ];
  return [
    { caller: rootUserOf(account, partition), standsFor: "itself" },
    ...others.flatMap((value) =>
      entryCandidate({ type: "AWS", value }).map(({ caller }) => ({ caller, standsFor: "others" as const })),
    ),
  ];
};

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
