import { type Unknown, unknown } from "../truth.ts";
import type { Comparison } from "./operator.ts";

/** `true` or `false` in any case; undefined for anything else. */
export const booleanOf = (text: string): boolean | undefined => {
  const folded = text.toLowerCase();
  return folded === "true" ? true : folded === "false" ? false : undefined;
};

/** What a policy value that is neither makes of a test. */
export const notBoolean = (policyValue: string): Unknown =>
  unknown(`"${policyValue}" is neither true nor false`);

/** Bool. Whether it resolves variables the IAM User Guide answers both ways, so a variable leaves it undecided. */
export const bool: Comparison = (policyValue, requestValue, { variables }) => {
  if (variables && policyValue.includes("${"))
    return unknown("AWS does not say whether Bool resolves variables");
  const wanted = booleanOf(policyValue);
  return wanted === undefined ? notBoolean(policyValue) : wanted === booleanOf(requestValue);
};
