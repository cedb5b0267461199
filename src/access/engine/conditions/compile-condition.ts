import type { ConditionTest } from "../../../policy/model.ts";
import { fixedParts, notKnownYet } from "../../../policy/symbols.ts";
import { readAddressBlock } from "./address-values.ts";
import type { Matcher, Test } from "./condition-test.ts";
import { decidedAs, isEpochTime, readEpochSeconds, readMoment } from "./date-values.ts";
import { readNumber } from "./number-values.ts";
import { type Operator, readOperator } from "./operator.ts";
import { compileTexts } from "./compile-texts.ts";
import { plainBase64 } from "./binary-values.ts";
import { type Compiled, opaque } from "./compiled.ts";

/**
 * Makes one test of a condition ready to be decided. `variables`: the policy's Version admits `${…}`. What cannot be understood
 * (an unknown operator, a bound that is no number) becomes an opaque test: it may hold or not, and what rests on it says so.
 */
export const compileCondition = (written: ConditionTest, variables: boolean): Omit<Test, "id"> => {
  const operator = readOperator(written.operator);
  const compiled = compileMatcher(written, operator, variables);
  return {
    key: decidedAs(written.key, compiled.matcher.family),
    condition: { key: written.key, test: written.operator, values: written.values },
    matcher: compiled.matcher,
    quantifier: operator.quantifier,
    negated: operator.negated,
    whenAbsent: whenAbsent(operator, compiled.matcher),
    ...(compiled.doubt === undefined ? {} : { doubt: compiled.doubt }),
  };
};

// A missing key: positive operators fail, negated ones and IfExists hold; ForAllValues holds, ForAnyValue fails (IAM User Guide).
const whenAbsent = ({ quantifier, negated, ifExists }: Operator, matcher: Matcher): boolean => {
  if (matcher.family === "presence") return matcher.whenAbsent;
  if (ifExists) return true;
  return quantifier === "none" ? negated : quantifier === "all";
};

/** What compares a value by what it means: one that is filled in later has no meaning yet. */
const comparesOnly: ReadonlySet<Operator["family"]> = new Set([
  ...(["binary", "bool", "number", "date", "address"] as const),
]);

const compileMatcher = (
  { operator: written, key, values }: ConditionTest,
  operator: Operator,
  variables: boolean,
): Compiled => {
  const open = comparesOnly.has(operator.family) ? values.find((value) => fixedParts(value)) : undefined;
  if (open !== undefined) return opaque(notKnownYet(open));
  switch (operator.family) {
    case "text":
    case "arn":
      return compileTexts(operator, key, values, variables);
    case "binary":
      return compileBinary(values);
    case "bool":
      return compileBooleans(values);
    case "presence":
      return compilePresence(operator, values);
    case "number":
      return isEpochTime(key)
        ? withBounds("time in seconds", values, readEpochSeconds, (bounds) => ({
            family: "date",
            comparison: operator.comparison,
            bounds,
          }))
        : withBounds("number of at most 15 digits", values, readNumber, (bounds) => ({
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
    case "opaque": {
      const open = [written, key].find((text) => fixedParts(text));
      return opaque(open === undefined ? `${written} is no condition operator` : notKnownYet(open));
    }
  }
};

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

const compileBinary = (values: readonly string[]): Compiled => {
  const plain = values.map(plainBase64);
  const wrong = values.find((_value, index) => plain[index] === undefined);
  if (wrong !== undefined) return opaque(`"${wrong}" is no base64 text`);
  return {
    matcher: { family: "binary", exact: new Set(plain.filter((text) => text !== undefined)) },
  };
};

const compileBooleans = (values: readonly string[]): Compiled => {
  const folded = values.map((value) => value.toLowerCase());
  const wrong = folded.find((value) => value !== "true" && value !== "false");
  if (wrong !== undefined) return opaque(`"${wrong}" is neither true nor false`);
  return { matcher: { family: "text", exact: new Set(folded), patterns: [] } };
};

// With a set operator, Null says nothing about the key (IAM Access Analyzer, policy checks). Several values are an or, as ever.
const compilePresence = ({ quantifier }: Operator, values: readonly string[]): Compiled => {
  const constant = quantifier === "all";
  if (quantifier !== "none")
    return { matcher: { family: "presence", whenPresent: constant, whenAbsent: constant } };
  const folded = values.map((value) => value.toLowerCase());
  const wrong = folded.find((value) => value !== "true" && value !== "false");
  if (wrong !== undefined) return opaque(`"${wrong}" is neither true nor false`);
  return {
    matcher: {
      family: "presence",
      whenPresent: folded.includes("false"),
      whenAbsent: folded.includes("true"),
    },
  };
};
