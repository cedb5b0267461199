import { ApiError } from "./api-error.ts";
import type { Input } from "./request.ts";
import { checkText, invalid, type TextRule } from "./validation.ts";

/** Readers of the members of a JSON request. They throw ValidationException, or SerializationException for a wrong type. */

export const text = (input: Input, name: string, rule: TextRule = {}): string => {
  const value = optionalText(input, name, rule);
  if (value === undefined) throw invalid(name, "null", "not be null");
  return value;
};

/** A text parameter; undefined where it is not given. Throws ApiError. */
export const optionalText = (input: Input, name: string, rule: TextRule = {}): string | undefined => {
  const value = given(input, name);
  if (value === undefined) return undefined;
  if (typeof value !== "string") throw wrongType(value, "a String");
  return checkText(name, value, rule);
};

/** A whole number in a range; undefined where it is not given. Throws ApiError. */
export const optionalInteger = (
  input: Input,
  name: string,
  range: { readonly min: number; readonly max: number },
): number | undefined => {
  const value = given(input, name);
  if (value === undefined) return undefined;
  if (typeof value !== "number" || !Number.isInteger(value)) throw wrongType(value, "an Integer");
  if (value < range.min)
    throw invalid(name, `'${value}'`, `have value greater than or equal to ${range.min}`);
  if (value > range.max) throw invalid(name, `'${value}'`, `have value less than or equal to ${range.max}`);
  return value;
};

/** A boolean, or undefined where the request does not carry it: KMS tells the two apart in condition keys. */
export const optionalFlag = (input: Input, name: string): boolean | undefined => {
  const value = given(input, name);
  if (value === undefined) return undefined;
  if (typeof value !== "boolean") throw wrongType(value, "a Boolean");
  return value;
};

/** Bytes, which JSON carries as base64. */
export const optionalBlob = (input: Input, name: string, max: number): Buffer | undefined => {
  const value = optionalText(input, name);
  if (value === undefined) return undefined;
  const bytes = Buffer.from(value, "base64");
  if (bytes.length === 0 || bytes.length > max) {
    throw invalid(name, "'java.nio.HeapByteBuffer'", `have length between 1 and ${max}`);
  }
  return bytes;
};

/** Bytes that must be given. Throws ApiError. */
export const blob = (input: Input, name: string, max: number): Buffer => {
  const value = optionalBlob(input, name, max);
  if (value === undefined) throw invalid(name, "null", "not be null");
  return value;
};

/** A list; undefined where it is not given. Throws ApiError. */
export const optionalList = (input: Input, name: string): readonly unknown[] | undefined => {
  const value = given(input, name);
  if (value === undefined) return undefined;
  if (!Array.isArray(value)) throw wrongType(value, "a List");
  return value as unknown[];
};

/** A structure or map, by member name. */
export const optionalMembers = (input: Input, name: string): Input | undefined => {
  const value = given(input, name);
  return value === undefined ? undefined : membersOf(value);
};

/** The members of a structure inside a list. */
export const membersOf = (value: unknown): Input => {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw wrongType(value, "a structure");
  }
  return new Map(Object.entries(value));
};

/** A map of texts, such as an encryption context; empty where it is not given. */
export const textMap = (input: Input, name: string): ReadonlyMap<string, string> => {
  const members = optionalMembers(input, name) ?? new Map<string, unknown>();
  return new Map([...members.keys()].map((member) => [member, text(members, member)]));
};

const given = (input: Input, name: string): unknown => input.get(name) ?? undefined;

const wrongType = (value: unknown, wanted: string): ApiError =>
  new ApiError("SerializationException", `${kindOf(value)} can not be converted to ${wanted}`);

const kindOf = (value: unknown): string => {
  if (typeof value === "number") return "NUMBER_VALUE";
  if (typeof value === "string") return "STRING_VALUE";
  if (typeof value === "boolean") return value ? "TRUE_VALUE" : "FALSE_VALUE";
  return "A structure";
};
