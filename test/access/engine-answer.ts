import { compareAccess } from "../../src/access/compare-access.ts";
import { listAccess } from "../../src/access/list-access.ts";
import type { Access, AccessRequest } from "../../src/access/types.ts";
import type { KeyFacts } from "../../src/policy/key-facts.ts";
import type { Policy } from "../../src/policy/model.ts";
import { whyNeverGiven } from "../../src/policy/never-given.ts";
import { holdsFor, namesIn, wordsFor } from "./inside-access.ts";

/** What the engine says of one request, in the numbers of `levelOf`, and the reasons where it is not certain. */
export interface EngineAnswer {
  readonly level: 0 | 1 | 2;
  readonly undecided: readonly string[];
}

/** Puts a question for the evaluator to the engine: it is among what `who-can` lists of the caller, or it is not. */
export const engineAnswer = (policy: Policy, request: AccessRequest, facts: KeyFacts): EngineAnswer => {
  const principal = /^[a-z0-9-]+\.[a-z0-9.-]+$/.test(request.principal)
    ? `service:${request.principal}`
    : request.principal;
  const words = wordsFor(principal, namesIn([policy]), facts);
  const entries = listAccess(policy, facts).filter(
    (entry) =>
      words.includes(entry.principal) &&
      entry.actions.includes(request.action) &&
      (entry.undecided !== undefined || holdsFor(entry, { ...request, principal }, facts)),
  );
  const level = highest(entries.filter(({ undecided }) => undecided === undefined));
  const higher = entries.filter((entry) => highest([entry]) > level);
  return { level, undecided: higher.flatMap(({ undecided }) => undecided ?? []) };
};

const highest = (entries: readonly Access[]): 0 | 1 | 2 =>
  entries.length === 0 ? 0 : entries.some(({ via }) => via === "key-policy") ? 2 : 1;

const nothing: Policy = { version: undefined, id: undefined, statements: [] };

/** The same seen from a change: given and taken back are one another's mirror. */
export const isMirrored = (policy: Policy, facts: KeyFacts): boolean => {
  const given = compareAccess(nothing, policy, facts);
  const taken = compareAccess(policy, nothing, facts);
  return (
    JSON.stringify([given.gained, given.lost]) === JSON.stringify([taken.lost, taken.gained]) &&
    JSON.stringify(worksOn(given.gained, facts)) === JSON.stringify(worksOn(listAccess(policy, facts), facts))
  );
};

// A list leaves out what this kind of key cannot do, a change tells it as the policy has it.
const worksOn = (entries: readonly Access[], facts: KeyFacts): readonly string[] =>
  entries
    .flatMap(({ principal, actions, via, when, undecided }) =>
      actions
        .filter((action) => whyNeverGiven(action, facts) === undefined)
        .map((action) => JSON.stringify([principal, action, via, when, undecided])),
    )
    .sort();
