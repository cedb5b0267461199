import { listAccess } from "../access/list-access.ts";
import { kmsActions } from "../policy/kms-actions.ts";
import { mayAskEngine } from "./effort.ts";
import { coversKey } from "./key-pattern.ts";
import { deniesStrangers, isRestricted } from "./restriction.ts";
import type { CheckContext } from "./rule.ts";
import type { PrincipalView, StatementView } from "./views.ts";

/** How a statement is open to everyone, and the entry that makes it so. */
export interface Exposure {
  readonly at: PrincipalView;
  readonly how: "unconditioned" | "through-a-service" | "loosely-conditioned";
}

const known = new WeakMap<StatementView, Exposure | "none">();

/** Whether an Allow reaches callers whom nobody chose; undefined where it does not. Worked out once, as several rules ask. */
export const exposureOf = (statement: StatementView, context: CheckContext): Exposure | undefined => {
  const exposure = known.get(statement) ?? findExposure(statement, context) ?? "none";
  known.set(statement, exposure);
  return exposure === "none" ? undefined : exposure;
};

const findExposure = (statement: StatementView, context: CheckContext): Exposure | undefined => {
  const at = statement.principals.find(({ principal }) => principal.kind === "everyone");
  if (!at || !isEffectiveAllow(statement, context) || statement.model.notPrincipal) return undefined;
  if (isRestricted(statement) || isGuarded(statement, context)) return undefined;
  if (statement.tests.length === 0) return { at, how: "unconditioned" };
  const viaService = statement.tests.some(
    ({ folded, operator }) => folded === "kms:viaservice" && !operator.negated,
  );
  return { at, how: viaService ? "through-a-service" : "loosely-conditioned" };
};

/** Whether the statement allows anything on this key at all. */
export const isEffectiveAllow = (statement: StatementView, { facts }: CheckContext): boolean =>
  statement.effect === "Allow" &&
  statement.model.inert === undefined &&
  allowedActions(statement).length > 0 &&
  (statement.model.notResource || statement.resources.some(({ value }) => coversKey(value, facts) !== "no"));

const allowable = new Set(kmsActions.filter((action) => action.allowable).map((action) => action.name));

const allowed = new WeakMap<StatementView, readonly string[]>();

/** The names of the actions that the statement speaks of and whose Allow has an effect. Worked out once, as many rules ask. */
export const allowedActions = (statement: StatementView): readonly string[] => {
  const actions = allowed.get(statement) ?? [...statement.names].filter((name) => allowable.has(name));
  allowed.set(statement, actions);
  return actions;
};

/**
 * A Deny elsewhere takes every stranger out of all that the statement allows: one that is for all but chosen callers, or, by
 * the access engine, any that leaves nothing to callers whom no policy names.
 */
const isGuarded = (statement: StatementView, context: CheckContext): boolean => {
  const allowed = allowedActions(statement);
  const denies = context.statements.filter((other) => meetsStrangers(other, allowed));
  if (denies.length === 0) return false;
  const guards = denies.filter(deniesStrangers);
  if (allowed.every((name) => guards.some((guard) => guard.names.has(name)))) return true;
  const statements = [statement.model, ...denies.map(({ model }) => model)];
  if (!mayAskEngine(context, statements)) return false;
  const asked = allowed.map((name) => `kms:${name}`);
  const access = listAccess({ ...context.policy, statements }, context.facts, asked);
  return !access.some(({ principal }) => principal === "anyone");
};

/** Whether it is a Deny that callers whom no policy names may run into. */
const meetsStrangers = (
  { effect, model, names, principals }: StatementView,
  allowed: readonly string[],
): boolean =>
  effect === "Deny" &&
  model.inert === undefined &&
  (model.notPrincipal || principals.some(({ principal }) => principal.kind === "everyone")) &&
  allowed.some((name) => names.has(name));
