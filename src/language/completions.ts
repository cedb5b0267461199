import { familiesOf, operatorNames, parseOperator } from "../check/operator.ts";
import { policyElements, statementElements } from "../check/elements.ts";
import { actionsCovered } from "../check/pattern.ts";
import { conditionKeyNamed, conditionKeys, type ConditionKey } from "../policy/condition-keys.ts";
import { lackedBy } from "../policy/lacked-by.ts";
import { kmsActions } from "../policy/kms-actions.ts";
import { wordsOfKeys } from "../policy/kms-words.ts";
import type { PolicyDocument } from "../policy/document.ts";
import { readPolicy } from "../policy/read-policy.ts";
import { servicePrincipalTable } from "../policy/service-principals.generated.ts";
import { suffixOf } from "../policy/service-principals.ts";
import { viaServices } from "../policy/via-services.ts";
import { actionMeaning, actionPatterns } from "./meaning/actions.ts";
import { keyMeaning, operatorMeaning, setMeanings } from "./meaning/conditions.ts";
import type { Part } from "./part.ts";
import { principalChoices } from "./principal-choices.ts";
import type { Choice, ListedPrincipals, OpenPolicy } from "./types.ts";

/**
 * The words that can stand where `part` is, in a document that holds `policies`; `policy` is the one in which it stands; `listed`: whom
 * IAM knows. None where any text may stand.
 */
export const choicesFor = (
  part: Part,
  policy: OpenPolicy & { readonly document: PolicyDocument },
  policies: readonly OpenPolicy[],
  listed: ListedPrincipals,
): readonly Choice[] => {
  switch (part.is) {
    case "element":
      return policyElements.map((text) => ({ text, is: "element" }));
    case "statement-element":
      return statementElements.map((text) => ({ text, is: "element" }));
    case "version":
      return values(["2012-10-17", "2008-10-17"]);
    case "effect":
      return values(["Allow", "Deny"]);
    case "resource":
      return values(["*"]);
    case "action":
      return actionChoices(policy);
    case "principal-type":
      return ["AWS", "Service"].map((text) => ({ text, is: "element" }));
    case "principal":
      return part.type === "Service" ? serviceChoices(policy) : principalChoices(policy, policies, listed);
    case "operator":
      return operatorChoices;
    case "condition-key":
      return keyChoices(policy.document, part);
    case "condition-value":
      return valueChoices(part.key, policy);
    case "sid":
      return [];
  }
};

const values = (texts: readonly string[]): readonly Choice[] => texts.map((text) => ({ text, is: "value" }));

/** Every action of a key; behind the others those that do not work on this one. */
const actionChoices = ({ facts }: OpenPolicy): readonly Choice[] => [
  ...[...actionPatterns].map(([text, meaning]) => ({ text, meaning, is: "action" as const })),
  ...kmsActions
    .filter(({ onKey }) => onKey)
    .map((action): Choice => {
      const lacks = lackedBy(action, facts);
      const why = lacks === undefined ? "" : ` This is ${lacks}: it never works here.`;
      return {
        ...{ text: `kms:${action.name}`, is: "action", meaning: `${actionMeaning(action)}${why}` },
        isLess: lacks !== undefined || !action.allowable,
      };
    }),
];

const serviceChoices = ({ facts: { partition = "aws" } }: OpenPolicy): readonly Choice[] =>
  servicePrincipalTable.names.map((name) => ({
    text: `${name}.${suffixOf(partition) ?? "amazonaws.com"}`,
    is: "principal",
  }));

/** Set operators are for keys with several values, which are texts and ARNs; IfExists goes with all but Null. */
const operatorChoices: readonly Choice[] = operatorNames.flatMap((name) => {
  const meaning = operatorMeaning(name);
  const plain: Choice = { text: name, is: "operator", meaning };
  const ifExists: readonly Choice[] =
    name === "Null"
      ? []
      : [
          {
            ...{ text: `${name}IfExists`, is: "operator", isLess: true },
            meaning: `${meaning} Also met where the key is absent.`,
          },
        ];
  const sets: readonly Choice[] = /^(String|Arn)/.test(name)
    ? setMeanings.map(([prefix, words]) => ({
        ...{ text: `${prefix}${name}`, is: "operator", isLess: true },
        meaning: `${words}${meaning}`,
      }))
    : [];
  return [plain, ...ifExists, ...sets];
});

/** Keys that only the requests of some actions carry. */
const ofSome: ReadonlySet<string> = new Set(kmsActions.flatMap(({ conditionKeys: keys }) => keys));

/** The keys that requests of the statement's actions carry; behind the others those that the operator does not compare. */
const keyChoices = (
  document: PolicyDocument,
  { operator, statement }: Extract<Part, { is: "condition-key" }>,
): readonly Choice[] => {
  const carried = carriedBy(document, statement);
  const { family, set } = parseOperator(operator);
  const goes = ({ type, multi }: ConditionKey): boolean =>
    (family === undefined || familiesOf[type].includes(family)) && multi === (set !== undefined);
  return conditionKeys
    .filter(({ name, keyPolicy }) => keyPolicy && (!ofSome.has(name) || carried.has(name)))
    .map((key) => ({
      ...{ text: key.name.replace(/\*$/, ""), is: "key", meaning: keyMeaning(key) },
      isLess: !goes(key),
    }));
};

/** What the actions of a statement carry beside what all do; of one that names no action yet, what any carries. */
const carriedBy = (
  document: PolicyDocument,
  statement: readonly (string | number)[],
): ReadonlySet<string> => {
  const index = typeof statement[1] === "number" ? statement[1] : 0;
  const told = readPolicy(document).statements.find((one) => one.index === index);
  if (!told || told.notAction || told.actions.length === 0) return ofSome;
  return new Set(told.actions.flatMap((entry) => actionsCovered(entry)).flatMap((one) => one.conditionKeys));
};

const valueChoices = (key: string, { facts }: OpenPolicy): readonly Choice[] => {
  const { account, region = "REGION" } = facts;
  if (conditionKeyNamed(key)?.type === "Bool") return values(["true", "false"]);
  const words = wordsOfKeys.get(key.toLowerCase());
  if (words) return values(words);
  if (/^kms:ViaService$/i.test(key))
    return values(viaServices.map((name) => `${name}.${region}.amazonaws.com`));
  return /Account$/i.test(key) && account !== undefined ? values([account]) : [];
};
