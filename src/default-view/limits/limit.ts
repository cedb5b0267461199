import type { Access } from "../../access/types.ts";
import type { ConditionTest } from "../../policy/model.ts";
import { isSameTest } from "../condition-tests.ts";

/** The conditions that the verbs' flags write, in their operators and keys. */
const limitForms: readonly (readonly [operator: string, key: RegExp])[] = [
  ["stringequals", /^kms:viaservice$/i],
  ["stringequals", /^kms:encryptioncontext:./i],
  ["stringequals", /^aws:principalorgid$/i],
  ["datelessthan", /^aws:currenttime$/i],
];

/** True for a test that a flag of the verbs can write. */
export const isLimit = ({ operator, key, values }: ConditionTest): boolean =>
  values.length > 0 &&
  limitForms.some(([form, pattern]) => operator.toLowerCase() === form && pattern.test(key));

/** True where the access engine says of every way to the access that it asks for all of these conditions. */
export const areAllMet = (limits: readonly ConditionTest[], when: Access["when"]): boolean =>
  when.every((all) =>
    limits.every((limit) =>
      all.some(({ key, test, values, not }) => !not && isSameTest({ key, operator: test, values }, limit)),
    ),
  );
