import { listAccess } from "../access/list-access.ts";
import type { Access } from "../access/types.ts";
import type { KeyFacts } from "../policy/key-facts.ts";
import type { Policy } from "../policy/model.ts";
import { isForEveryone } from "./caller-condition.ts";

/**
 * What anyone may do: principals of any other account, or any AWS service, with the conditions under which they may; what
 * a Deny takes away is left out. The same entries as in the list of all access. Never throws.
 */
export const publicAccess = (policy: Policy, facts: KeyFacts): readonly Access[] => {
  const isOpen = policy.statements.some(
    (statement) =>
      statement.effect === "Allow" &&
      (isForEveryone(statement) || statement.principals.some(({ value }) => value === "*")),
  );
  if (!isOpen) return [];
  return listAccess(policy, facts).filter(
    ({ principal }) => principal === "anyone" || principal === "service:any",
  );
};
