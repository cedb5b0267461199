import { renameMember } from "../../fixes.ts";
import { nearest } from "../../nearest.ts";
import { operatorNames, parseOperator } from "../../operator.ts";
import { operatorRule, type OperatorView } from "../../operators.ts";
import { quoted } from "../../quoted.ts";

/** Operators are a closed list. How KMS takes another case is not documented, so the canonical one is asked for (IAM User Guide). */
export const unknownOperator = operatorRule({
  code: "unknown-operator",
  severity: "error",
  title: "No such condition operator",
  page: () => ({
    trigger: "An operator is not in the list of IAM, or in another case than there.",
    why: "KMS refuses it, or the condition does not mean what it says.",
    fix: "Write the canonical spelling: StringEquals, StringLike, ArnLike, Bool, IpAddress, DateLessThan, NumericEquals, Null and their kin.",
    example: '"stringequals"  =>  "StringEquals"',
  }),
  explainsNoEffect: true,
  fixesMeet: "in one object",
  run: (at) => {
    if (at.operator.canonical === at.name) return undefined;
    const near = at.operator.canonical ?? nearestTo(at);
    return {
      at,
      message: `${quoted(at.name)} is no condition operator`,
      hint:
        near === undefined
          ? "write one such as StringEquals, StringLike, ArnLike or Bool"
          : `did you mean ${near}?`,
      fix: near === undefined ? undefined : renameMember(at.path, near),
    };
  },
});

/** Each part of the operator is mended by itself: `ForAnyValues:StringLike`, `StringEquals:IfExists`, `StringEqualsIfExist`. */
const nearestTo = ({ name }: OperatorView): string | undefined => {
  const parts = name.split(":");
  const set = parts.length > 1 ? nearest(parts[0] ?? "", setNames) : undefined;
  const rest = parts.slice(set === undefined ? 0 : 1).join("");
  const [, stem = rest, suffix] = /^(.+?)(If-?_?\s?Exi?s?t?s?)$/i.exec(rest) ?? [];
  const base = nearest(stem, operatorNames);
  const meant =
    base && `${set === undefined ? "" : `${set}:`}${base}${suffix === undefined ? "" : "IfExists"}`;
  return meant !== undefined && parseOperator(meant).canonical === meant && meant !== name
    ? meant
    : undefined;
};

const setNames = ["ForAnyValue", "ForAllValues"];

/** Null asks whether the key is there at all; IfExists adds nothing to that (IAM User Guide, "Null"). */
export const nullWithIfExists = operatorRule({
  code: "null-with-ifexists",
  severity: "error",
  title: "Null does not go with IfExists",
  page: () => ({
    trigger: "The operator is NullIfExists.",
    why: "Null itself asks whether the key is there; the two contradict each other.",
    fix: "Write Null.",
    example: '"NullIfExists": { "kms:ViaService": "true" }  =>  "Null": { "kms:ViaService": "true" }',
  }),
  explainsNoEffect: true,
  fixesMeet: "in one object",
  run: (at) =>
    at.operator.family === "Null" && at.operator.ifExists
      ? {
          at,
          message: "Null does not take IfExists",
          hint: "write Null: true means absent, false means present",
          fix: renameMember(at.path, at.name.replace(/IfExists$/i, "")),
        }
      : undefined,
});

/** ForAllValues:Null is always true, ForAnyValue:Null always false (Access Analyzer, NULL_WITH_QUALIFIER). */
export const nullWithSet = operatorRule({
  code: "null-with-set",
  severity: "suggestion",
  title: "Null does not go with a set operator",
  page: () => ({
    trigger: "Null has ForAllValues or ForAnyValue before it.",
    why: "With ForAllValues it is always true, with ForAnyValue always false.",
    fix: "Write Null alone.",
    example: '"ForAllValues:Null"  =>  "Null"',
  }),
  explainsNoEffect: true,
  run: (at) => {
    const { family, set } = at.operator;
    if (family !== "Null" || !set) return undefined;
    const always = set === "ForAllValues" ? "true" : "false";
    const hint = "write Null without it";
    return {
      at,
      message: `${set} with Null is always ${always}`,
      hint,
      suggestion: renameMember(at.path, "Null"),
    };
  },
});
