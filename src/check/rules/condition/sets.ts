import { underOperator, withTest } from "../../fixes.ts";
import { demandsPresence } from "../../restriction.ts";
import { testRule } from "../../rule.ts";
import { isRejected } from "./forallvalues-rejected.ts";

/** Set operators are for keys with many values. On others ForAllValues also holds for an absent key (IAM User Guide). */
export const setOnSingleValued = testRule({
  code: "set-on-single-valued",
  severity: "security",
  title: "A set operator on a key with one value",
  page: () => ({
    trigger: "ForAllValues or ForAnyValue stands with a key that has one value.",
    why: "ForAllValues in an Allow also holds where the key is absent, which is a hole; elsewhere it is only misleading, and a warning.",
    fix: "Write the operator without it.",
    example:
      '"ForAnyValue:StringEquals": { "kms:ViaService": … }  =>  "StringEquals": { "kms:ViaService": … }',
  }),
  run: (at, { effect }) => {
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
  },
});

/** ForAllValues is true of nothing at all: a request without the key passes (IAM User Guide, set operators). */
export const forAllValuesAllow = testRule({
  code: "forallvalues-allow",
  severity: "security",
  title: "ForAllValues lets a missing key pass",
  page: () => ({
    trigger: "An Allow has ForAllValues, and no Null test that the key is there.",
    why: "ForAllValues is true of nothing at all: a request without the key is allowed.",
    fix: 'Add "Null": { KEY: "false" }.',
    example:
      '"ForAllValues:StringEquals": { "kms:EncryptionContextKeys": ["App"] }  =>  the same and "Null": { "kms:EncryptionContextKeys": "false" }',
  }),
  run: (at, { effect, tests, actions }) => {
    if (effect !== "Allow" || at.operator.set !== "ForAllValues" || at.operator.family === "Null")
      return undefined;
    if (at.known?.multi === false) return undefined;
    if (tests.some((test) => test.folded === at.folded && demandsPresence(test))) return undefined;
    // CreateGrant cannot be called without operations.
    const names = actions.flatMap(({ covers }) => covers.map(({ name }) => name));
    if (at.folded === "kms:grantoperations" && names.every((name) => name === "CreateGrant"))
      return undefined;
    return {
      at,
      message: `ForAllValues also holds where ${at.key} is absent`,
      hint: `add "Null": { "${at.key}": "false" }`,
      suggestion: withTest(at.path.slice(0, -3), "Null", at.key, "false"),
    };
  },
});

/** Without a set operator only one value of the request is looked at (IAM User Guide, multivalued keys). */
export const missingQualifier = testRule({
  code: "missing-qualifier",
  severity: "warning",
  title: "A key with many values needs a set operator",
  page: () => ({
    trigger: "A key with many values stands with an operator without ForAnyValue or ForAllValues.",
    why: "It is open which of the values is compared.",
    fix: "Write ForAnyValue: where one value suffices, ForAllValues: where all must match.",
    example:
      '"StringEquals": { "kms:GrantOperations": ["Decrypt"] }  =>  "ForAllValues:StringEquals": { "kms:GrantOperations": ["Decrypt"] }',
  }),
  explainsNoEffect: true,
  run: (at) =>
    at.known?.multi &&
    !at.operator.set &&
    at.operator.canonical !== undefined &&
    at.operator.family !== "Null"
      ? {
          at,
          message: `${at.key} can have several values, and ${at.operatorName} says nothing about which`,
          hint: `write ForAnyValue:${at.operator.canonical} (one suffices) or ForAllValues:${at.operator.canonical}`,
          suggestion: underOperator(at.path, `ForAnyValue:${at.operator.canonical}`),
        }
      : undefined,
});
