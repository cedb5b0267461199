import { isWithin, readAddressBlock } from "./address-values.ts";
import type { Matcher, Test } from "./condition-test.ts";
import { plainBase64 } from "./binary-values.ts";
import { readMoment } from "./date-values.ts";
import { compares, readNumber } from "./number-values.ts";
import { matchesPattern } from "../patterns/pattern.ts";

/** Whether a test holds for the values that a request gives its key; undefined stands for an absent key. Opaque tests: never asked. */
export const holds = (test: Test, values: readonly string[] | undefined): boolean => {
  if (values === undefined || values.length === 0) return test.whenAbsent;
  return wantsOne(test)
    ? values.some((value) => holdsForValue(test, value))
    : values.every((value) => holdsForValue(test, value));
};

// Without a set operator several values are read as a list: a positive test wants one of them, a negated one none.
const wantsOne = ({ quantifier, negated }: Test): boolean =>
  quantifier === "none" ? !negated : quantifier === "any";

/** Whether the test holds for a request that gives its key this one value. */
export const holdsForValue = ({ matcher, negated }: Test, value: string): boolean =>
  matcher.family === "presence" ? matcher.whenPresent : matches(matcher, value) !== negated;

const matches = (matcher: Matcher, value: string): boolean => {
  switch (matcher.family) {
    case "text":
      return matcher.exact.has(value) || matcher.patterns.some((pattern) => matchesPattern(pattern, value));
    case "binary":
      return matcher.exact.has(plainBase64(value) ?? "no base64");
    case "number":
      return comparesAny(matcher, readNumber(value));
    case "date":
      return comparesAny(matcher, readMoment(value));
    case "address": {
      const address = readAddressBlock(value);
      return address !== undefined && matcher.blocks.some((block) => isWithin(block, address));
    }
    default:
      return false;
  }
};

const comparesAny = (
  { comparison, bounds }: { readonly comparison: string; readonly bounds: readonly number[] },
  value: number | undefined,
): boolean => value !== undefined && bounds.some((bound) => compares(comparison, value, bound));
