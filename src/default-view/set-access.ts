import { listAccess } from "../access/list-access.ts";
import type { Access, Condition } from "../access/types.ts";
import type { KeyFacts } from "../policy/key-facts.ts";
import type { Policy } from "../policy/model.ts";
import { permissionSetOf, permissionSetWord } from "../policy/permission-set.ts";
import { setsIn } from "./limits/permission-sets.ts";

/**
 * The list of all access with the permission sets of IAM Identity Center that the policy names told by their own word (`sso/Dev`), as
 * the verbs call them: else they are a condition of their account, or go unsaid where the account has everything anyhow (IAM Identity
 * Center User Guide, "Referencing permission sets in resource policies"). Pure; throws nothing.
 */
export const withSets = (access: readonly Access[], policy: Policy, facts: KeyFacts): readonly Access[] => {
  const told = bySets(access, facts);
  const names = new Set(policy.statements.flatMap((statement) => setsOf(statement, facts)));
  const missing = [...names].filter((name) => !told.some(({ principal }) => principal === name));
  return [...told, ...missing.flatMap((name) => accessOf(name, policy, facts))];
};

/**
 * Lines about an account of which only one permission set is let in, told of that set; all others as they are. Without the policy: for
 * what a change gives and takes.
 */
export const bySets = (access: readonly Access[], facts: KeyFacts): readonly Access[] =>
  access.map((entry) => bySet(entry, facts));

/** What the statements that name a set give it, less what any Deny takes. */
const accessOf = (name: string, policy: Policy, facts: KeyFacts): readonly Access[] => {
  const statements = policy.statements.filter(
    (statement) => statement.effect === "Deny" || setsOf(statement, facts).includes(name),
  );
  return listAccess({ ...policy, statements }, facts)
    .filter(({ when }) => when.every((all) => all.some((test) => setsLetIn(test, facts).includes(name))))
    .map((entry) => toldOf(name, entry));
};

const setsOf = (statement: Policy["statements"][number], { account }: KeyFacts): readonly string[] =>
  statement.effect === "Allow" ? setsIn(statement).map((set) => permissionSetWord(set, account)) : [];

/** The words of the sets that one test of aws:PrincipalArn lets in, nobody else. */
const setsLetIn = ({ key, values, not }: Condition, { account }: KeyFacts): readonly string[] => {
  if (not || !/^aws:principalarn$/i.test(key)) return [];
  const sets = values.map(permissionSetOf);
  return sets.flatMap((set) => (set && sets.every(Boolean) ? [permissionSetWord(set, account)] : []));
};

/** An entry about an account of which only one permission set is let in, told of that. */
const bySet = (access: Access, facts: KeyFacts): Access => {
  if (!access.principal.startsWith("account:")) return access;
  const only = access.when.map((all) =>
    all.map((test) => setsLetIn(test, facts)).find(({ length }) => length === 1),
  );
  const word = only[0]?.[0];
  return word !== undefined && only.every((some) => some?.[0] === word) ? toldOf(word, access) : access;
};

const toldOf = (name: string, access: Access): Access => ({
  ...access,
  principal: name,
  when: access.when.map((all) => all.filter(({ key }) => !/^aws:principalarn$/i.test(key))),
});
