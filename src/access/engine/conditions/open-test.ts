import type { Test } from "./condition-test.ts";

/** A test that stands for what nobody knows of an element of a statement, or of a policy over it: it holds or it does not; equal for equal entries. */
export const openTest = (
  kind: "resource" | "action" | "principal" | "organization",
  element: string,
  entries: readonly string[],
  doubt: string,
): Omit<Test, "id"> => ({
  key: `(${kind} ${[...new Set(entries)].sort().join(" ")})`,
  condition: { key: element.replace("Not", ""), test: element, values: entries },
  matcher: { family: "opaque" },
  quantifier: "none",
  negated: element.startsWith("Not"),
  whenAbsent: false,
  doubt,
});
