import { mayBeNewAction } from "../../../policy/kms-actions.ts";
import type { EffectiveQuestion } from "../../effective/types.ts";
import type { Access, AccessExample, AccessSource } from "../../types.ts";
import type { Caller } from "../callers/caller.ts";
import { coversAction } from "../action-set.ts";
import type { BoxSet } from "../boxes/box-set.ts";
import type { ConditionSpace } from "../boxes/space.ts";
import { describeBoxes, openTestIn } from "../words/describe-boxes.ts";
import { exampleContext } from "../words/example-context.ts";
import { readable, riskiestOf, stepsForWords } from "../words/readable.ts";
import { userId } from "../conditions/known-keys.ts";
import { disagreement } from "../replay.ts";
import { isStart, type KnownValues } from "./known-values.ts";
import type { Route } from "./member-access.ts";
import type { ResolvedClause } from "./resolved-clause.ts";
import type { Candidate, RisingGroup } from "./rising.ts";
import { replayEffective } from "./replay-effective.ts";

/** Puts what rises for a group into lines of the contract, one for each member, each with an example of its own that is replayed. */
export const tellMembers = (
  group: RisingGroup,
  question: EffectiveQuestion,
  before: EffectiveQuestion | undefined,
): readonly Access[] =>
  group.risings.flatMap((rising) => {
    const boxes = readable(rising.boxes, group.space.dimensions);
    const { when, doubt } = describeBoxes(boxes, group.space.dimensions);
    const unknown = rising.actions.filter(mayBeNewAction).sort();
    const told: Told = {
      ...{ when, doubt: rising.doubt ?? doubt, boxes },
      ...{ route: rising.route, actions: [...rising.actions].sort(), riskiest: riskiestOf(rising.actions) },
      ...(unknown.length > 0 && { unknown }),
      contextFor: contextReader(boxes, group.space),
    };
    return group.candidates
      .filter(({ member }) => rising.route === "grant" || member.byGrantAlone !== true)
      .map((candidate) => lineOf(candidate, told, group.space, question, before));
  });

/** What is the same for everybody of a group. */
interface Told {
  readonly when: Access["when"];
  readonly doubt: string | undefined;
  readonly boxes: BoxSet;
  readonly route: Route;
  readonly actions: readonly string[];
  readonly riskiest: string;
  readonly unknown?: readonly string[];
  readonly contextFor: (caller: Caller) => AccessExample["context"];
}

/** An example of a request: one for all, unless a test compares with what the caller brings. */
const contextReader = (boxes: BoxSet, { dimensions }: ConditionSpace): Told["contextFor"] => {
  const box = boxes[0] ?? dimensions.map(({ full }) => full);
  const contextOf = (caller: Caller) => exampleContext(box, dimensions, caller, { left: stepsForWords });
  if (dimensions.some(({ opaque }) => opaque)) return contextOf;
  let shared: AccessExample["context"] | undefined;
  return (caller) => (shared ??= contextOf(caller));
};

const lineOf = (
  candidate: Candidate,
  { route, actions, when, doubt, boxes, riskiest, unknown, contextFor }: Told,
  { dimensions }: ConditionSpace,
  question: EffectiveQuestion,
  before: EffectiveQuestion | undefined,
): Access => {
  const { caller, kind } = candidate.member;
  const context = withOwnUserId(contextFor(caller), candidate.member.known(userId));
  const example = { principal: caller.example, action: riskiest, context };
  const replayed = doubt ?? replayEffective(question, before, candidate.member, example);
  const undecided = replayed === disagreement ? (openTestIn(boxes, dimensions) ?? replayed) : replayed;
  return {
    ...{ principal: caller.word, actions, via: route, when, example },
    ...(unknown && { unknownActions: unknown }),
    by: sourcesOf(candidate, route, actions),
    ...((kind === "role" || kind === "session") && { atMost: true as const }),
    ...(undecided !== undefined && { undecided }),
  };
};

// An example is made of what the policies ask for: where that is anything, it is nothing that others alone have.
const withOwnUserId = (
  context: AccessExample["context"],
  known: ReturnType<KnownValues>,
): AccessExample["context"] => {
  if (!known || !isStart(known)) return context;
  const { start } = known;
  const ofMember = (key: string, value: Values) =>
    key.toLowerCase() !== userId || typeof value !== "string" || value.startsWith(start)
      ? value
      : `${start}${value}`;
  return Object.fromEntries(Object.entries(context).map(([key, value]) => [key, ofMember(key, value)]));
};

type Values = AccessExample["context"][string];

/** The statements and grants that let a member in by a route, each once. */
const sourcesOf = (
  { newer, own }: Candidate,
  route: Route,
  actions: readonly string[],
): readonly AccessSource[] => {
  const of = (layer: Route, clauses: readonly ResolvedClause[]) =>
    clauses
      .filter(({ terms }) => terms.allow && actions.some((action) => coversAction(terms.actions, action)))
      .map(({ source }): AccessSource => ({ layer, ...source }));
  if (route === "grant") {
    const sure = of(
      "grant",
      own.grants.filter(({ doubt }) => doubt === undefined),
    );
    return sure.length > 0 ? sure : of("grant", own.grants);
  }
  if (route === "iam") return of("iam", own.identity?.clauses ?? []);
  return of("key-policy", [...newer.direct, ...newer.role, ...newer.account]);
};
