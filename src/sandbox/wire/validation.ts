import { ApiError } from "./api-error.ts";

/** What a text parameter must be: length in characters, a pattern for the whole, or one of a set. */
export interface TextRule {
  readonly min?: number;
  readonly max?: number;
  readonly pattern?: RegExp;
  readonly oneOf?: readonly string[];
}

/** A parameter that breaks its shape, in AWS's words. `name` as the service writes it (`KeyId`). */
export const invalid = (name: string, value: string, constraint: string, code = "ValidationException") =>
  new ApiError(
    code,
    `1 validation error detected: Value ${value} at '${memberName(name)}' failed to satisfy constraint: Member must ${constraint}`,
  );

/** Throws where a text breaks its rule. */
export const checkText = (name: string, value: string, rule: TextRule, code?: string): string => {
  const broken = brokenRule(value, rule);
  if (broken) throw invalid(name, `'${value}'`, broken, code);
  return value;
};

const brokenRule = (value: string, rule: TextRule): string | undefined => {
  if (rule.max !== undefined && value.length > rule.max)
    return `have length less than or equal to ${rule.max}`;
  if (value.length < (rule.min ?? 0)) return `have length greater than or equal to ${rule.min ?? 0}`;
  if (rule.pattern && !rule.pattern.test(value)) {
    return `satisfy regular expression pattern: ${rule.pattern.source.replace(/^\^|\$$/g, "")}`;
  }
  if (rule.oneOf && !rule.oneOf.includes(value)) return `satisfy enum value set: [${rule.oneOf.join(", ")}]`;
  return undefined;
};

const memberName = (name: string): string => name.charAt(0).toLowerCase() + name.slice(1);
