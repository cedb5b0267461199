import type { ContainedKey } from "../container/contained.ts";
import type { ConditionTest, Policy } from "../policy/model.ts";
import { openNames, renamedIn } from "../policy/symbols.ts";
import { choiceOf } from "../policy/template-choices.ts";

/** What a document says of a name that it leaves open. */
export type DefinitionOf = ContainedKey["definitionOf"];

/** A side of a comparison: its policy, and what its document says of the names in it. */
interface Side {
  readonly policy: Policy;
  readonly definitionOf: DefinitionOf;
}

/**
 * The policy of the later side, in which a name that the two sides define otherwise is another name: `${local.owner, as changed}`. A
 * name alone would pass for the same principal, or the same condition, on both.
 */
export const asDefined = (before: Side, after: Side): Policy => {
  const [was, is] = [before.definitionOf, after.definitionOf];
  if (!was || !is) return after.policy;
  const [old, fresh] = [namesIn(before.policy), namesIn(after.policy)];
  const changed = [...fresh].filter((name) => old.has(name) && was(name) !== is(name));
  return changed.reduce(withAnotherName, after.policy);
};

const namesIn = (policy: Policy): ReadonlySet<string> =>
  new Set([
    ...openNames(JSON.stringify(policy)),
    ...testsIn(policy).flatMap(({ key }) => choiceOf(key) ?? []),
  ]);

const testsIn = ({ statements }: Policy): readonly ConditionTest[] =>
  statements.flatMap(({ conditions }) => conditions);

const withAnotherName = (policy: Policy, name: string): Policy => {
  const rename = renamedIn(name, `${name}, as changed`);
  const all = (texts: readonly string[]) => texts.map(rename);
  const statements = policy.statements.map((statement) => ({
    ...statement,
    principals: statement.principals.map(({ type, value }) => ({ type, value: rename(value) })),
    actions: all(statement.actions),
    resources: all(statement.resources),
    conditions: statement.conditions.map(({ operator, key, values }) => ({
      operator,
      key: choiceOf(key) === name ? `${key}, as changed` : rename(key),
      values: all(values),
    })),
  }));
  return { ...policy, statements };
};
