import { keyMeaning, operatorMeaning, setMeanings } from "../../language/meaning/conditions.ts";
import { conditionKeys, type ConditionKey } from "../../policy/condition-keys.ts";
import { wordsOfKeys } from "../../policy/kms-words.ts";
import { familiesOf, operatorNames, parseOperator, type OperatorFamily } from "../../check/operator.ts";
import { oneOrMany, ref, type Schema } from "./schema.ts";

const scalar = ["string", "number", "boolean"];

const valueOf = ({ name, type }: ConditionKey): Schema => {
  const words = type === "Bool" ? ["true", "false"] : wordsOfKeys.get(name.toLowerCase());
  return words === undefined ? {} : { anyOf: [{ enum: words }, {}] };
};

/** The name of a key's definition: what a reference needs no escapes for. */
const slug = ({ name }: ConditionKey): string => `key-${name.replaceAll(/\W/g, "-")}`;

const isFamily = ({ name }: ConditionKey): boolean => name.endsWith("*");

/** A definition a condition key: what it means, and which values it may have. */
export const keyDefinitions: Readonly<Record<string, Schema>> = Object.fromEntries(
  conditionKeys.map((key) => [
    slug(key),
    { description: keyMeaning(key), ...oneOrMany(valueOf(key), scalar) },
  ]),
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

const described = (base: string, words: string): Schema => ({
  description: words,
  ...ref(`below-${parseOperator(base).family ?? ""}`),
});

/** The operators that come up while typing: the plain ones, and those for several values, which are texts and ARNs. */
const offeredOperators = operatorNames.flatMap((base) => {
  const words = operatorMeaning(base);
  const some = setMeanings.map(
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
