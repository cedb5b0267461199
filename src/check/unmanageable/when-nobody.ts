import { atMoment } from "../../access/at-moment.ts";
import { listAccess } from "../../access/list-access.ts";
import { nobodyCanManage } from "../../access/lockout.ts";
import { matchesWildcards } from "../../access/evaluator/wildcard.ts";
import type { Access } from "../../access/types.ts";
import type { KeyFacts } from "../../policy/key-facts.ts";
import type { Policy, Statement } from "../../policy/model.ts";
import { parsePrincipal } from "../../policy/principal.ts";
import { denying } from "../strangers.ts";
import { asksForTime, boundariesAfter, justAfter, otherMoments, written } from "./moments.ts";
import { neverMet } from "./never-met.ts";

/** A time in which nobody of the key's account may change the policy. */
export interface Unmanageable {
  /** Undefined: it is so now. */
  readonly from: Date | undefined;
  /** Undefined: it never ends, or its end is not known. */
  readonly until: Date | undefined;
  /** Set where the end is not known: it lasts until then at least. */
  readonly lastLooked?: Date | undefined;
}

/**
 * When nobody at all may change the policy, from `now` on: the first such time; undefined where always somebody may. It is decided now
 * and just after each date that the conditions name, as nothing changes in between. What cannot be decided counts as somebody.
 */
export const whenNobodyManages = (policy: Policy, facts: KeyFacts, now: Date): Unmanageable | undefined => {
  const speaking = { ...policy, statements: policy.statements.filter(isAboutPut) };
  const { dates: boundaries, cut } = boundariesAfter(speaking, now);
  const moments = [now, ...boundaries.map(justAfter)];
  const mayAsk = mayAskEngineAbout(speaking, moments.length);
  const nobody = (moment: Date): boolean =>
    nobodyCanManage(policy, facts, atMoment({}, moment)) !== undefined ||
    (mayAsk && nobodyByEngine(speaking, facts, moment));
  const first = moments.findIndex(nobody);
  if (first < 0) return undefined;
  const until = boundaries.slice(first).find((boundary) => !nobody(justAfter(boundary)));
  const from = first === 0 ? undefined : boundaries[first - 1];
  return { from, until, ...(cut && !until && { lastLooked: boundaries.at(-1) }) };
};

/**
 * A sentence where the policy names so many dates, or says so much, that some of it was not looked at; undefined where it does not, or
 * where plainly somebody manages the key always.
 */
export const tellNotLookedAt = (policy: Policy, facts: KeyFacts, now: Date): string | undefined => {
  const speaking = { ...policy, statements: policy.statements.filter(isAboutPut) };
  if (isPlainlyManaged(speaking, facts)) return undefined;
  const { dates, cut } = boundariesAfter(speaking, now);
  const last = dates.at(-1);
  if (cut && last)
    return `Access turns at more than ${dates.length} dates: whether somebody can manage the key after ${written(last)} is not known.`;
  const isAsked = speaking.statements.some(({ conditions }) => conditions.length > 0);
  return isAsked && !mayAskEngineAbout(speaking, 1 + dates.length)
    ? "The policy says so much about kms:PutKeyPolicy that its conditions were looked at one by one only: whether together they leave somebody who can manage the key is not known."
    : undefined;
};

/** Somebody of the key's account is allowed it without a condition, and no Deny speaks of it. `speaking`: of what is about it. */
const isPlainlyManaged = ({ statements }: Policy, { account }: KeyFacts): boolean =>
  statements.every(({ effect }) => effect === "Allow") &&
  statements.some(
    ({ conditions, notPrincipal, notResource, resources, principals }) =>
      conditions.length === 0 &&
      !notPrincipal &&
      !notResource &&
      resources.includes("*") &&
      principals.some(({ type, value }) => type === "AWS" && mayManage(value, account)),
  );

const mayManage = (value: string, owner: string | undefined): boolean => {
  const principal = parsePrincipal("AWS", value);
  if (principal.kind === "everyone") return true;
  if (principal.kind !== "account" && principal.kind !== "user" && principal.kind !== "role") return false;
  return owner === undefined || principal.account === owner;
};

/** The same in a sentence without its full stop. */
export const tellUnmanageable = ({ from, until, lastLooked }: Unmanageable): string => {
  const put = "nobody of the key's account may call kms:PutKeyPolicy";
  if (!from && !until && !lastLooked)
    return `Nobody of the key's account may call kms:PutKeyPolicy: once written, only AWS Support can change this policy`;
  const time = [from ? `From ${written(from)}` : "", endOf(until, lastLooked)].join(" ").trim();
  const begun = `${time.charAt(0).toUpperCase()}${time.slice(1)}`;
  return `${begun} nobody can manage the key: ${put} then, and only AWS Support can change this policy`;
};

const endOf = (until: Date | undefined, lastLooked: Date | undefined): string => {
  if (until) return `until ${written(until)}`;
  return lastLooked ? `until ${written(lastLooked)} at least` : "on";
};

/** Whether it was all so before. */
export const isWithin = (one: Unmanageable, other: Unmanageable | undefined): boolean =>
  other !== undefined &&
  (other.from?.getTime() ?? 0) <= (one.from?.getTime() ?? 0) &&
  (other.until?.getTime() ?? Infinity) >= (one.until?.getTime() ?? Infinity);

const put = "kms:putkeypolicy";

const isAboutPut = ({ actions, notAction, inert }: Statement): boolean =>
  inert === undefined &&
  actions.some((pattern) => matchesWildcards(pattern.toLowerCase(), put)) !== notAction;

const mostWork = 100_000;

const mayAskEngineAbout = (policy: Policy, moments: number): boolean => workOf(policy) * moments <= mostWork;

// The engine's work grows with the square of what the statements compare.
const workOf = ({ statements }: Policy): number =>
  (statements.length +
    statements.reduce(
      (sum, { conditions, principals }) =>
        sum + principals.length + conditions.reduce((all, { values }) => all + values.length, 0),
      0,
    )) **
  2;

/**
 * The same by the access engine, which sees what tests mean together (it is `a`, and it is not `a`): it is asked with everybody denied
 * who calls at another moment, or whose request nobody can make.
 */
const nobodyByEngine = (policy: Policy, facts: KeyFacts, moment: Date): boolean => {
  const tests = policy.statements.flatMap(({ conditions }) => conditions);
  if (tests.length === 0) return false;
  const guards = [...(tests.some(asksForTime) ? otherMoments(moment) : []), ...neverMet(tests)];
  const asked = denying(policy, guards, ["kms:PutKeyPolicy"]);
  return !listAccess(asked, facts, ["kms:PutKeyPolicy"]).some(isSomebody);
};

// Services and ids of deleted principals never manage a key.
const isSomebody = ({ principal }: Access): boolean =>
  !principal.startsWith("service:") && parsePrincipal("AWS", principal).kind !== "unique-id";
