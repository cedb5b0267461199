import type { ConditionTest, Statement } from "../../policy/model.ts";
import { type ActionRole, actionRole, matchesAction } from "./action.ts";
import { statementsAbout } from "./addressed.ts";
import { samePartition } from "./caller.ts";
import { evaluateCondition } from "./condition.ts";
import { matchPrincipal } from "./principal.ts";
import type { Reach } from "./reach.ts";
import { matchesResource } from "./resource.ts";
import type { Scene } from "./scene.ts";
import { allOf, settle, type Truth } from "./truth.ts";
import type { Decision } from "../types.ts";

export interface TestOutcome {
  readonly test: ConditionTest;
  readonly truth: Truth;
}

/** A statement that speaks of the caller, the action and this key; `truth` tells whether it applies. */
export interface Match {
  readonly statement: Statement;
  /** What the statement gives when it applies. */
  readonly gives: Decision;
  readonly truth: Truth;
  readonly tests: readonly TestOutcome[];
}

/** A decision, with the statements that it rests on. */
export interface Verdict {
  readonly decision: Decision;
  readonly matches: readonly Match[];
}

/** Decisions from the least access to the most. */
export const decisionOrder: readonly Decision[] = ["denied", "not-allowed", "needs-iam", "allowed"];

/** The statements that speak of the request, Allows without any effect left out. */
export const matchesOf = (scene: Scene): readonly Match[] => {
  const role = actionRole(scene.action);
  return statementsAbout(scene.policy, scene.caller).flatMap((statement) => matchOf(statement, role, scene));
};

const matchOf = (statement: Statement, role: ActionRole, scene: Scene): readonly Match[] => {
  if (statement.inert !== undefined || !role.deniable) return [];
  const found = matchPrincipal(statement, scene.caller, scene.home).flatMap(({ reach, truth }) => {
    const gives = statement.effect === "Deny" ? "denied" : givenBy(reach, role, scene);
    return gives === "not-allowed" ? [] : [{ gives, truth }];
  });
  const action = found.length > 0 && matchesAction(statement, scene.action);
  if (action === false) return [];
  const scope = { context: scene.context, variables: scene.policy.version === "2012-10-17" };
  const resource = matchesResource(statement, scene.facts, scope);
  if (resource === false) return [];
  const tests = statement.conditions.map((test) => ({ test, truth: evaluateCondition(test, scope) }));
  const rest = allOf([action, resource, ...tests.map(({ truth }) => truth)]);
  return found.map(({ gives, truth }) => ({ statement, gives, tests, truth: allOf([truth, rest]) }));
};

/**
 * What an Allow gives. Nothing to a caller of another partition: they share nothing (AWS General Reference, "Partitions"). By name it is enough in the key's own account; through the account principal, and from any
 * other account, IAM must allow too, but for the root user at home and for services, which have no IAM policies
 * (KMS Developer Guide, "Default key policy"; IAM User Guide, "Cross-account policy evaluation logic").
 */
const givenBy = (reach: Reach, role: ActionRole, { caller, home, facts }: Scene): Decision => {
  if (!role.allowable || !samePartition(caller.partition, facts.partition)) return "not-allowed";
  if (caller.account === undefined) return "allowed";
  if (!home) return role.crossAccount ? "needs-iam" : "not-allowed";
  if (caller.kind === "some-identity") return "needs-iam";
  return reach === "direct" || caller.kind === "root-user" ? "allowed" : "needs-iam";
};

/** Decides by the statements. What is unknown is taken for less access, or with `hopeful` for more. */
export const decide = (matches: readonly Match[], hopeful: boolean): Verdict => {
  const applying = matches.filter(({ gives, truth }) => settle(truth, (gives === "denied") !== hopeful));
  const [denies, allows] = [applying.filter(isDeny), applying.filter((match) => !isDeny(match))];
  if (denies.length > 0) return { decision: "denied", matches: denies };
  const best = allows.some(({ gives }) => gives === "allowed") ? "allowed" : "needs-iam";
  return allows.length === 0
    ? { decision: "not-allowed", matches: [] }
    : { decision: best, matches: allows.filter(({ gives }) => gives === best) };
};

/** Whether a statement that matches denies. */
export const isDeny = ({ gives }: Match): boolean => gives === "denied";
