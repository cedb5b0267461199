import type { KeyFacts } from "../../policy/key-facts.ts";
import type { Policy } from "../../policy/model.ts";
import { decideBounds } from "../evaluate.ts";
import type { RequestCaller } from "../evaluator/caller.ts";
import { type Candidate, candidatesOf } from "./candidates.ts";
import { laterCall } from "./context.ts";
import type { ContextEntries } from "../evaluator/request-context.ts";
import type { Decision } from "../types.ts";

/** Everybody who may be able to change the policy, if what is unknown turns out well. */
export const managersOf = (policy: Policy, facts: KeyFacts): readonly Candidate[] => [
  ...managersAmong(candidatesOf(policy, facts), policy, facts),
];

/** Those of some candidates who may be able to change the policy, decided one by one as they are asked for. */
export function* managersAmong(
  candidates: readonly Candidate[],
  policy: Policy,
  facts: KeyFacts,
  known: ContextEntries = [],
): Generator<Candidate> {
  for (const candidate of candidates)
    if (mayReach(bestDecision(policy, candidate.caller, "kms:PutKeyPolicy", facts, known))) yield candidate;
}

/** The decision for a later call, with what is unknown taken to turn out well. */
export const bestDecision = (
  policy: Policy,
  caller: RequestCaller,
  action: string,
  facts: KeyFacts,
  known: ContextEntries = [],
): Decision => decideBounds(policy, laterCall(caller, action, known), facts).most.most.decision;

/** Whether a request may be let through: by the key policy, or by IAM behind it. */
export const mayReach = (decision: Decision): boolean => decision === "allowed" || decision === "needs-iam";
