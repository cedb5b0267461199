import { replaceAt, underOperator } from "../../fixes.ts";
import type { ConditionKeyType } from "../../../policy/condition-keys.ts";
import { familiesOf, type OperatorFamily } from "../../operator.ts";
import { isAddressRange } from "../../values/address.ts";
import { hasWildcard } from "../../pattern.ts";
import { quoted } from "../../quoted.ts";
import { testRule, type Draft, type Fix } from "../../rule.ts";
import type { TestView } from "../../views.ts";

/** Bool and Null compare with one value, true or false; quoted or not is the same (IAM User Guide). */
export const boolNotBoolean = testRule({
  code: "bool-not-boolean",
  severity: "warning",
  title: "The value is neither true nor false",
  page: () => ({
    trigger: "Bool or Null has a value other than true or false, or several.",
    why: "AWS does not say whether such a test holds: the access is undecided. Quoted or not is the same.",
    fix: 'Write true, false, "true" or "false".',
    example: '"kms:GrantIsForAWSResource": "yes"  =>  "kms:GrantIsForAWSResource": "true"',
  }),
  explainsNoEffect: true,
  fixesMeet: "never",
  run: (test): Draft[] => {
    const { family } = test.operator;
    if (family !== "Bool" && family !== "Null") return [];
    if (test.values.length > 1)
      return [
        {
          at: test,
          message: `${test.operatorName} takes one value`,
          hint: "leave true or false alone there",
        },
      ];
    return test.values
      .filter(({ text }) => text !== "true" && text !== "false" && !text.includes("${"))
      .map((at) => ({
        at,
        message: isSpelling(at.text)
          ? `${quoted(at.text)} is read as ${at.text.toLowerCase()}, and not written so`
          : `${quoted(at.text)} is neither true nor false, and AWS does not say how it is read`,
        hint:
          meansBool(at.text) === undefined ? 'put "true" or "false" there' : `write "${meansBool(at.text)}"`,
        suggestion:
          meansBool(at.text) === undefined ? undefined : replaceAt(at.path, meansBool(at.text) ?? ""),
        fix: isSpelling(at.text) ? replaceAt(at.path, at.text.toLowerCase()) : undefined,
      }));
  },
});

/** Other words for the two. */
const meansBool = (text: string): string | undefined => {
  if (isSpelling(text)) return text.toLowerCase();
  if (/^(?:yes|y|on|1)$/i.test(text)) return "true";
  return /^(?:no|n|off|0)$/i.test(text) ? "false" : undefined;
};

const isSpelling = (text: string): boolean => /^(true|false)$/i.test(text);

// Strings that hold ARNs, on which AWS's own examples use Arn operators.
const holdsArns = /^kms:(encryptioncontext:|granteeprincipal$|retiringprincipal$)/;

/** The one operator of a type, where there is one. */
const only: Partial<Record<ConditionKeyType, readonly [plain: string, negated: string | undefined]>> = {
  Bool: ["Bool", undefined],
  IPAddress: ["IpAddress", "NotIpAddress"],
  ARN: ["ArnLike", "ArnNotLike"],
};

const proposal = (at: TestView, type: ConditionKeyType): { suggestion?: Fix } => {
  const { negated, ifExists } = at.operator;
  const base = only[type]?.[negated ? 1 : 0];
  return base === undefined
    ? {}
    : { suggestion: underOperator(at.path, base + (ifExists ? "IfExists" : "")) };
};

const usual: Record<ConditionKeyType, string> = {
  String: "StringEquals or StringLike",
  ARN: "ArnLike or ArnEquals",
  Bool: "Bool",
  Numeric: "NumericEquals and the like",
  Date: "DateLessThan and the like",
  IPAddress: "IpAddress",
};

/** How the values of an operator look, where no rule of its own says so (dates, booleans, ARNs). */
const looks: Partial<
  Record<
    OperatorFamily,
    readonly [isOne: (text: string, test: TestView) => boolean, what: string, like: string]
  >
