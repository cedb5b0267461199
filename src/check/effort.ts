import type { PolicyDocument } from "../policy/document.ts";
import { maximumPolicyBytes } from "../policy/limits.ts";
import type { Statement } from "../policy/model.ts";
import type { ParsedText } from "../policy/syntax.ts";
import type { CheckOptions } from "./options.ts";
import type { CheckContext } from "./rule.ts";
import { textToSend } from "./text-to-send.ts";

/** What the access engine may be asked in one check. A policy of a usual size needs a few hundred; one made to be slow would need millions. */
const limit = 10_000;

/** What it may be asked in checks that follow one another, such as those after each round of mending. */
const limitOfAll = 5 * limit;

/** Characters of a condition's value that are usual at most. */
const usual = 256;

const spent = new WeakMap<object, number>();

/** Principals that cost as much as a statement where the engine is asked about them: each is a caller of its own. */
const principalsAsked = 1;

/**
 * Whether the engine may still be asked about these statements in this check; counts it as asked where it may. Its work grows
 * with the square of their number and of their conditions' values, long ones counted for several, and of many principals. Checks with the same options object follow one another.
 */
export const mayAskEngine = (context: CheckContext, statements: readonly Statement[]): boolean => {
  const work = workOn(statements, principalsAsked);
  const here = (spent.get(context) ?? 0) + work;
  const inAll = (spent.get(context.options) ?? 0) + work;
  if (here > limit || inAll > limitOfAll) return false;
  spent.set(context, here);
  spent.set(context.options, inAll);
  return true;
};

/** What looking at fixes may cost in one check, and in those that follow one another: dozens of them in a policy of a usual size. */
const limitOfTrials = limit;
const tried = new WeakMap<CheckOptions, number>();

/**
 * Whether there is still time to see what a fix of the document does to access, `statements` being those before and after. Checks with
 * the same options object follow one another.
 */
export const isTimeToTryFix = (
  document: PolicyDocument,
  statements: readonly Statement[],
  options: CheckOptions,
): boolean => workWith(document, statements, options) <= limitOfTrials;

/** `isTimeToTryFix`; counts the fix as tried where there is time. */
export const mayTryFix = (
  document: PolicyDocument,
  statements: readonly Statement[],
  options: CheckOptions,
): boolean => {
  const work = workWith(document, statements, options);
  if (work > limitOfTrials) return false;
  tried.set(options, work);
  return true;
};

/** What has been tried, and this fix too. Making the edit reads the whole text again. */
const workWith = (
  document: PolicyDocument,
  statements: readonly Statement[],
  options: CheckOptions,
): number => (tried.get(options) ?? 0) + workOn(statements, severalPrincipals) + document.text.length / 10;

/** Principals that cost as much as a statement where access is compared. */
const severalPrincipals = 4;

const workOn = (statements: readonly Statement[], principalsEach: number): number => {
  const values = statements.flatMap(({ conditions }) => conditions.flatMap((test) => test.values));
  const sizes = values.reduce((sum, { length }) => sum + 1 + Math.floor(length / usual), 0);
  const principals = statements.reduce((sum, statement) => sum + statement.principals.length, 0);
  return (statements.length + sizes + principals / principalsEach) ** 2;
};

const farTooMany = 2 * maximumPolicyBytes;

/**
 * Whether KMS would not take the text, however its white space and comments are written, by far: then nobody needs to know what it
 * would mean, and rules that look at pairs would take minutes for a megabyte.
 */
export const isFarTooLarge = (parsed: ParsedText): boolean =>
  parsed.text.length > farTooMany && textToSend(parsed).replaceAll(/\s+/g, "").length > farTooMany;
