import { replaceAt } from "../../fixes.ts";
import type { ConditionKeyType } from "../../../policy/condition-keys.ts";
import type { OperatorFamily } from "../../operator.ts";
import { hasWildcard } from "../../pattern.ts";
import { quoted } from "../../quoted.ts";
import { testRule, type Draft } from "../../rule.ts";
import type { TestView } from "../../views.ts";

/** Bool and Null compare with one value, true or false; quoted or not is the same (IAM User Guide). */
export const boolNotBoolean = testRule((test): Draft[] => {
  const { family } = test.operator;
  if (family !== "Bool" && family !== "Null") return [];
  if (test.values.length > 1)
    return [{ at: test, message: `${test.operatorName} takes one value`, hint: "write true or false" }];
  return test.values
    .filter(({ text }) => text !== "true" && text !== "false" && !text.includes("${"))
    .map((at) => ({
      at,
      message: `${quoted(at.text)} is neither true nor false`,
      hint: isSpelling(at.text) ? `write "${at.text.toLowerCase()}"` : 'write "true" or "false"',
      fix: isSpelling(at.text) ? replaceAt(at.path, at.text.toLowerCase()) : undefined,
    }));
});

const isSpelling = (text: string): boolean => /^(true|false)$/i.test(text);

const fitting: Record<ConditionKeyType, readonly OperatorFamily[]> = {
  String: ["String", "Null"],
  // String operators on ARNs compare, if not part by part.
  ARN: ["ARN", "String", "Null"],
  Bool: ["Bool", "Null"],
  Numeric: ["Numeric", "Null"],
  Date: ["Date", "Numeric", "Null"],
  IPAddress: ["IPAddress", "Null"],
};

// Strings that hold ARNs, on which AWS's own examples use Arn operators.
const holdsArns = /^kms:(encryptioncontext:|granteeprincipal$|retiringprincipal$)/;

const usual: Record<ConditionKeyType, string> = {
  String: "StringEquals or StringLike",
  ARN: "ArnLike or ArnEquals",
  Bool: "Bool",
  Numeric: "NumericEquals and the like",
  Date: "DateLessThan and the like",
  IPAddress: "IpAddress",
};

/** An operator of another type never compares as meant (IAM User Guide, "Condition operators"). */
export const typeMismatch = testRule((at) => {
  const { family } = at.operator;
  if (!at.known || family === undefined || fitting[at.known.type].includes(family)) return undefined;
  if (family === "ARN" && holdsArns.test(at.folded)) return undefined;
  return {
    at,
    message: `${at.key} is of type ${at.known.type}, and ${at.operatorName} compares ${family} values`,
    hint: `use ${usual[at.known.type]}`,
  };
});

/** StringEquals compares `*` and `?` letter by letter (IAM User Guide, string operators). */
export const wildcardWithoutLike = testRule((test): Draft[] =>
  isLiteral(test)
    ? test.values
        .filter(({ text }) => hasWildcard(withoutVariables(text)))
        .map((at) => ({
          at,
          message: `${test.operatorName} takes the wildcard in ${quoted(at.text)} literally`,
          hint: `use ${test.operator.negated ? "StringNotLike" : "StringLike"}`,
        }))
    : [],
);

/** What is left beside `${…}`. One that is never closed is text, and so is all behind it. */
const withoutVariables = (text: string): string => {
  const open = text.lastIndexOf("}") + 1;
  return text.slice(0, open).replace(/\$\{[^}]*\}/g, "") + text.slice(open);
};

const isLiteral = ({ operator }: TestView): boolean =>
  operator.family === "String" && !operator.base.endsWith("Like");
