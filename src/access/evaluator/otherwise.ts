import type { RequestContext } from "./request-context.ts";
import { decisionOrder, isDeny, type Match, type TestOutcome, type Verdict } from "./decide.ts";
import { settle } from "./truth.ts";
import type { Access, Condition, Decision } from "../types.ts";

type When = Access["when"];

// Ands of ors multiply out: what is listed beyond this is of no use to a reader, and each entry stands for itself.
const mostAlternatives = 32;

/**
 * Conditions under which the answer would turn, an or of ands: those that a conditional Allow or Deny still lacks, or
 * the negation of those that a deciding statement rests on. What follows from the caller or the key cannot turn.
 */
export const turningConditions = (
  matches: readonly Match[],
  verdict: Verdict,
  context: RequestContext,
): When => {
  const turn = verdict.decision === "denied" ? endDenial(matches, verdict, context) : [];
  if (verdict.decision === "denied") return turn;
  const better = matches.filter((match) => gives(match) > rank(verdict.decision));
  const worse = matches.filter(isDeny);
  const gain = better.flatMap((match) => missing(match, context));
  if (verdict.decision === "not-allowed") return gain;
  return [
    ...gain,
    ...worse.flatMap((match) => missing(match, context)),
    ...multiply(
      [[]],
      verdict.matches.map((match) => breaking(match, context)),
    ),
  ];
};

const rank = (decision: Decision): number => decisionOrder.indexOf(decision);
const gives = (match: Match): number => rank(match.gives);

// Every Deny must fall, and an Allow must stand.
const endDenial = (matches: readonly Match[], verdict: Verdict, context: RequestContext): When => {
  const allows = matches.filter((match) => !isDeny(match));
  const stands = allows.some(({ truth }) => settle(truth, false));
  const base = stands ? [[]] : allows.flatMap((match) => missing(match, context));
  return multiply(
    base,
    verdict.matches.map((match) => breaking(match, context)),
  );
};

/** The tests that a statement still lacks, as one and; none where one of them cannot turn. */
const missing = ({ tests }: Match, context: RequestContext): When => {
  const failing = tests.filter(({ truth }) => !settle(truth, false));
  const stuck = failing.length === 0 || failing.some((outcome) => isSettled(outcome, context));
  return stuck ? [] : [failing.map((outcome) => condition(outcome))];
};

/** Each way to make a statement no longer apply: one of its tests must fail. */
const breaking = ({ tests }: Match, context: RequestContext): readonly Condition[] =>
  tests
    .filter((outcome) => !isSettled(outcome, context))
    .map((outcome) => ({ ...condition(outcome), not: true }));

// Whether a key is there that every request has, no request changes.
const isSettled = ({ test }: TestOutcome, { isFixed, isAlwaysThere }: RequestContext): boolean =>
  isFixed(test.key) || (/null$/i.test(test.operator) && isAlwaysThere(test.key));

const condition = ({ test }: TestOutcome): Condition => ({
  key: test.key,
  test: test.operator,
  values: test.values,
});

const multiply = (base: When, factors: readonly (readonly Condition[])[]): When =>
  factors.reduce<When>(
    (ands, factor) => ands.flatMap((and) => factor.map((one) => [...and, one])).slice(0, mostAlternatives),
    base,
  );
