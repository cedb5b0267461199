import { atMoment } from "../../access/at-moment.ts";
import { listAccess } from "../../access/list-access.ts";
import { nobodyCanManage } from "../../access/lockout.ts";
import { matchesWildcards } from "../../access/evaluator/wildcard.ts";
import type { Access } from "../../access/types.ts";
import type { KeyFacts } from "../../policy/key-facts.ts";
import type { Policy, Statement } from "../../policy/model.ts";
import { denying } from "../strangers.ts";
import { asksForTime, boundariesAfter, justAfter, otherMoments, written } from "./moments.ts";
import { neverMet } from "./never-met.ts";

/** A time in which nobody of the key's account may change the policy. */
export interface Unmanageable {
  /** Undefined: it is so now. */
  readonly from: Date | undefined;
  /** Undefined: it never ends. */
  readonly until: Date | undefined;
}

/**
 * When nobody at all may change the policy, from `now` on: the first such time; undefined where always somebody may. It is decided now
 * and just after each date that the conditions name, as nothing changes in between. What cannot be decided counts as somebody.
 */
export const whenNobodyManages = (policy: Policy, facts: KeyFacts, now: Date): Unmanageable | undefined => {
  const speaking = { ...policy, statements: policy.statements.filter(isAboutPut) };
  const boundaries = boundariesAfter(speaking, now);
  const moments = [now, ...boundaries.map(justAfter)];
  const mayAsk = workOf(speaking) * moments.length <= mostWork;
  const nobody = (moment: Date): boolean =>
    nobodyCanManage(policy, facts, atMoment({}, moment)) !== undefined ||
    (mayAsk && nobodyByEngine(speaking, facts, moment));
  const first = moments.findIndex(nobody);
  if (first < 0) return undefined;
  const until = boundaries.slice(first).find((boundary) => !nobody(justAfter(boundary)));
  return { from: first === 0 ? undefined : boundaries[first - 1], until };
};

/** The same in a sentence without its full stop. */
export const tellUnmanageable = ({ from, until }: Unmanageable): string => {
  const put = "nobody of the key's account may call kms:PutKeyPolicy";
  if (!from && !until)
    return `Nobody of the key's account may call kms:PutKeyPolicy: once written, only AWS Support can change this policy`;
  const time = from
    ? `From ${written(from)} ${until ? `until ${written(until)}` : "on"}`
    : `Until ${until ? written(until) : ""}`;
  return `${time} nobody can manage the key: ${put} then, and only AWS Support can change this policy`;
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
  !principal.startsWith("service:") && !/^A[A-Z0-9]{15,}$/.test(principal);
