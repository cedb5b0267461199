import { type Candidate, candidatesOf } from "../access/lockout/candidates.ts";
import { managersAmong } from "../access/lockout/managers.ts";
import type { Statement } from "../policy/model.ts";
import { hasWildcard } from "./pattern.ts";
import type { CheckContext } from "./rule.ts";
import { canReach, isElsewhere, reachOf } from "./reach.ts";
import { isExternal, isOwnAccount } from "./star-or-own.ts";
import type { StatementView } from "./views.ts";

const managing = new Set(["everyone", "account", "user", "role", "session", "federated-user"]);

/** Whether the statement plainly lets someone change the policy: no condition, no NotPrincipal, and no Deny that could interfere. */
export const managesPlainly = (statement: StatementView, { statements, facts }: CheckContext): boolean =>
  allowsPut(statement) &&
  reachOf(statement, facts) === "yes" &&
  statement.tests.length === 0 &&
  !statement.model.notPrincipal &&
  statement.principals.some(
    (entry) => managing.has(entry.principal.kind) && !isExternal(entry, facts) && !isElsewhere(entry, facts),
  ) &&
  !statements.some((other) => other.effect === "Deny" && canReach(other, facts) && mayBeAboutPut(other));

/** Whether it is an Allow that speaks of PutKeyPolicy. */
export const allowsPut = ({ effect, model, names }: StatementView): boolean =>
  effect === "Allow" && model.inert === undefined && names.has("PutKeyPolicy");

/** The Allow statements that let the key's own account hand PutKeyPolicy on to its IAM. */
export const delegations = ({ statements, facts }: CheckContext): readonly StatementView[] =>
  statements.filter(
    (statement) =>
      allowsPut(statement) &&
      canReach(statement, facts) &&
      !statement.model.notPrincipal &&
      statement.principals.some((entry) => isOwnAccount(entry, facts)),
  );

/**
 * Looks of a candidate at a statement or at a condition's value, at a pattern counted twice. A policy of legal size with full ARNs needs
 * less; one with hundreds of patterns needs more.
 */
const farTooMany = 600_000;

const known = new WeakMap<CheckContext, Iterable<Candidate> | "too many">();

/**
 * Everybody who may be able to change the policy, one after the other: whoever needs to know of one has no more worked out, and nobody
 * is worked out twice. Undefined where there are too many to try.
 */
export const managersIn = (context: CheckContext): Iterable<Candidate> | undefined => {
  const managers = known.get(context) ?? findManagers(context) ?? "too many";
  known.set(context, managers);
  return managers === "too many" ? undefined : managers;
};

const findManagers = (context: CheckContext): Iterable<Candidate> | undefined => {
  const { policy, facts } = context;
  const candidates = candidatesOf(policy, facts);
  const speaking = aboutPut(context);
  const values = speaking.flatMap(valuesIn);
  const patterns = values.filter(hasWildcard);
  const sessions = candidates.filter(({ caller }) => caller.kind === "session");
  const others = sessions.length === 0 ? [] : silentAboutPut(context);
  const names = others.flatMap((statement) => [...statement.principals, ...valuesIn(statement)]);
  const looks =
    candidates.length * (speaking.length + values.length + patterns.length) + sessions.length * names.length;
  if (looks > farTooMany) return undefined;
  return remembered(managersAmong(candidates, { ...policy, statements: [...speaking, ...others] }, facts));
};

const valuesIn = ({ conditions }: Statement): readonly string[] => conditions.flatMap(({ values }) => values);

/** The statements that speak of PutKeyPolicy, and of it alone. */
const aboutPut = ({ statements }: CheckContext): readonly Statement[] =>
  statements
    .filter(mayBeAboutPut)
    .map(({ model, names }) =>
      names.has("PutKeyPolicy") ? { ...model, actions: ["kms:PutKeyPolicy"], notAction: false } : model,
    );

const mayBeAboutPut = ({ names, perhaps }: StatementView): boolean =>
  names.has("PutKeyPolicy") || perhaps.has("PutKeyPolicy");

/** The others, without effect: they may name the role of a session with its path, which the session's ARN lacks. */
const silentAboutPut = ({ statements }: CheckContext): readonly Statement[] =>
  statements
    .filter((statement) => !mayBeAboutPut(statement))
    .map(({ model }) => ({ ...model, inert: "it speaks of other actions" }));

/** What a generator yields, for as many readers as there are; worked out as far as one of them reads. */
const remembered = <T>(source: Iterator<T>): Iterable<T> => {
  const seen: T[] = [];
  return {
    *[Symbol.iterator]() {
      for (let at = 0; ; at++) {
        const next = at < seen.length ? undefined : source.next();
        if (next?.done === true) return;
        if (next) seen.push(next.value);
        yield seen[at] as T;
      }
    },
  };
};
