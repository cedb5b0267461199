import { fixedParts, notKnownYet } from "../../../policy/symbols.ts";
import type { Pattern } from "../patterns/pattern.ts";
import { textPattern } from "../patterns/pattern-text.ts";
import type { Test } from "./condition-test.ts";
import { callerKeys } from "./known-keys.ts";

type Unnumbered = Omit<Test, "id">;

/** Keys of which the value that is filled in later is told as somebody, or somebody's account, of its own. */
const ofSomebody: ReadonlySet<string> = new Set([
  "kms:calleraccount",
  "aws:principalaccount",
  "aws:principalarn",
]);

/** To what the key of a test is tied: to the KMS key, whose value it is, or to another test of the same statement. */
export type Tie = "key" | "test" | undefined;

/**
 * A test of a key that follows from the caller or the key, with a value of which a part is filled in later: whether it holds is not known
 * where the fixed parts fit, and certain where they do not. An Allow to whoever is named so is told as theirs, under the name that the
 * document has for them. Other keys are told with the value's name, as a limit. Returns the ways in which it may hold, in each of which
 * all tests hold.
 */
export const openValue = (
  test: Unnumbered,
  effect: "Allow" | "Deny" | undefined,
  tieOf: (key: string) => Tie,
): readonly (readonly Unnumbered[])[] => {
  const { condition, key, matcher, negated, quantifier } = test;
  const open = matcher.family === "text" ? condition.values.filter((value) => fixedParts(value)) : [];
  const tie = callerKeys.has(key) ? "key" : tieOf(key);
  if (open.length === 0 || tie === undefined) return [[test]];
  if (effect === "Allow" && !negated && ofSomebody.has(key)) return [[test]];
  const opaque: Unnumbered = {
    ...test,
    matcher: { family: "opaque" },
    doubt: open.map(notKnownYet).join("; "),
  };
  const patterns = open.flatMap((value) => patternOf(value) ?? []);
  if (
    tie === "test" ||
    quantifier !== "none" ||
    open.length < condition.values.length ||
    patterns.length === 0
  )
    return [[opaque]];
  const fits: Unnumbered = {
    ...test,
    matcher: { family: "text", exact: new Set(), patterns: [...patterns] },
  };
  return negated ? [[fits], [opaque]] : [[fits, opaque]];
};

/** What the value may become: its fixed parts with anything between them, compared more widely than any operator does. */
const patternOf = (value: string): [Pattern] | undefined => {
  const style = { wildcards: true, ignoreCase: true, variables: false };
  const parts = fixedParts(value);
  if (!parts || parts.every((part) => part === "")) return undefined;
  return [
    parts.flatMap((part, place): Pattern => [
      ...(place > 0 ? [{ star: true, except: "" }] : []),
      ...textPattern(part, style),
    ]),
  ];
};
