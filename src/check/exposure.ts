import { kmsActions } from "../policy/kms-actions.ts";
import { mayAskEngine } from "./effort.ts";
import { fixedParts, unveil } from "../policy/symbols.ts";
import { listOf } from "./quoted.ts";
import { canReach, reachOf } from "./reach.ts";
import { deniesStrangers, isRestricted } from "./restriction.ts";
import { listedAccess } from "./listed-access.ts";
import type { CheckContext } from "./rule.ts";
import { strangersOnly } from "./strangers.ts";
import type { PrincipalView, StatementView } from "./views.ts";

/** How a statement is open to everyone, and the entry that makes it so. */
export interface Exposure {
  readonly at: PrincipalView;
  readonly how: "unconditioned" | "through-a-service" | "loosely-conditioned";
  /** What it rests on and nobody knows, as an end of the sentence; empty where it is certain. */
  readonly doubt: string;
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
  const open = howOpen(statement, context);
  if (open === "closed") return undefined;
  const doubt = open === "undecided" ? doubtIn(statement, context) : "";
  if (statement.tests.length === 0) return { at, how: "unconditioned", doubt };
  const viaService = statement.tests.some(
    ({ folded, operator }) => folded === "kms:viaservice" && !operator.negated,
  );
  return { at, how: viaService ? "through-a-service" : "loosely-conditioned", doubt };
};

// What is said where the engine cannot tell: a Resource that may be another key's, or a condition that nobody can decide.
const doubtIn = (statement: StatementView, { statements, facts }: CheckContext): string => {
  const open = [statement, ...statements.filter(({ effect }) => effect === "Deny")].flatMap(openActionsIn);
  if (open.length > 0) return `; what ${listOf([...new Set(open)])} stands for is not known here`;
  const doubtful = [statement, ...statements].find((each) => reachOf(each, facts) === "open");
  return doubtful && facts.arn === undefined
    ? `; whether ${listOf(doubtful.resources.map(({ value }) => value))} is this key is not known`
    : "";
};

const openActionsIn = ({ actions, perhaps }: StatementView): readonly string[] =>
  perhaps.size === 0
    ? []
    : actions.filter(({ value }) => fixedParts(value) !== undefined).map(({ value }) => unveil(value));

/** Whether the statement allows anything on this key at all, or may. */
export const isEffectiveAllow = (statement: StatementView, { facts }: CheckContext): boolean =>
  statement.effect === "Allow" && canReach(statement, facts) && allowedActions(statement).length > 0;

const allowable = new Set(kmsActions.filter((action) => action.allowable).map((action) => action.name));

const allowed = new WeakMap<StatementView, readonly string[]>();

/** The names of the actions that the statement speaks of, or may, and whose Allow has an effect. Worked out once, as many rules ask. */
export const allowedActions = (statement: StatementView): readonly string[] => {
  const actions =
    allowed.get(statement) ??
    [...statement.names, ...statement.perhaps].filter((name) => allowable.has(name));
  allowed.set(statement, actions);
  return actions;
};

/**
 * Whether strangers gain something by the statement: callers of an account that no policy names, in no chosen organization, network or
 * endpoint (`strangersOnly`), whatever else their requests carry. The Deny statements that reach this key count. The access engine
 * judges; what plainly is so is decided without it, and where it may not be asked any more, what is not plainly closed is open.
 */
const howOpen = (statement: StatementView, context: CheckContext): "open" | "closed" | "undecided" => {
  const names = allowedActions(statement);
  if (!names.some((name) => crossAccount.has(name)) || isRestricted(statement)) return "closed";
  const denies = context.statements.filter((other) => meetsStrangers(other, names, context));
  const certain = reachOf(statement, context.facts) === "yes" && statement.perhaps.size === 0;
  if (denies.length === 0 && statement.tests.length === 0 && certain) return "open";
  const guards = denies.filter((deny) => deniesStrangers(deny) && reachOf(deny, context.facts) === "yes");
  if (names.every((name) => guards.some((guard) => guard.names.has(name)))) return "closed";
  return askEngine(statement, denies, context);
};

const askEngine = (
  statement: StatementView,
  denies: readonly StatementView[],
  context: CheckContext,
): "open" | "closed" | "undecided" => {
  const statements = [statement.model, ...denies.map(({ model }) => model)];
  if (!mayAskEngine(context, statements)) return "open";
  const asked = allowedActions(statement).map((name) => `kms:${name}`);
  const policy = strangersOnly({ ...context.policy, statements }, context.options.now, [context.policy]);
  const found = listedAccess(policy, context.facts, asked).filter(({ principal }) => principal === "anyone");
  if (found.length === 0) return "closed";
  return found.every(({ undecided }) => undecided !== undefined) ? "undecided" : "open";
};

const crossAccount = new Set(kmsActions.filter((action) => action.crossAccount).map(({ name }) => name));

/** Whether it is a Deny about this key, or maybe, that callers whom no policy names may run into. */
const meetsStrangers = (
  statement: StatementView,
  allowed: readonly string[],
  { facts }: CheckContext,
): boolean =>
  statement.effect === "Deny" &&
  canReach(statement, facts) &&
  (statement.model.notPrincipal ||
    statement.principals.some(({ principal }) => principal.kind === "everyone")) &&
  allowed.some((name) => statement.names.has(name) || statement.perhaps.has(name));
