import type { Input } from "./request.ts";
import { checkText, invalid, type TextRule } from "./validation.ts";

/** Readers of the parameters of a Query request. They throw ValidationError, as IAM and STS call it. */

const code = "ValidationError";

/** A text that must be given. Throws ApiError. */
export const queryText = (input: Input, name: string, rule: TextRule = {}): string => {
  const value = optionalQueryText(input, name, rule);
  if (value === undefined) throw invalid(name, "null", "not be null", code);
  return value;
};

/** A text; undefined where it is not given. Throws ApiError. */
export const optionalQueryText = (input: Input, name: string, rule: TextRule = {}): string | undefined => {
  const value = input.get(name);
  return typeof value === "string" ? checkText(name, value, rule, code) : undefined;
};

/** A whole number in a range; undefined where it is not given. Throws ApiError. */
export const optionalQueryInteger = (
  input: Input,
  name: string,
  range: { readonly min: number; readonly max: number },
): number | undefined => {
  const value = optionalQueryText(input, name, { pattern: /^-?\d+$/ });
  if (value === undefined) return undefined;
  if (Number(value) < range.min)
    throw invalid(name, `'${value}'`, `have value greater than or equal to ${range.min}`, code);
  if (Number(value) > range.max)
    throw invalid(name, `'${value}'`, `have value less than or equal to ${range.max}`, code);
  return Number(value);
};

/** Tags: `Tags.member.1.Key` and `.Value`, numbered from 1. */
export const queryTags = (input: Input): Map<string, string> => {
  const tags = new Map<string, string>();
  for (let n = 1; ; n++) {
    const key = optionalQueryText(input, `Tags.member.${n}.Key`, { min: 1, max: 128 });
    if (key === undefined) return tags;
    tags.set(key, queryText(input, `Tags.member.${n}.Value`, { max: 256 }));
  }
};
