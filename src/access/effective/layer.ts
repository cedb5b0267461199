import type { KeyFacts } from "../../policy/key-facts.ts";
import type { Statement } from "../../policy/model.ts";
import type { BoundPolicy } from "../../world/types.ts";
import { matchesAction } from "../evaluator/action.ts";
import type { RequestCaller } from "../evaluator/caller.ts";
import { evaluateCondition } from "../evaluator/condition.ts";
import type { Scope } from "../evaluator/operators/operator.ts";
import { matchPrincipal } from "../evaluator/principal.ts";
import type { RequestContext } from "../evaluator/request-context.ts";
import { matchesResource } from "../evaluator/resource.ts";
import { allOf, anyOf, isUnknown, type Truth, unknown } from "../evaluator/truth.ts";
import type { LayerSource } from "./types.ts";

/** One request as policies without a Principal see it. */
export interface LayerRequest {
  readonly action: string;
  /** Of the key. */
  readonly facts: KeyFacts;
  readonly context: RequestContext;
}

/** A truth, and what settles it or leaves it open. */
export interface Voice {
  readonly truth: Truth;
  readonly by?: LayerSource;
}

/** What the union of some policies says: whether some statement allows the request, and whether some denies it. */
export interface Layer {
  readonly allow: Voice;
  readonly deny: Voice;
}

/**
 * Puts a request to the policies of one layer, whose statements are a union (IAM User Guide, "Policy evaluation
 * logic"). A policy whose text is not known might allow and might deny. With a `caller` the statements name principals,
 * as those of a VPC endpoint do; one that names none is for everybody.
 */
export const layerOf = (
  policies: readonly BoundPolicy[],
  request: LayerRequest,
  caller?: RequestCaller,
): Layer => {
  const voices = policies.flatMap((policy) => voicesOf(policy, request, caller));
  return { allow: louder(voices, "Allow"), deny: louder(voices, "Deny") };
};

/** The first voice that holds, else the first that is open, with all that is open in the others; else silence. */
export const firstOf = (voices: readonly Voice[]): Voice => {
  const truth = anyOf(voices.map((voice) => voice.truth));
  if (!isUnknown(truth)) return voices.find((voice) => voice.truth === truth) ?? { truth: false };
  return { ...voices.find((voice) => isUnknown(voice.truth)), truth };
};

interface StatementVoice extends Voice {
  readonly effect: Statement["effect"];
}

const louder = (voices: readonly StatementVoice[], effect: Statement["effect"]): Voice => {
  const { truth, by } = firstOf(voices.filter((voice) => voice.effect === effect));
  return { truth, ...(by && { by }) };
};

const voicesOf = (
  { name, of, content }: BoundPolicy,
  request: LayerRequest,
  caller: RequestCaller | undefined,
): readonly StatementVoice[] => {
  const source = { policy: name, ...(of !== undefined && { of }) };
  if ("unknown" in content) {
    const truth = unknown(`${name}: ${content.unknown}`);
    return [
      { effect: "Allow", truth, by: source },
      { effect: "Deny", truth, by: source },
    ];
  }
  const scope = { context: request.context, variables: content.policy.version === "2012-10-17" };
  return content.policy.statements
    .map((statement) => ({ statement, action: matchesAction(statement, request.action) }))
    .filter(({ action }) => action !== false)
    .map(({ statement, action }) => ({
      effect: statement.effect,
      truth: allOf([action, speaksTo(statement, caller), statementTruth(statement, request.facts, scope)]),
      by: { ...source, index: statement.index, ...(statement.sid !== undefined && { sid: statement.sid }) },
    }));
};

const speaksTo = (statement: Statement, caller: RequestCaller | undefined): Truth => {
  if (!caller || (statement.principals.length === 0 && !statement.notPrincipal)) return true;
  return anyOf(matchPrincipal(statement, caller, true).map(({ truth }) => truth));
};

const statementTruth = (statement: Statement, facts: KeyFacts, scope: Scope): Truth => {
  const about = isAbout(statement, facts, scope);
  if (about === false || statement.conditions.length === 0) return about;
  return allOf([about, ...statement.conditions.map((test) => evaluateCondition(test, scope))]);
};

// IAM matches the whole ARN, and a star goes over colons and slashes (IAM User Guide, "Resource").
const isAbout = (statement: Statement, facts: KeyFacts, scope: Scope): Truth => {
  if (scope.variables && statement.resources.some((pattern) => pattern.includes("${")))
    return matchesResource(statement, facts, scope);
  const last = fitting.get(statement);
  if (last?.facts === facts) return last.truth;
  const truth = matchesResource(statement, facts, scope);
  fitting.set(statement, { facts, truth });
  return truth;
};

// Thousands of requests to one key meet the same statements.
const fitting = new WeakMap<Statement, { readonly facts: KeyFacts; readonly truth: Truth }>();
