import { conditionKeys, type ConditionKey } from "../../policy/condition-keys.ts";
import { meaningOfKey } from "../../policy/key-meanings.ts";
import { wordsOfKeys } from "../../policy/kms-words.ts";
import { familiesOf, operatorNames, parseOperator, type OperatorFamily } from "../../check/operator.ts";
import { oneOrMany, ref, type Schema } from "./schema.ts";

const scalar = ["string", "number", "boolean"];

const valueOf = ({ name, type }: ConditionKey): Schema => {
  const words = type === "Bool" ? ["true", "false"] : wordsOfKeys.get(name.toLowerCase());
  return words === undefined ? {} : { anyOf: [{ enum: words }, {}] };
};

const told = (key: ConditionKey): string =>
  [
    meaningOfKey(key.name) ?? "",
    `${key.type}${key.multi ? ", several values: ask with ForAnyValue or ForAllValues" : ""}.`,
    ...(key.keyPolicy ? [] : ["For IAM policies: in a key policy it has no effect."]),
  ]
    .join(" ")
    .trim();

/** The name of a key's definition: what a reference needs no escapes for. */
const slug = ({ name }: ConditionKey): string => `key-${name.replaceAll(/\W/g, "-")}`;

const isFamily = ({ name }: ConditionKey): boolean => name.endsWith("*");

/** A definition a condition key: what it means, and which values it may have. */
export const keyDefinitions: Readonly<Record<string, Schema>> = Object.fromEntries(
  conditionKeys.map((key) => [slug(key), { description: told(key), ...oneOrMany(valueOf(key), scalar) }]),
);

/** What stands below an operator: members of families, and keys that AWS may have added since, with any value. */
const anyKey: Schema = {
  type: "object",
  patternProperties: Object.fromEntries(
    conditionKeys.filter(isFamily).map((key) => [`^${key.name.slice(0, -1)}.`, ref(slug(key))]),
  ),
  additionalProperties: oneOrMany({}, scalar),
};

/** The keys that an operator of this family is for, with their meaning; a family of keys as far as its free part. */
const offered = (family: OperatorFamily): Schema =>
  Object.fromEntries(
    conditionKeys
      .filter(({ keyPolicy, type }) => keyPolicy && familiesOf[type].includes(family))
      .map((key) => [key.name.replace(/\*$/, ""), ref(slug(key))]),
  );

const families: ReadonlySet<OperatorFamily> = new Set(
  operatorNames.flatMap((name) => parseOperator(name).family ?? []),
);

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
const operatorMeaning = (name: string): string => {
  const [, kind, test = ""] = comparison.exec(name) ?? [];
  return meanings[name] ?? `The ${kind === "Date" ? "date" : "number"} ${compared[test] ?? ""}.`;
};

/** Set operators are for keys with several values, which are texts and ARNs (IAM User Guide, "Set operators for multivalued context keys"). */
const sets: readonly (readonly [prefix: string, meaning: string])[] = [
  ["ForAnyValue:", "At least one of the key's values: "],
  ["ForAllValues:", "Each of the key's values, and also where the key is absent: "],
];

const described = (base: string, words: string): Schema => ({
  description: words,
  ...ref(`below-${parseOperator(base).family ?? ""}`),
});

/** The operators that come up while typing: the plain ones, and those for several values, which are texts and ARNs. */
const offeredOperators = operatorNames.flatMap((base) => {
  const words = operatorMeaning(base);
  const some = sets.map(
    ([prefix, meaning]) => [`${prefix}${base}`, described(base, `${meaning}${words}`)] as const,
  );
  return [[base, described(base, words)] as const, ...(/^(String|Arn)/.test(base) ? some : [])];
});

/** The other spellings of an operator: with IfExists, which Null alone does not take, and with a set operator. */
const furtherOperators = operatorNames.map(
  (base) =>
    [
      `^(ForAnyValue:|ForAllValues:)?${base}${base === "Null" ? "" : "(IfExists)?"}$`,
      described(base, `${operatorMeaning(base)} With IfExists also where the key is absent.`),
    ] as const,
);

/** The definitions of what stands below the operators of a family. */
export const operatorDefinitions: Readonly<Record<string, Schema>> = Object.fromEntries([
  ...[...families].map((family) => [`below-${family}`, { ...anyKey, properties: offered(family) }] as const),
]);

/** The Condition of a statement. Operators are a closed list, and their spelling counts (IAM User Guide, "Condition operators"). */
export const conditionSchema: Schema = {
  type: "object",
  description: "When the statement applies: all operators and keys together, one of the values of each.",
  properties: Object.fromEntries(offeredOperators),
  patternProperties: Object.fromEntries(furtherOperators),
  additionalProperties: false,
};
