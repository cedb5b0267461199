import type { Policy } from "../../policy/model.ts";
import { parsePrincipal } from "../../policy/principal.ts";
import { canHavePath, somePathOf } from "../../policy/reserved-roles.ts";
import type { RequestCaller } from "./caller.ts";
import { ownsCaller } from "./reach.ts";
import { matchesWildcards } from "./wildcard.ts";

/**
 * The values that aws:PrincipalArn may have for a session. It is the ARN of the role with its path, which the session's
 * ARN lacks: what the request says, else the role ARNs of that name in the policy, else the role without a path and
 * with each path that a pattern of the policy asks for; a role of AWS's own has no other path than AWS gives it (IAM User Guide,
 * "Service-linked roles").
 */
export const roleArnsOf = (
  caller: RequestCaller,
  policy: Policy,
  given: readonly string[],
): readonly string[] => {
  const isRole = (arn: string) => namesRole(arn, caller);
  const named = [given.filter(isRole), namedArns(policy).filter(isRole)].find((arns) => arns.length > 0);
  if (named) return [...new Set(named)];
  const patterns = principalArnValues(policy).flatMap((pattern) => asRole(pattern, caller));
  return [...new Set([roleArn(caller, somePathOf(caller.name)), ...patterns])];
};

/** The values that the policy's conditions compare aws:PrincipalArn with, wildcards included. */
export const principalArnValues = (policy: Policy): readonly string[] =>
  policy.statements
    .flatMap(({ conditions }) => conditions)
    .filter(({ key }) => key.toLowerCase() === "aws:principalarn")
    .flatMap(({ values }) => values);

const namedArns = (policy: Policy): readonly string[] => [
  ...policy.statements.flatMap(({ principals }) =>
    principals.flatMap(({ type, value }) => (type === "AWS" ? value : [])),
  ),
  ...principalArnValues(policy),
];

const namesRole = (arn: string, caller: RequestCaller): boolean => {
  const principal = parsePrincipal("AWS", arn);
  return principal.kind === "role" && principal.name === caller.name && ownsCaller(principal, caller);
};

const roleArn = ({ partition, account, name }: RequestCaller, path: string): string =>
  `arn:${partition ?? "aws"}:iam::${account ?? ""}:role${path}${name}`;

// `arn:aws:iam::*:role/team/*` may speak of role App under `/team/`: the last name gives way to the role's.
const asRole = (pattern: string, caller: RequestCaller): readonly string[] => {
  const path = /:role(\/.*\/)[^/]*$/.exec(pattern)?.[1]?.replace(/[*?]/g, "x");
  if (path === undefined || path.includes("${")) return [];
  if (!canHavePath(caller.name, path)) return [];
  const arn = roleArn(caller, path);
  return matchesWildcards(pattern, arn) ? [arn] : [];
};
