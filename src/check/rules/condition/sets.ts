import { underOperator, withTest } from "../../fixes.ts";
import { demandsPresence } from "../../restriction.ts";
import { testRule } from "../../rule.ts";
import { isRejected } from "./forallvalues-rejected.ts";

/** Set operators are for keys with many values. On others ForAllValues also holds for an absent key (IAM User Guide). */
export const setOnSingleValued = testRule((at, { effect }) => {
  const { set, family } = at.operator;
  if (!set || family === "Null" || !at.known || at.known.multi) return undefined;
  if (set === "ForAllValues" && isRejected(at.folded)) return undefined;
  const passes = set === "ForAllValues" && effect === "Allow";
  return {
    at,
    message: passes
      ? `${at.key} has one value, and ForAllValues also holds where it is absent`
      : `${at.key} has one value: ${set} is for keys with many`,
    hint: `write ${at.operator.base}${at.operator.ifExists ? "IfExists" : ""} without ${set}`,
    suggestion: underOperator(at.path, `${at.operator.base}${at.operator.ifExists ? "IfExists" : ""}`),
    ...(passes ? {} : { severity: "warning" as const }),
  };
});

/** ForAllValues is true of nothing at all: a request without the key passes (IAM User Guide, set operators). */
export const forAllValuesAllow = testRule((at, { effect, tests, actions }) => {
  if (effect !== "Allow" || at.operator.set !== "ForAllValues" || at.operator.family === "Null")
    return undefined;
  if (at.known?.multi === false) return undefined;
  if (tests.some((test) => test.folded === at.folded && demandsPresence(test))) return undefined;
  // CreateGrant cannot be called without operations.
  const names = actions.flatMap(({ covers }) => covers.map(({ name }) => name));
  if (at.folded === "kms:grantoperations" && names.every((name) => name === "CreateGrant")) return undefined;
  return {
    at,
    message: `ForAllValues also holds where ${at.key} is absent`,
    hint: `add "Null": { "${at.key}": "false" }`,
    suggestion: withTest(at.path.slice(0, -3), "Null", at.key, "false"),
  };
});

/** Without a set operator only one value of the request is looked at (IAM User Guide, multivalued keys). */
export const missingQualifier = testRule((at) =>
  at.known?.multi && !at.operator.set && at.operator.canonical !== undefined && at.operator.family !== "Null"
    ? {
        at,
        message: `${at.key} can have several values, and ${at.operatorName} says nothing about which`,
        hint: `write ForAnyValue:${at.operator.canonical} (one suffices) or ForAllValues:${at.operator.canonical}`,
        suggestion: underOperator(at.path, `ForAnyValue:${at.operator.canonical}`),
      }
    : undefined,
);
