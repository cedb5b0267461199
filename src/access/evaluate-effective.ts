import { decideEffective, type EffectiveVerdict, reasonsOf } from "./effective/decide-effective.ts";
import { hearLayers, type LayersHeard } from "./effective/layers-heard.ts";
import { type Member, memberOf } from "./effective/member.ts";
import { sameSaying } from "./effective/same-saying.ts";
import { tellLayers } from "./effective/tell-layers.ts";
import type { EffectiveEvaluation, EffectiveQuestion, KeyInWorld } from "./effective/types.ts";
import type { BareDecision } from "./evaluate.ts";
import type { World } from "../world/types.ts";
import { callerOf } from "./evaluator/caller.ts";
import { decisionOrder } from "./evaluator/decide.ts";
import { withArnParts } from "./evaluator/known-context.ts";
import type { OpenRequest } from "./evaluator/scene.ts";
import { laterCall } from "./lockout/context.ts";
import { contextEntries } from "./evaluator/request-context.ts";
import type { AccessRequest } from "./types.ts";

/** One way the request may be meant, decided at both ends. */
interface Outcome {
  readonly heard: LayersHeard;
  readonly least: EffectiveVerdict;
  readonly most: EffectiveVerdict;
}

/**
 * May this caller do this, by every layer that is known: the key policy, the caller's IAM policies and boundary, the
 * organization's policies over both accounts, the grants of the key? Decides one request in the order of the IAM User
 * Guide, "Policy evaluation logic". Where something that matters is unknown, `undecided` says what, and the decision is
 * the lesser one. What a layer whose data is not at hand might say is told in `layers`, never guessed. Never throws.
 */
export const evaluateEffective = (
  request: AccessRequest,
  question: EffectiveQuestion,
): EffectiveEvaluation => {
  const study = studyOf(request, question);
  if (!study) return { ...nobody(request), layers: [] };
  const { member, least } = study;
  const isAtMost = least.least.decision === "allowed" && mayBeNarrowed(member, question);
  return {
    ...least.least,
    layers: tellLayers(least.heard, member),
    ...undecidedIn(study),
    ...(isAtMost && { atMost: true as const }),
  };
};

/**
 * The same about a call yet to be made, by the caller itself and not through a service: what is not given in the request's context, such
 * as the address it will come from, is not known, and never taken for absent.
 */
export const decideLaterCall = (
  request: AccessRequest,
  question: EffectiveQuestion,
): Pick<EffectiveEvaluation, "decision" | "undecided" | "stoppedBy"> => {
  const caller = callerOf(request.principal);
  if (!caller) return nobody(request);
  const study = studyOfCall(laterCall(caller, request.action, contextEntries(request.context)), question);
  return { ...study.least.least, ...undecidedIn(study) };
};

type Decided = Pick<EffectiveEvaluation, "decision" | "undecided">;

/**
 * The same without what each layer says, for those who decide thousands of requests: callers of whom all layers say the
 * same are decided once.
 */
export const decideByLayers = (request: AccessRequest, question: EffectiveQuestion): Decided => {
  const caller = callerOf(request.principal);
  const saying = caller && sameSaying(memberOf(caller, question.world), question);
  if (saying === undefined) return decideAlone(request, question);
  const known = decided.get(question) ?? new Map<string, Decided>();
  decided.set(question, known);
  const key = `${saying} ${request.action} ${JSON.stringify(request.context)}`;
  const found = known.get(key) ?? decideAlone(request, question);
  known.set(key, found);
  return found;
};

/**
 * The bare answer of a key policy under the policies of organizations alone, with the decisions at both ends of what is not known; what
 * the world knows of people and grants is left out.
 */
export const decideUnderOrganizations = (
  request: AccessRequest,
  key: KeyInWorld,
  { organizations }: World,
): BareDecision => {
  const world: World = { organizations, directories: new Map(), grants: undefined };
  const study = studyOf(request, { key, world, ceilings: {} });
  if (!study) return { ...nobody(request), least: "not-allowed", most: "not-allowed" };
  const ends = { least: study.least.least.decision, most: study.most.most.decision };
  return { decision: ends.least, ...ends, ...undecidedIn(study) };
};

const decided = new WeakMap<EffectiveQuestion, Map<string, Decided>>();

const decideAlone = (request: AccessRequest, question: EffectiveQuestion): Decided => {
  const study = studyOf(request, question);
  return study ? { decision: study.least.least.decision, ...undecidedIn(study) } : nobody(request);
};

const nobody = ({ principal }: AccessRequest) => ({
  decision: "not-allowed" as const,
  undecided: `${principal} names nobody who can make a request`,
});

/** The request in every way it may be meant, and the ways in which least and most is allowed. */
interface Study {
  readonly member: Member;
  readonly outcomes: readonly Outcome[];
  readonly least: Outcome;
  readonly most: Outcome;
}

const studyOf = (request: AccessRequest, question: EffectiveQuestion): Study | undefined => {
  const caller = callerOf(request.principal);
  if (!caller) return undefined;
  return studyOfCall({ caller, action: request.action, given: contextEntries(request.context) }, question);
};

const studyOfCall = (open: OpenRequest, question: EffectiveQuestion): Study => {
  const member = memberOf(open.caller, question.world);
  const outcomes = hearLayers(open, member, withKeyArn(question)).map((heard) => outcomeOf(heard, member));
  const least = extreme(outcomes, (a, b) => rank(a.least) < rank(b.least));
  const most = extreme(outcomes, (a, b) => rank(a.most) > rank(b.most));
  return { member, outcomes, least, most };
};

const undecidedIn = ({ member, outcomes, least, most }: Study): { readonly undecided?: string } =>
  rank(least.least) === rank(most.most) ? {} : { undecided: reasons(outcomes, member) };

const completed = new WeakMap<EffectiveQuestion, EffectiveQuestion>();

// The same question is put for thousands of requests.
const withKeyArn = (question: EffectiveQuestion): EffectiveQuestion => {
  const { key } = question;
  const whole = completed.get(question) ?? { ...question, key: { ...key, facts: withArnParts(key.facts) } };
  completed.set(question, whole);
  return whole;
};

const outcomeOf = (heard: LayersHeard, member: Member): Outcome => {
  const least = decideEffective(heard, member, false);
  // What is allowed even where the unknown counts against it is allowed whatever the unknown is.
  const most = least.decision === "allowed" ? least : decideEffective(heard, member, true);
  return { heard, least, most };
};

const rank = ({ decision }: EffectiveVerdict): number => decisionOrder.indexOf(decision);

const extreme = (outcomes: readonly Outcome[], beats: (one: Outcome, other: Outcome) => boolean): Outcome =>
  outcomes.reduce((best, outcome) => (beats(outcome, best) ? outcome : best));

const reasons = (outcomes: readonly Outcome[], member: Member): string => {
  const assumed = outcomes.flatMap(({ heard }) => heard.scene.assumes ?? []);
  const open = outcomes.flatMap(({ heard }) => reasonsOf(heard, member));
  return [...new Set([...open, ...assumed])].join("; ");
};

const mayBeNarrowed = ({ caller }: Member, { ceilings }: EffectiveQuestion): boolean =>
  !ceilings.session && ["role", "session", "federated-user"].includes(caller.kind);
