import { unknown } from "../truth.ts";
import type { Comparison } from "./operator.ts";

/** An exact decimal: `digits` times ten to the power of minus `scale`. */
interface Decimal {
  readonly digits: bigint;
  readonly scale: number;
}

const decimalText = /^([+-]?)(\d{1,400})(?:\.(\d{1,400}))?(?:[eE]([+-]?\d{1,3}))?$/;

/** Reads an integer or decimal as JSON and IAM write it; undefined where the text is no number. */
const decimalOf = (text: string): Decimal | undefined => {
  const [whole, sign = "", integer = "", fraction = "", exponent = "0"] = decimalText.exec(text) ?? [];
  if (whole === undefined) return undefined;
  const digits = BigInt(integer + fraction) * (sign === "-" ? -1n : 1n);
  return { digits, scale: fraction.length - Number(exponent) };
};

// Both numbers are brought to the same scale, so nothing is rounded: `7` is `7.0`, and long ids stay apart.
const order = (a: Decimal, b: Decimal): number => {
  const scale = Math.max(a.scale, b.scale);
  const left = a.digits * 10n ** BigInt(scale - a.scale);
  const right = b.digits * 10n ** BigInt(scale - b.scale);
  return left < right ? -1 : left > right ? 1 : 0;
};

/** `holds` judges the sign of "request value minus policy value". */
const numericComparison =
  (holds: (sign: number) => boolean): Comparison =>
  (policyValue, requestValue) => {
    const policy = decimalOf(policyValue);
    const request = decimalOf(requestValue);
    if (policy === undefined) return unknown(`"${policyValue}" is no number`);
    return request !== undefined && holds(order(request, policy));
  };

export const numericEquals = numericComparison((sign) => sign === 0);
export const numericLessThan = numericComparison((sign) => sign < 0);
export const numericLessThanEquals = numericComparison((sign) => sign <= 0);
export const numericGreaterThan = numericComparison((sign) => sign > 0);
export const numericGreaterThanEquals = numericComparison((sign) => sign >= 0);
