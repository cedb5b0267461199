import type { Statement } from "../../../policy/model.ts";
import type { Test } from "./condition-test.ts";
import { matchesPattern } from "../patterns/pattern.ts";
import { textPattern } from "../patterns/pattern-text.ts";

/** Tests that stand for something else than a condition; they are never shown as one. */
export const isPseudoKey = (key: string): boolean => key.startsWith("(");

/**
 * Whether a statement is about this key: `*`, or an entry that matches the key's ARN. Without the ARN, a statement that names a
 * resource may or may not be about it; the answer is then a test of its own, equal for equal resources.
 */
export const resourceTest = (statement: Statement, arn: string | undefined): boolean | Omit<Test, "id"> => {
  const { resources, notResource } = statement;
  if (resources.includes("*")) return !notResource;
  if (arn === undefined) return unknownResource(resources, notResource);
  const matched = resources.some((text) =>
    matchesPattern(textPattern(text, { wildcards: true, variables: false }), arn),
  );
  return matched !== notResource;
};

const unknownResource = (resources: readonly string[], negated: boolean): Omit<Test, "id"> => ({
  key: `(resource ${[...new Set(resources)].sort().join(" ")})`,
  condition: { key: "Resource", test: negated ? "NotResource" : "Resource", values: resources },
  matcher: { family: "opaque" },
  quantifier: "none",
  negated,
  whenAbsent: false,
  doubt: `whether ${resources.join(", ")} is this key is not known: the key's ARN was not given`,
});

/** Holds where NotPrincipal in a Deny is read strictly: one exemption of several is not enough. */
export const strictReading: Omit<Test, "id"> = {
  key: "(NotPrincipal)",
  condition: { key: "NotPrincipal", test: "NotPrincipal", values: [] },
  matcher: { family: "opaque" },
  quantifier: "none",
  negated: false,
  whenAbsent: false,
  doubt: "it depends on how NotPrincipal is read: account, role and session may each have to be listed",
};
