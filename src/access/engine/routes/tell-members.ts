import type { Policy } from "../../../policy/model.ts";
import type { EffectiveQuestion } from "../../effective/types.ts";
import { weightOfAction } from "../../rank-access.ts";
import type { Access, AccessSource } from "../../types.ts";
import { coversAction } from "../action-set.ts";
import { type Budget, BudgetSpent } from "../boxes/box.ts";
import { absorbed, type BoxSet, simplified } from "../boxes/box-set.ts";
import type { ConditionSpace } from "../boxes/space.ts";
import { describeBoxes, openTestIn } from "../words/describe-boxes.ts";
import { exampleContext } from "../words/example-context.ts";
import { disagreement } from "../replay.ts";
import type { Route } from "./member-access.ts";
import type { ResolvedClause } from "./resolved-clause.ts";
import type { Candidate, Rising, RisingGroup } from "./rising.ts";
import { replayEffective } from "./replay-effective.ts";

/** Steps for making one set of contexts readable. */
const stepsForWords = 60_000;

/** Puts what rises for a group into lines of the contract, one for each member, each with an example of its own that is replayed. */
export const tellMembers = (
  group: RisingGroup,
  question: EffectiveQuestion,
  older: Policy | undefined,
): readonly Access[] =>
  group.risings.flatMap((rising) => {
    const boxes = readable(rising.boxes, group.space);
    const { when, doubt } = describeBoxes(boxes, group.space.dimensions);
    const told = { when, doubt: rising.doubt ?? doubt, boxes };
    return group.candidates.map((candidate) => lineOf(candidate, rising, told, group.space, question, older));
  });

interface Told {
  readonly when: Access["when"];
  readonly doubt: string | undefined;
  readonly boxes: BoxSet;
}

const lineOf = (
  candidate: Candidate,
  { route, actions }: Rising,
  { when, doubt, boxes }: Told,
  { dimensions }: ConditionSpace,
  question: EffectiveQuestion,
  older: Policy | undefined,
): Access => {
  const { caller, kind } = candidate.member;
  const budget = { left: stepsForWords };
  const box = boxes[0] ?? dimensions.map(({ full }) => full);
  const action = [...actions].sort((left, right) => weightOfAction(right) - weightOfAction(left))[0] ?? "";
  const example = {
    principal: caller.example,
    action,
    context: exampleContext(box, dimensions, caller, budget),
  };
  const replayed = doubt ?? replayEffective(question, older, candidate.member, example);
  const undecided = replayed === disagreement ? (openTestIn(boxes, dimensions) ?? replayed) : replayed;
  const access = { principal: caller.word, actions: [...actions].sort(), via: route, when, example };
  return {
    ...access,
    by: sourcesOf(candidate, route, actions),
    ...((kind === "role" || kind === "session") && { atMost: true as const }),
    ...(undecided !== undefined && { undecided }),
  };
};

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
  if (route === "grant") return of("grant", own.grants);
  if (route === "iam") return of("iam", own.identity?.clauses ?? []);
  return of("key-policy", [...newer.direct, ...newer.role, ...newer.account]);
};

const readable = (boxes: BoxSet, { dimensions }: ConditionSpace): BoxSet => {
  const budget: Budget = { left: stepsForWords };
  try {
    return simplified(
      absorbed(boxes, budget),
      dimensions.map(({ full }) => full),
      budget,
    );
  } catch (error) {
    if (error instanceof BudgetSpent) return boxes;
    throw error;
  }
};
