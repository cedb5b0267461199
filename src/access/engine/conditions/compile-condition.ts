import type { ConditionTest } from "../../../policy/model.ts";
import { readAddressBlock } from "./address-values.ts";
import type { Matcher, Test } from "./condition-test.ts";
import { readMoment } from "./date-values.ts";
import { readNumber } from "./number-values.ts";
import { type Operator, readOperator } from "./operator.ts";
import { compileTexts } from "./compile-texts.ts";

/**
 * Makes one test of a condition ready to be decided. `variables`: the policy's Version admits `${…}`. What cannot be understood
 * (an unknown operator, a bound that is no number) becomes an opaque test: it may hold or not, and what rests on it says so.
 */
export const compileCondition = (written: ConditionTest, variables: boolean): Omit<Test, "id"> => {
  const operator = readOperator(written.operator);
  const compiled = compileMatcher(written.operator, operator, written.values, variables);
  return {
    key: written.key.toLowerCase(),
    condition: { key: written.key, test: written.operator, values: written.values },
    matcher: compiled.matcher,
    quantifier: operator.quantifier,
    negated: operator.negated,
    whenAbsent: whenAbsent(operator, compiled.matcher),
    ...(compiled.doubt === undefined ? {} : { doubt: compiled.doubt }),
  };
};

/** A matcher, and why what rests on it is not certain. */
export interface Compiled {
  readonly matcher: Matcher;
  readonly doubt?: string;
}

// A missing key: positive operators fail, negated ones and IfExists hold; ForAllValues holds, ForAnyValue fails (IAM User Guide).
const whenAbsent = ({ quantifier, negated, ifExists }: Operator, matcher: Matcher): boolean => {
  if (matcher.family === "presence")
    return quantifier === "none" ? !matcher.whenPresent : quantifier === "all";
  if (ifExists) return true;
  return quantifier === "none" ? negated : quantifier === "all";
};

const compileMatcher = (
  written: string,
  operator: Operator,
  values: readonly string[],
  variables: boolean,
): Compiled => {
  switch (operator.family) {
    case "text":
    case "arn":
      return compileTexts(operator, values, variables);
    case "bool":
      return compileBooleans(values);
    case "presence":
      return compilePresence(operator, values);
    case "number":
      return withBounds("number", values, readNumber, (bounds) => ({
        family: "number",
        comparison: operator.comparison,
        bounds,
      }));
    case "date":
      return withBounds("date", values, readMoment, (bounds) => ({
        family: "date",
        comparison: operator.comparison,
        bounds,
      }));
    case "address":
      return withBounds("IP address", values, readAddressBlock, (blocks) => ({ family: "address", blocks }));
    case "opaque":
      return opaque(`${written} is no condition operator`);
  }
};

export const opaque = (doubt?: string): Compiled =>
  doubt === undefined ? { matcher: { family: "opaque" } } : { matcher: { family: "opaque" }, doubt };

const withBounds = <Bound>(
  word: string,
  values: readonly string[],
  read: (text: string) => Bound | undefined,
  matcher: (bounds: readonly Bound[]) => Matcher,
): Compiled => {
  const bounds = values.map(read);
  const wrong = values.find((_value, index) => bounds[index] === undefined);
  if (wrong !== undefined) return opaque(`"${wrong}" is no ${word}`);
  return { matcher: matcher(bounds.filter((bound) => bound !== undefined)) };
};

const compileBooleans = (values: readonly string[]): Compiled => {
  const folded = values.map((value) => value.toLowerCase());
  const wrong = folded.find((value) => value !== "true" && value !== "false");
  if (wrong !== undefined) return opaque(`"${wrong}" is neither true nor false`);
  return { matcher: { family: "text", exact: new Set(folded), patterns: [] } };
};

// With a set operator, Null says nothing about the key (IAM Access Analyzer, policy checks).
const compilePresence = ({ quantifier }: Operator, values: readonly string[]): Compiled => {
  const folded = new Set(values.map((value) => value.toLowerCase()));
  if (quantifier !== "none") return { matcher: { family: "presence", whenPresent: quantifier === "all" } };
  if (folded.size !== 1 || !(folded.has("true") || folded.has("false")))
    return opaque("a Null test needs true or false");
  return { matcher: { family: "presence", whenPresent: folded.has("false") } };
};
