import type { KeyFacts } from "../../../policy/key-facts.ts";
import type { Statement } from "../../../policy/model.ts";
import { fixedParts, notKnownYet } from "../../../policy/symbols.ts";
import type { Test } from "./condition-test.ts";
import { openTest } from "./open-test.ts";
import { matchesPattern } from "../patterns/pattern.ts";
import { hasVariable, textPattern } from "../patterns/pattern-text.ts";

/** Tests that stand for something else than a condition; they are never shown as one. */
export const isPseudoKey = (key: string): boolean => key.startsWith("(");

/**
 * Whether a statement is about this key: `*`, or an entry that matches the key's ARN. Where that is not known, or an entry has a policy
 * variable, a statement may or may not be about it; the answer is then a test of its own, equal for equal resources.
 */
export const resourceTest = (
  { resources, notResource }: Statement,
  facts: KeyFacts,
  variables: boolean,
): boolean | Omit<Test, "id"> => {
  const fits = resources.map((text) => fitOf(text, facts, variables));
  if (fits.includes("yes")) return !notResource;
  const open = resources.filter((_text, index) => fits[index] !== "no");
  if (open.length === 0) return notResource;
  const element = notResource ? "NotResource" : "Resource";
  const filledIn = resources.filter((_text, index) => fits[index] === "open");
  if (filledIn.length > 0) return openTest("resource", element, open, filledIn.map(notKnownYet).join("; "));
  const why = fits.includes("variable") ? "it has a policy variable" : "the key's ARN was not given";
  return openTest("resource", element, open, `whether ${open.join(", ")} is this key is not known: ${why}`);
};

type Fit = "yes" | "no" | "maybe" | "variable" | "open";

const fitOf = (text: string, facts: KeyFacts, variables: boolean): Fit => {
  if (text === "*") return "yes";
  const parts = text === facts.arn ? undefined : fixedParts(text);
  if (parts) return fitOf(parts.join("*"), facts, variables) === "no" ? "no" : "open";
  if (variables && hasVariable(text)) return "variable";
  if (facts.arn !== undefined)
    return matchesPattern(textPattern(text, { wildcards: true, variables }), facts.arn) ? "yes" : "no";
  const wanted = ["arn", facts.partition, "kms", facts.region, facts.account];
  if (fitsAnyKey(text, wanted)) return "yes";
  return mayFitKey(text, wanted) ? "maybe" : "no";
};

type Wanted = readonly (string | undefined)[];

// `arn:aws:kms:*:111122223333:key/*` is every key of the account.
const fitsAnyKey = (text: string, wanted: Wanted): boolean => {
  const [resource = "", ...more] = text.split(":").slice(5);
  return (
    more.length === 0 &&
    (resource === "*" || resource === "key/*") &&
    wanted.every((part, index) => ["*", part].includes(text.split(":")[index]))
  );
};

// A key's ARN has five colons. With as many, the parts are judged one by one; with fewer, a star stands for some: judged up to it.
const mayFitKey = (text: string, wanted: Wanted): boolean => {
  const parts = text.split(":");
  if (parts.length === 6)
    return wanted.every((part, index) => fitsPart(parts[index], part)) && mayBegin(parts[5], "key/");
  if (parts.length > 6 || !text.includes("*")) return false;
  const before = (/^[^*?]*/.exec(text)?.[0] ?? "").split(":");
  return before.every((part, index) => {
    const one = wanted[index];
    return one === undefined || (index < before.length - 1 ? part === one : one.startsWith(part));
  });
};

const fitsPart = (pattern = "", part: string | undefined): boolean =>
  part === undefined || matchesPattern(textPattern(pattern, { wildcards: true, variables: false }), part);

const mayBegin = (pattern = "", beginning: string): boolean => {
  const [start = ""] = /^[^*?]*/.exec(pattern) ?? [];
  return start.startsWith(beginning) || (start !== pattern && beginning.startsWith(start));
};

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
