import type { KeyFacts } from "../policy/key-facts.ts";
import { mayBeNewAction } from "../policy/kms-actions.ts";
import type { Policy } from "../policy/model.ts";
import { whyNeverGiven } from "../policy/never-given.ts";
import { actionRole } from "./evaluator/action.ts";
import { callerOf } from "./evaluator/caller.ts";
import { decide, decisionOrder, type Match, matchesOf, type Verdict } from "./evaluator/decide.ts";
import { turningConditions } from "./evaluator/otherwise.ts";
import { type OpenRequest, type Scene, scenesOf } from "./evaluator/scene.ts";
import { isUnknown } from "./evaluator/truth.ts";
import { contextEntries } from "./evaluator/request-context.ts";
import { ignoredKeys } from "./evaluator/ignored.ts";
import type { AccessRequest, DecidingStatement, Decision, Evaluation } from "./types.ts";

/** A scene decided twice: with what is unknown taken for less access, and for more. */
interface Outcome {
  readonly scene: Scene;
  readonly matches: readonly Match[];
  readonly least: Verdict;
  readonly most: Verdict;
}

/** Both ends of what may be decided; they differ where something that matters is unknown. */
export interface Bounds {
  readonly least: Outcome;
  readonly most: Outcome;
  /** Why they differ; else undefined. */
  readonly undecided: string | undefined;
}

/**
 * May this caller do this, by the key policy alone? Decides one request, statement by statement, after the KMS
 * Developer Guide and the IAM User Guide. Where something that matters is unknown, `undecided` says what, and the
 * decision is the lesser one (for an account as caller the greater one: some identity of it may). Never throws.
 */
export const evaluate = (policy: Policy, request: AccessRequest, facts: KeyFacts): Evaluation => {
  const caller = callerOf(request.principal);
  if (!caller) {
    return {
      decision: "not-allowed",
      statements: [],
      undecided: `${request.principal} names nobody who can make a request`,
    };
  }
  const open = { caller, action: request.action, given: contextEntries(request.context) };
  const bounds = decideBounds(policy, open, facts);
  const ignored = ignoredKeys(bounds.least.scene, open.given);
  const evaluation = evaluationOf(bounds, caller.kind === "some-identity");
  return ignored.length === 0 ? evaluation : { ...evaluation, ignored };
};

/** The bare answer to a request, with the decisions at both ends of what is not known. */
export interface BareDecision extends Pick<Evaluation, "decision" | "undecided"> {
  readonly least: Decision;
  readonly most: Decision;
}

/**
 * The bare answer to `evaluate`, for whoever asks often: not by which statement, and not what would turn it; what the policy says of an
 * operation that this kind of key does not have, too.
 */
export const decideRequest = (policy: Policy, request: AccessRequest, facts: KeyFacts): BareDecision => {
  const caller = callerOf(request.principal);
  if (!caller) return { ...evaluate(policy, request, facts), least: "not-allowed", most: "not-allowed" };
  const open = { caller, action: request.action, given: contextEntries(request.context) };
  const { least, most, undecided } = decideBounds(policy, open, facts);
  const ends = { least: least.least.decision, most: most.most.decision };
  const decision = caller.kind === "some-identity" ? ends.most : ends.least;
  return undecided === undefined ? { decision, ...ends } : { decision, ...ends, undecided };
};

/** Decides a request at both ends. */
export const decideBounds = (policy: Policy, request: OpenRequest, facts: KeyFacts): Bounds => {
  const outcomes = scenesOf(policy, request, facts).map(outcomeOf);
  const least = extreme(outcomes, (a, b) => rank(a.least) < rank(b.least));
  const most = extreme(outcomes, (a, b) => rank(a.most) > rank(b.most));
  return { least, most, undecided: reasonOf(outcomes, least, most) };
};

const rank = ({ decision }: Verdict): number => decisionOrder.indexOf(decision);

const outcomeOf = (scene: Scene): Outcome => {
  const matches = matchesOf(scene);
  const least = decide(matches, false);
  const isOpen = matches.some(({ truth }) => isUnknown(truth));
  return { scene, matches, least, most: isOpen ? decide(matches, true) : least };
};

const extreme = (outcomes: readonly Outcome[], beats: (one: Outcome, other: Outcome) => boolean): Outcome =>
  outcomes.reduce((best, outcome) => (beats(outcome, best) ? outcome : best));

const reasonOf = (outcomes: readonly Outcome[], least: Outcome, most: Outcome): string | undefined => {
  if (least.least.decision === most.most.decision) return undefined;
  const unknowns = outcomes.flatMap(({ matches }) => matches.flatMap(unknownsOf));
  const assumed = outcomes.flatMap(({ scene }) => (scene.assumes === undefined ? [] : [scene.assumes]));
  return [...new Set([...unknowns, ...assumed])].join("; ");
};

const unknownsOf = ({ statement, truth }: Match): readonly string[] =>
  isUnknown(truth) ? [`statement ${statement.index + 1}: ${truth.because}`] : [];

const evaluationOf = ({ least, most, undecided }: Bounds, hopeful: boolean): Evaluation => {
  const { matches, scene } = hopeful ? most : least;
  const because = whyNever(scene);
  const verdict = hopeful ? most.most : least.least;
  if (because !== undefined && verdict.decision !== "denied")
    return { decision: "not-allowed", statements: [], because };
  const otherwise = turningConditions(matches, verdict, scene.context);
  return {
    decision: verdict.decision,
    statements: verdict.matches.map(decidingStatement),
    ...(otherwise.length > 0 && { otherwise }),
    ...(undecided !== undefined && { undecided }),
    ...(mayBeNewAction(scene.action) && { unknownAction: true as const }),
  };
};

const whyNever = ({ action, caller, home, facts }: Scene): string | undefined =>
  whyNeverGiven(action, facts) ??
  (home || [caller.account, facts.account].includes(undefined) || actionRole(action).crossAccount
    ? undefined
    : `${action} never works on a key of another account`);

/** A matched statement as `--json` names it. */
export const decidingStatement = ({ statement }: Match): DecidingStatement => ({
  index: statement.index,
  ...(statement.sid !== undefined && { sid: statement.sid }),
  effect: statement.effect,
});
