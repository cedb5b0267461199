import type { ConditionTest } from "../../policy/model.ts";
import { booleanOf, notBoolean } from "./operators/bool.ts";
import type { Operator, Scope } from "./operators/operator.ts";
import { operatorNamed } from "./operators/operators.ts";
import { ofStart } from "./operators/string.ts";
import { openText } from "./open-text.ts";
import { withPossibleValues } from "./possible.ts";
import { allOf, anyOf, isUnknown, negate, notKnown, type Truth, unknown } from "./truth.ts";
import { literalGlyphs, mayMeet } from "./wildcard.ts";

type SetPrefix = "forallvalues" | "foranyvalue" | undefined;

interface WrittenOperator {
  readonly prefix: SetPrefix;
  readonly name: string;
  readonly ifExists: boolean;
}

/** Does one condition of a statement hold in the context of the request? (IAM User Guide, "Condition operators".) */
export const evaluateCondition = (asWritten: ConditionTest, scope: Scope): Truth => {
  const written = takeApart(asWritten.operator);
  if (written.name === "null") return evaluateNull(asWritten, written, scope);
  const test = withPossibleValues(asWritten, scope.variables);
  const operator = operatorNamed(written.name);
  if (!operator)
    return (
      (openText(test.operator) ?? openText(test.key))?.unknown ??
      unknown(`${test.operator} is no condition operator`)
    );
  const values = scope.context.valuesOf(test.key);
  const absent = whenAbsent(operator, written);
  if (values?.length === 0) return absent;
  // Without a value to compare with, no value of the request matches, whichever it is.
  if (values === undefined && test.values.length === 0 && absent === operator.negated) return absent;
  if (values === undefined) return byStart(test, operator, scope);
  const truths = values.map((value) => compare(test, value, operator, scope));
  return holdsForSome(operator, written.prefix) ? anyOf(truths) : allOf(truths);
};

const takeApart = (operator: string): WrittenOperator => {
  const folded = operator.toLowerCase();
  const prefix = (["forallvalues", "foranyvalue"] as const).find((word) => folded.startsWith(`${word}:`));
  const rest = prefix === undefined ? folded : folded.slice(prefix.length + 1);
  const ifExists = rest.endsWith("ifexists");
  return { prefix, name: ifExists ? rest.slice(0, -"ifexists".length) : rest, ifExists };
};

// Absence: IfExists holds, ForAllValues holds (no value fails), ForAnyValue fails (no value matches); else a negated
// operator holds and a positive one fails.
const whenAbsent = (operator: Operator, { prefix, ifExists }: WrittenOperator): boolean => {
  if (ifExists || prefix === "forallvalues") return true;
  return prefix === "foranyvalue" ? false : operator.negated;
};

const compare = (test: ConditionTest, value: string, operator: Operator, scope: Scope): Truth => {
  const matched = anyOf(
    test.values.map((wanted) => mayBecome(wanted, value, operator) ?? operator.matches(wanted, value, scope)),
  );
  return operator.negated ? negate(matched) : matched;
};

/** What the test says where no more of the value is known than how it begins, if that. */
const byStart = (test: ConditionTest, operator: Operator, scope: Scope): Truth => {
  const [start, matches] = [scope.context.startOf(test.key), ofStart.get(operator.matches)];
  if (start === undefined || !matches) return notKnown(test.key);
  const matched = anyOf(test.values.map((wanted) => matches(wanted, start, scope)));
  if (isUnknown(matched)) return notKnown(test.key);
  return operator.negated ? !matched : matched;
};

// What something fills in before the policy is put may be the value of the request, or not. Of texts the fixed parts have to fit.
const mayBecome = (wanted: string, value: string, operator: Operator): Truth | undefined => {
  if (wanted === value) return undefined;
  const open = openText(wanted, folded);
  if (!open) return openText(value)?.unknown;
  if (!texts.has(operator.matches) || wanted.includes("${")) return open.unknown;
  const other = openText(value, folded)?.glyphs ?? literalGlyphs(folded(value));
  return mayMeet(open.glyphs, other) && open.unknown;
};

const texts = new Set(
  ["StringEquals", "StringEqualsIgnoreCase", "StringLike", "ArnLike"].map(
    (name) => operatorNamed(name)?.matches,
  ),
);

const folded = (text: string): string => text.toLowerCase();

// Without a set prefix several request values are read as IAM reads a list: a positive operator wants one that
// matches, a negated one wants none.
const holdsForSome = (operator: Operator, prefix: SetPrefix): boolean =>
  prefix === undefined ? !operator.negated : prefix === "foranyvalue";

// `true` asks for absence. A set prefix makes it constant (Access Analyzer, NULL_WITH_QUALIFIER).
const evaluateNull = (test: ConditionTest, { prefix, ifExists }: WrittenOperator, scope: Scope): Truth => {
  if (ifExists) return unknown(`${test.operator} is no condition operator`);
  if (prefix !== undefined) return prefix === "forallvalues";
  const values = scope.context.valuesOf(test.key);
  if (values === undefined && !scope.context.has(test.key)) return notKnown(test.key);
  const absent = values?.length === 0;
  const truths = test.values.map((wanted) => [wanted, booleanOf(wanted)] as const);
  return anyOf(
    truths.map(([wanted, asked]) => (asked === undefined ? notBoolean(wanted) : asked === absent)),
  );
};
