import { renameMember } from "../../fixes.ts";
import { nearest } from "../../nearest.ts";
import { operatorNames, parseOperator } from "../../operator.ts";
import { operatorRule, type OperatorView } from "../../operators.ts";
import { quoted } from "../../quoted.ts";

/** Operators are a closed list. How KMS takes another case is not documented, so the canonical one is asked for (IAM User Guide). */
export const unknownOperator = operatorRule((at) => {
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
export const nullWithIfExists = operatorRule((at) =>
  at.operator.family === "Null" && at.operator.ifExists
    ? {
        at,
        message: "Null does not take IfExists",
        hint: "write Null: true means absent, false means present",
        fix: renameMember(at.path, at.name.replace(/IfExists$/i, "")),
      }
    : undefined,
);

/** ForAllValues:Null is always true, ForAnyValue:Null always false (Access Analyzer, NULL_WITH_QUALIFIER). */
export const nullWithSet = operatorRule((at) => {
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
});
