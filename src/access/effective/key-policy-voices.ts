import type { Statement } from "../../policy/model.ts";
import { actionRole, matchesAction } from "../evaluator/action.ts";
import { statementsAbout } from "../evaluator/addressed.ts";
import { samePartition } from "../evaluator/caller.ts";
import { evaluateCondition } from "../evaluator/condition.ts";
import { matchPrincipal } from "../evaluator/principal.ts";
import { principalsOf, reachOf } from "../evaluator/reach.ts";
import { matchesResource } from "../evaluator/resource.ts";
import type { Scene } from "../evaluator/scene.ts";
import { allOf, type Truth } from "../evaluator/truth.ts";
import { firstOf, type Voice } from "./layer.ts";
import type { Member } from "./member.ts";

/**
 * How the key policy lets a caller in. The ways differ in which ceilings they have: a role's ARN is capped by the
 * boundary, the ARN of a user or session and `*` are not, the account leaves it to IAM (IAM User Guide, "Permissions
 * boundaries" and "Principal").
 */
export interface KeyPolicyVoices {
  readonly direct: Voice;
  readonly role: Voice;
  readonly account: Voice;
  readonly deny: Voice;
}

type Way = "direct" | "role" | "account";

/** What the key policy says in one scene to a caller whom the world knows. */
export const keyPolicyVoices = (scene: Scene, member: Member): KeyPolicyVoices => {
  const voices = statementsAbout(scene.policy, scene.caller).flatMap((statement) =>
    voicesOf(statement, scene, member),
  );
  const of = (way: Way | "deny") => firstOf(voices.filter((voice) => voice.way === way));
  return { direct: of("direct"), role: of("role"), account: of("account"), deny: of("deny") };
};

interface WayVoice extends Voice {
  readonly way: Way | "deny";
}

const voicesOf = (statement: Statement, scene: Scene, member: Member): readonly WayVoice[] => {
  if (statement.inert !== undefined || !actionRole(scene.action).deniable) return [];
  if (!matchesAction(statement, scene.action)) return [];
  const deny = statement.effect === "Deny";
  const principal = deny ? denyTruth(statement, member) : true;
  const truth = truthOf(statement, scene, principal);
  if (truth === false) return [];
  const by = { index: statement.index, ...(statement.sid !== undefined && { sid: statement.sid }) };
  const ways = deny ? (["deny"] as const) : waysOf(statement, scene);
  return ways.map((way) => ({ way, truth, by }));
};

const truthOf = (statement: Statement, { facts, context, policy }: Scene, principal: Truth): Truth => {
  const scope = { context, variables: policy.version === "2012-10-17" };
  const tests = statement.conditions.map((test) => evaluateCondition(test, scope));
  return allOf([principal, matchesResource(statement, facts, scope), ...tests]);
};

// NotPrincipal with Deny hits whoever has a permissions boundary, listed or not (IAM User Guide, "NotPrincipal").
const denyTruth = (statement: Statement, { caller, person }: Member): Truth => {
  const match = matchPrincipal(statement, caller);
  if (statement.notPrincipal && person?.boundary && caller.kind !== "service") return true;
  return match ? match.truth : false;
};

const waysOf = (statement: Statement, { caller, facts, action }: Scene): readonly Way[] => {
  const role = actionRole(action);
  if (!role.allowable || !samePartition(caller.partition, facts.partition)) return [];
  if (statement.notPrincipal) return matchPrincipal(statement, caller) ? ["direct"] : [];
  const ways = principalsOf(statement).flatMap((principal): Way[] => {
    const reach = reachOf(principal, caller);
    if (reach === undefined) return [];
    if (reach === "account") return ["account"];
    return principal.kind === "role" ? ["role"] : ["direct"];
  });
  return [...new Set(ways)];
};
