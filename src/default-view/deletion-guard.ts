import { UsageError } from "../errors.ts";
import { next, sentence } from "../next-command.ts";
import type { PolicyDocument } from "../policy/document.ts";
import { insertStatement, removeStatement } from "../policy/edit-statements.ts";
import type { KeyFacts } from "../policy/key-facts.ts";
import type { Policy, Statement } from "../policy/model.ts";
import { readPolicy } from "../policy/read-policy.ts";
import { actionsIn, expandActions, isSame } from "./action-set.ts";
import { freeSid } from "./console-statement.ts";
import { factsToWrite } from "./own-account.ts";
import { proveOnlyIntended } from "./prove.ts";
import { appliesToKey } from "./recognise.ts";
import type { Edited } from "./verb.ts";

const action = "kms:ScheduleKeyDeletion";
const key = "kms:TrailingDaysWithoutKeyUsage";
const guarded = expandActions([action]);

/**
 * Denies everybody the deletion of a key that was used within so many days; whether administrators may delete it otherwise stays as it is
 * (Service Authorization Reference, "kms:TrailingDaysWithoutKeyUsage"). A guard of as many days or more changes nothing, a shorter one
 * gives way. Throws UsageError (`bad-value`), RefusedError (`edit-not-exact`).
 */
export const guardDeletion = (document: PolicyDocument, days: number, facts: KeyFacts): Edited => {
  if (!Number.isInteger(days) || days < 1 || days > 3650) throw badDays(days);
  const known = factsToWrite(document, facts);
  const there = guardDays(readPolicy(document), known);
  if (there !== undefined && there >= days) {
    const note = sentence`The deletion of a key that was used within ${there} days is denied already; ${next("allow-deletion")} takes it back.`;
    return { document, notes: there === days ? [] : [note], inherent: [] };
  }
  const without = removeGuards(document, known);
  const after = insertStatement(without, without.statements.length, {
    Sid: freeSid(without, `Deny deletion of the key within ${days} days of its use`),
    Effect: "Deny",
    Principal: { AWS: "*" },
    Action: action,
    Resource: "*",
    Condition: { NumericLessThan: { [key]: String(days) } },
  });
  const concerns = () => true;
  proveOnlyIntended(document, after, { concerns, actions: guarded, gains: false, losses: true }, known);
  return {
    document: after,
    notes: [
      "KMS counts the days without use since 2026; where a request tells none, this does not hold it up.",
    ],
    inherent: [],
  };
};

/** Takes the guards out, and proves that nothing but the deletion comes back. */
export const withoutGuards = (document: PolicyDocument, facts: KeyFacts): PolicyDocument => {
  const after = removeGuards(document, facts);
  const concerns = () => true;
  proveOnlyIntended(document, after, { concerns, actions: guarded, gains: true, losses: false }, facts);
  return after;
};

/** For how many days after its last use the key may not be deleted, by the strictest guard; undefined without any. */
export const guardDays = ({ statements }: Policy, facts: KeyFacts): number | undefined => {
  const days = statements.flatMap((statement) => daysOf(statement, facts) ?? []);
  return days.length === 0 ? undefined : Math.max(...days);
};

/** True for a statement that is such a guard, as this verb writes it or in another spelling. */
export const isGuard = (statement: Statement, facts: KeyFacts): boolean =>
  daysOf(statement, facts) !== undefined;

const daysOf = (statement: Statement, facts: KeyFacts): number | undefined => {
  const { effect, inert, notPrincipal, notAction, principals, conditions } = statement;
  const isForAll = principals.some(({ type, value }) => type === "AWS" && value === "*");
  if (effect !== "Deny" || inert !== undefined || notPrincipal || notAction || !isForAll) return undefined;
  if (!appliesToKey(statement, facts) || !isSame(actionsIn(statement), guarded)) return undefined;
  const [test, ...more] = conditions;
  if (test === undefined || more.length > 0 || test.key.toLowerCase() !== key.toLowerCase()) return undefined;
  const [value, ...others] = test.values;
  if (value === undefined || others.length > 0 || !/^\d+$/.test(value)) return undefined;
  if (/^numericLessThan$/i.test(test.operator)) return Number(value);
  return /^numericLessThanEquals$/i.test(test.operator) ? Number(value) + 1 : undefined;
};

const removeGuards = (document: PolicyDocument, facts: KeyFacts): PolicyDocument => {
  const found = readPolicy(document).statements.find((statement) => isGuard(statement, facts));
  return found && document.statements.length > 1
    ? removeGuards(removeStatement(document, found.index), facts)
    : document;
};

const badDays = (days: number): UsageError =>
  new UsageError("bad-value", `${days} is no number of days: a whole number from 1 to 3650 is`, {
    hint: "write it like --used-within 90",
  });
