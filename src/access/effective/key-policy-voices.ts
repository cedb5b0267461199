import type { Statement } from "../../policy/model.ts";
import { actionRole, matchesAction } from "../evaluator/action.ts";
import { statementsAbout } from "../evaluator/addressed.ts";
import { samePartition } from "../evaluator/caller.ts";
import { evaluateCondition } from "../evaluator/condition.ts";
import { matchPrincipal } from "../evaluator/principal.ts";
import { principalsOf, reachOf } from "../evaluator/reach.ts";
import { matchesResource } from "../evaluator/resource.ts";
import type { Scene } from "../evaluator/scene.ts";
import { allOf, anyOf, type Truth } from "../evaluator/truth.ts";
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
  const action = matchesAction(statement, scene.action);
  if (action === false) return [];
  const deny = statement.effect === "Deny";
  const truth = allOf([action, truthOf(statement, scene)]);
  if (truth === false) return [];
  const by = { index: statement.index, ...(statement.sid !== undefined && { sid: statement.sid }) };
  const ways = deny
    ? [{ way: "deny" as const, reaches: denyTruth(statement, member, scene) }]
    : waysOf(statement, scene);
  return ways.map(({ way, reaches }) => ({ way, truth: allOf([reaches, truth]), by }));
};

const truthOf = (statement: Statement, { facts, context, policy }: Scene): Truth => {
  const scope = { context, variables: policy.version === "2012-10-17" };
  const tests = statement.conditions.map((test) => evaluateCondition(test, scope));
  return allOf([matchesResource(statement, facts, scope), ...tests]);
};

// NotPrincipal with Deny hits whoever has a permissions boundary, listed or not (IAM User Guide, "NotPrincipal").
const denyTruth = (statement: Statement, { caller, person }: Member, { home }: Scene): Truth => {
  if (statement.notPrincipal && person?.boundary && caller.kind !== "service") return true;
  return anyOf(matchPrincipal(statement, caller, home).map(({ truth }) => truth));
};

interface ReachingWay {
  readonly way: Way;
  readonly reaches: Truth;
}

const waysOf = (statement: Statement, { caller, facts, action, home }: Scene): readonly ReachingWay[] => {
  const role = actionRole(action);
  if (!role.allowable || !samePartition(caller.partition, facts.partition)) return [];
  const found = matchPrincipal(statement, caller, home);
  if (statement.notPrincipal) return found.map(({ truth }) => ({ way: "direct", reaches: truth }));
  // Who an entry turns out to be, a role or somebody else, is not known: at best no boundary caps it.
  const perhaps = found.flatMap(({ reach, truth }) =>
    truth === true ? [] : [{ way: reach, reaches: truth }],
  );
  const ways = principalsOf(statement).flatMap((principal): Way[] => {
    const reach = reachOf(principal, caller);
    if (reach === undefined) return [];
    if (reach === "account") return ["account"];
    return principal.kind === "role" ? ["role"] : ["direct"];
  });
  return [...[...new Set(ways)].map((way) => ({ way, reaches: true })), ...perhaps];
};