> = {
  Numeric: [(text) => /^[+-]?\d+(?:\.\d+)?(?:e[+-]?\d{1,3})?$/i.test(text), "number", "7"],
  // Of aws:SourceIp private-source-ip tells it.
  IPAddress: [
    (text, { folded }) => folded === "aws:sourceip" || isAddressRange(text),
    "address or CIDR range",
    "203.0.113.0/24",
  ],
  Binary: [(text) => /^(?:[\w+/]{4})*(?:[\w+/]{2}==|[\w+/]{3}=)?$/.test(text), "text in base64", "QmluYXJ5"],
};

const valuesOf = (test: TestView): Draft[] => {
  const { family } = test.operator;
  const look = family && looks[family];
  if (!look) return [];
  const [isOne, what, like] = look;
  return test.values
    .filter(({ text }) => !text.includes("${") && !isOne(text, test))
    .map((at) => ({
      at,
      message: `${quoted(at.text)} is no ${what}, which ${test.operatorName} compares`,
      hint: `write it as ${like}`,
    }));
};

/** An operator of another type never compares as meant (IAM User Guide, "Condition operators"). */
export const typeMismatch = testRule({
  code: "type-mismatch",
  severity: "warning",
  title: "The operator does not fit the condition key",
  page: () => ({
    trigger: "The operator compares another type than the key has: text on a Bool, numbers on an address.",
    why: "The comparison fails or does something else than it reads.",
    fix: "Use the operator of the key's type; the hint names it.",
    example:
      '"StringEquals": { "kms:ReEncryptOnSameKey": "true" }  =>  "Bool": { "kms:ReEncryptOnSameKey": "true" }',
  }),
  explainsNoEffect: true,
  run: (at): Draft[] | Draft | undefined => {
    const { family } = at.operator;
    if (!at.known || family === undefined || familiesOf[at.known.type].includes(family)) return valuesOf(at);
    if (family === "ARN" && holdsArns.test(at.folded)) return undefined;
    return {
      at,
      message: `${at.key} is of type ${at.known.type}, and ${at.operatorName} compares ${family} values`,
      hint: `use ${usual[at.known.type]}`,
      ...proposal(at, at.known.type),
    };
  },
});

/** StringEquals compares `*` and `?` letter by letter (IAM User Guide, string operators). */
export const wildcardWithoutLike = testRule({
  code: "wildcard-without-like",
  severity: "warning",
  title: "A wildcard that is compared letter by letter",
  page: () => ({
    trigger: "A value of StringEquals or its kin has * or ?.",
    why: "They are compared letter by letter: the positive test never holds, the negated one always.",
    fix: "Use StringLike or StringNotLike. Arn operators take wildcards as they are.",
    example:
      '"StringEquals": { "kms:RequestAlias": "alias/app-*" }  =>  "StringLike": { "kms:RequestAlias": "alias/app-*" }',
  }),
  explainsNoEffect: true,
  run: (test): Draft[] =>
    isLiteral(test)
      ? test.values
          .filter(({ text }) => hasWildcard(withoutVariables(text)))
          .map((at) => ({
            at,
            message: `${test.operatorName} takes the wildcard in ${quoted(at.text)} literally`,
            hint: `use ${likeOf(test)}`,
            suggestion: underOperator(test.path, likeOf(test)),
          }))
      : [],
});

/** What is left beside `${…}`. One that is never closed is text, and so is all behind it. */
const withoutVariables = (text: string): string => {
  const open = text.lastIndexOf("}") + 1;
  return text.slice(0, open).replace(/\$\{[^}]*\}/g, "") + text.slice(open);
};

const likeOf = ({ operator: { set, negated, ifExists } }: TestView): string =>
  `${set ? `${set}:` : ""}${negated ? "StringNotLike" : "StringLike"}${ifExists ? "IfExists" : ""}`;

const isLiteral = ({ operator }: TestView): boolean =>
  operator.family === "String" && !operator.base.endsWith("Like");
