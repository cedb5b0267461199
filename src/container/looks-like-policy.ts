import { isList, isRecord, rootValue } from "../policy/json-value.ts";
import type { JsonValue, ParsedText } from "../policy/syntax.ts";
import { notAPolicy } from "./not-a-policy.ts";

/**
 * Whether a text among others is a key policy, or was plainly meant as one: with a misspelt name, without the policy around its
 * statements, inside the answer or the parameters of a call, cut off.
 */
export const looksLikePolicy = (parsed: ParsedText): boolean => {
  const other = notAPolicy(parsed);
  if (!parsed.root || parsed.problems.length > 0)
    return other === undefined && speaksOfStatements.test(parsed.text);
  const value = rootValue(parsed.root);
  if (other === undefined) return isRecord(value) && Object.keys(value).some(isOfPolicy);
  return holdsOne(value);
};

const speaksOfStatements = /["']?(?:Statement|Effect|Principal|KeyPolicy)s?["']?\s*:/i;

const isOfPolicy = (name: string): boolean => /^statements?$/i.test(name) || name === "Version";

const holdsOne = (value: JsonValue): boolean => {
  if (typeof value === "string") return /"Statement\\?"/.test(value);
  if (isList(value)) return value.some((item) => isRecord(item) && ("Effect" in item || "Statement" in item));
  if (!isRecord(value)) return false;
  return (
    "Effect" in value ||
    ["Policy", "KeyPolicy", "policy", "keyPolicy"].some((name) => isPolicyIn(value[name]))
  );
};

const isPolicyIn = (value: JsonValue | undefined): boolean =>
  typeof value === "string" ? /"Statement"/.test(value) : isRecord(value) && "Statement" in value;
