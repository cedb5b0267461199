import type { ConditionKey } from "../../policy/condition-keys.ts";
import { meaningOfKey } from "../../policy/key-meanings.ts";

/** What a condition key asks of a request, and how its values are compared. */
export const keyMeaning = (key: ConditionKey): string =>
  [
    meaningOfKey(key.name) ?? "",
    `${key.type}${key.multi ? ", several values: ask with ForAnyValue or ForAllValues" : ""}.`,
    ...(key.keyPolicy ? [] : ["For IAM policies: in a key policy it has no effect."]),
  ]
    .join(" ")
    .trim();

const meanings: Readonly<Record<string, string>> = {
  ArnEquals: "The ARN matches one of the values, part by part; * and ? are patterns, as in ArnLike.",
  ArnLike: "The ARN matches one of the values, part by part; * and ? are patterns.",
  ArnNotEquals: "The ARN matches none of the values, or is absent.",
  ArnNotLike: "The ARN matches none of the values, or is absent.",
  BinaryEquals: "The bytes are those of the value, in base64.",
  Bool: "True or false, as the value says. Absent: the condition is not met.",
  IpAddress: "The address is in one of the ranges.",
  NotIpAddress: "The address is in none of the ranges, or is absent.",
  Null: "true: the key is absent; false: it is there.",
  StringEquals: "The text is one of the values, letter by letter; * and ? are plain letters.",
  StringEqualsIgnoreCase: "The text is one of the values, in any case.",
  StringLike: "The text matches one of the values; * and ? are patterns.",
  StringNotEquals: "The text is none of the values, or is absent.",
  StringNotEqualsIgnoreCase: "The text is none of the values in any case, or is absent.",
  StringNotLike: "The text matches none of the values, or is absent.",
};
const comparison = /^(Numeric|Date)(.*)$/;
const compared: Readonly<Record<string, string>> = {
  Equals: "is the value",
  NotEquals: "is not the value, or is absent",
  LessThan: "is less than the value",
  LessThanEquals: "is the value or less",
  GreaterThan: "is greater than the value",
  GreaterThanEquals: "is the value or greater",
};
/** What an operator tests, by its name without prefix and suffix. */
export const operatorMeaning = (name: string): string => {
  const [, kind, test = ""] = comparison.exec(name) ?? [];
  return meanings[name] ?? `The ${kind === "Date" ? "date" : "number"} ${compared[test] ?? ""}.`;
};

/** Set operators are for keys with several values, which are texts and ARNs (IAM User Guide, "Set operators for multivalued context keys"). */
export const setMeanings: readonly (readonly [prefix: string, meaning: string])[] = [
  ["ForAnyValue:", "At least one of the key's values: "],
  ["ForAllValues:", "Each of the key's values, and also where the key is absent: "],
];
