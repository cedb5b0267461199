import { hasFixedValues } from "./fixed-values.ts";
import type { StatementView, TestView } from "./views.ts";

/**
 * Whether a condition plainly holds for nobody but callers that the policy's author chose (Security Hub KMS.5: a fixed value). Networks
 * are left to the engine: those of several statements may together be the internet.
 */
export const isRestricted = (statement: StatementView): boolean =>
  statement.tests.some(
    (test) => test.folded !== "aws:sourceip" && hasFixedValues(test) && needsMatch(test, statement),
  );

/** Whether the test fails where the key is absent or has another value. */
const needsMatch = ({ operator, folded }: TestView, { tests }: StatementView): boolean => {
  if (operator.canonical === undefined || operator.negated || operator.family === "Null") return false;
  const passesAbsent = operator.ifExists || operator.set === "ForAllValues";
  return !passesAbsent || tests.some((test) => test.folded === folded && demandsPresence(test));
};

/** Whether the test holds only where its key is there: `"Null": { key: "false" }`. */
export const demandsPresence = ({ operator, values }: TestView): boolean =>
  operator.family === "Null" && values.length === 1 && values[0]?.text === "false";

/**
 * Whether a Deny plainly meets every stranger: each of its tests is that the caller is none of the chosen ones. Such a Deny makes a
 * wide Allow narrow. ForAnyValue spares whoever lacks the key (IAM User Guide, "Multivalued context keys").
 */
export const deniesStrangers = (statement: StatementView): boolean =>
  statement.effect === "Deny" &&
  statement.model.inert === undefined &&
  !statement.model.notPrincipal &&
  statement.principals.some(({ principal }) => principal.kind === "everyone") &&
  statement.tests.every(
    (test) =>
      (test.operator.negated && test.operator.set !== "ForAnyValue" && hasFixedValues(test)) ||
      isNoServiceCall(test),
  );

/** Holds for every caller that is no AWS service itself. */
const isNoServiceCall = ({ folded, operator, values }: TestView): boolean =>
  folded === "aws:principalisawsservice" &&
  operator.family === "Bool" &&
  values.every(({ text }) => text.toLowerCase() === "false");
