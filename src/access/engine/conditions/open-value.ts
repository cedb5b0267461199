import { fixedParts, notKnownYet } from "../../../policy/symbols.ts";
import type { Test } from "./condition-test.ts";
import { callerKeys } from "./known-keys.ts";

/** Keys of which the value that is filled in later is told as somebody, or somebody's account, of its own. */
const ofSomebody: ReadonlySet<string> = new Set([
  "kms:calleraccount",
  "aws:principalaccount",
  "aws:principalarn",
]);

/**
 * A test of a key that follows from the caller or the key, with a value of which a part is filled in later: whether it holds is not known.
 * An Allow to whoever is named so is told as theirs, under the name that the document has for them. `isTied`: the key follows from
 * the KMS key, or is asked for more than once. Other keys are told with the value's name, as a limit.
 */
export const openValue = (
  test: Omit<Test, "id">,
  effect: "Allow" | "Deny" | undefined,
  isTied: (key: string) => boolean,
): Omit<Test, "id"> => {
  const { condition, key, matcher, negated } = test;
  const open = matcher.family === "text" ? condition.values.filter((value) => fixedParts(value)) : [];
  if (open.length === 0 || !(callerKeys.has(key) || isTied(key))) return test;
  if (effect === "Allow" && !negated && ofSomebody.has(key)) return test;
  return { ...test, matcher: { family: "opaque" }, doubt: open.map(notKnownYet).join("; ") };
};
