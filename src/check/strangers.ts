import { conditionKeyNamed } from "../policy/condition-keys.ts";
import type { ConditionTest, Policy, Statement } from "../policy/model.ts";
import { isNarrow } from "./address-ranges.ts";
import { fixedValues, plainTest } from "./fixed-values.ts";

/**
 * The policy with statements added that deny everybody whom its author chose by a condition: the organization, network, endpoint or
 * user id that a fixed value names, and all that is past at `now`. What the access engine then gives to `anyone` is what strangers
 * have, whatever the shape of the statements. `all`: the policies whose values count, where two are to be compared.
 */
export const strangersOnly = (policy: Policy, now?: Date, all: readonly Policy[] = [policy]): Policy => {
  const tests = all.flatMap(({ statements }) => statements.flatMap(({ conditions }) => conditions));
  const guards = [...chosenIn(all, tests), ...past(tests, now)];
  return guards.length === 0 ? policy : denying(policy, guards, ["kms:*"]);
};

/** The policy with a Deny for everybody under each of the conditions. */
export const denying = (
  policy: Policy,
  guards: readonly ConditionTest[],
  actions: readonly string[],
): Policy => {
  const denies = guards.map((guard, index) => ({
    ...denyOf(guard, actions),
    index: policy.statements.length + index,
  }));
  return { ...policy, statements: [...policy.statements, ...denies] };
};

/** A Deny of some actions for everybody under a condition, as if it were a policy's first statement. */
export const denyOf = (condition: ConditionTest, actions: readonly string[]): Statement => ({
  ...{ index: 0, sid: undefined, effect: "Deny", inert: undefined },
  ...{ principals: [{ type: "AWS", value: "*" }], notPrincipal: false, actions, notAction: false },
  ...{ resources: ["*"], notResource: false, conditions: [condition] },
});

// The accounts that are named are callers of their own to the engine: `anyone` is whoever is of none of them.
const byEngine = new Set(["kms:calleraccount", "aws:principalaccount"]);

const chosenOf = new WeakMap<Policy, readonly ConditionTest[]>();

/** Of one policy worked out once: a check asks about each of its statements. */
const chosenIn = (
  [policy, ...others]: readonly Policy[],
  tests: readonly ConditionTest[],
): readonly ConditionTest[] => {
  const known = policy && others.length === 0 ? chosenOf.get(policy) : undefined;
  if (known) return known;
  const found = chosen(tests);
  if (policy && others.length === 0) chosenOf.set(policy, found);
  return found;
};

/** The conditions under which somebody is one of the chosen: for each operator and key, a value that no stranger has. */
const chosen = (tests: readonly ConditionTest[]): readonly ConditionTest[] => {
  const found = new Map<string, { readonly test: ConditionTest; readonly values: Set<string> }>();
  for (const { operator, key, values } of tests) {
    const test = plainTest(operator, key, values);
    const fixed = fixedValues(test);
    if (fixed.length === 0 || byEngine.has(test.folded)) continue;
    const set = conditionKeyNamed(key)?.multi === true ? "ForAnyValue:" : "";
    const positive = `${set}${test.operator.base.replace("Not", "")}`;
    const guard = { test: { operator: positive, key, values: [] }, values: new Set<string>() };
    const { values: known } = mapped(found, `${positive} ${test.folded}`, guard);
    for (const value of fixed) known.add(value);
  }
  return [...found.values()]
    .map(({ test, values }) => ({ ...test, values: [...values] }))
    .filter(({ key, values }) => key.toLowerCase() !== "aws:sourceip" || isNarrow(values));
};

const mapped = <T>(map: Map<string, T>, key: string, fresh: T): T => {
  const known = map.get(key) ?? fresh;
  map.set(key, known);
  return known;
};

/** What was before now, where some conditions ask for the time. */
export const past = (tests: readonly ConditionTest[], now: Date | undefined): readonly ConditionTest[] => {
  if (now === undefined) return [];
  const asks = (key: string): boolean => tests.some((test) => test.key.toLowerCase() === key);
  const seconds = String(Math.floor(now.getTime() / 1000));
  return [
    ...(asks("aws:currenttime")
      ? [{ operator: "DateLessThan", key: "aws:CurrentTime", values: [now.toISOString()] }]
      : []),
    ...(asks("aws:epochtime")
      ? [{ operator: "NumericLessThan", key: "aws:EpochTime", values: [seconds] }]
      : []),
  ];
};
