import { canBeValue, type TextStyle } from "../../../policy/possible-values.ts";
import { opaque, type Compiled } from "./compiled.ts";
import type { Operator } from "./operator.ts";
import { arnPattern, hasVariable, type PatternStyle, textPattern } from "../patterns/pattern-text.ts";
import type { Pattern } from "../patterns/pattern.ts";

/**
 * The values of a String or ARN test. Values without a wildcard are kept as plain texts, which are far cheaper; values with
 * a policy variable cannot be known beforehand; those that the key never has match nothing.
 */
export const compileTexts = (
  operator: Operator,
  key: string,
  values: readonly string[],
  variables: boolean,
): Compiled => {
  if (variables && values.some(hasVariable)) return opaque();
  const style: PatternStyle = {
    wildcards: operator.comparison === "like",
    ignoreCase: operator.comparison === "equalsignorecase",
    variables,
  };
  const exact = new Set<string>();
  const patterns: Pattern[] = [];
  for (const value of new Set(values)) {
    if (!canBeValue(key, value, formStyle(operator, style))) continue;
    const pattern = operator.family === "arn" ? arnPattern(value, style) : textPattern(value, style);
    const plain = pattern && plainText(pattern);
    if (plain !== undefined) exact.add(plain);
    else if (pattern) patterns.push(pattern);
  }
  return { matcher: { family: "text", exact, patterns } };
};

const formStyle = ({ family }: Operator, { wildcards, ignoreCase, variables }: PatternStyle): TextStyle => ({
  wildcards: wildcards || family === "arn",
  ignoreCase: ignoreCase ?? false,
  byPart: family === "arn",
  variables,
});

const plainText = (pattern: Pattern): string | undefined => {
  let text = "";
  for (const { star, only } of pattern) {
    if (star || only === undefined || only.length > 1) return undefined;
    text += only;
  }
  return text;
};
