import { listAccess } from "../../access/list-access.ts";
import type { Sentence } from "../../next-command.ts";
import type { PolicyDocument } from "../../policy/document.ts";
import type { KeyFacts } from "../../policy/key-facts.ts";
import type { ConditionTest } from "../../policy/model.ts";
import { readPolicy } from "../../policy/read-policy.ts";
import { expandActions } from "../action-set.ts";
import { borneOutBy } from "../borne-out.ts";
import { belongsToAny } from "../concerns.ts";
import type { Operand } from "../operand.ts";
import { proveOnlyIntended } from "../prove.ts";
import { isDeletionOpen } from "./deletion-open.ts";
import { giveOwn } from "./give-own.ts";
import { areAllMet } from "./limit.ts";
import { limitNotes } from "./limit-notes.ts";
import { ownStatement, type OwnStatement, type Share } from "./share.ts";

/** What an edit by shares made. */
export interface GivenShares {
  readonly document: PolicyDocument;
  readonly notes: readonly Sentence[];
}

/**
 * Gives the shares to each operand, each in a statement of its own, and proves with the access engine that they gain these
 * actions under these conditions, and nobody anything else. Throws as onlyActions does, RefusedError (`edit-not-exact`).
 */
export const giveShares = (
  document: PolicyDocument,
  operands: readonly Operand[],
  shares: readonly Share[],
  limits: readonly ConditionTest[],
  facts: KeyFacts,
): GivenShares => {
  const mayDelete = isDeletionOpen(readPolicy(document), facts);
  const wanted = shares.map((share) => ownStatement(share, limits, facts, mayDelete));
  const after = wanted.reduce(
    (edited, one) => operands.reduce((inner, operand) => giveOwn(inner, one, operand, facts), edited),
    document,
  );
  const actions = expandActions(wanted.flatMap((one) => one.actions));
  const speaks = belongsToAny(operands);
  proveOnlyIntended(
    document,
    after,
    {
      concerns: (word, when) => speaks(word, when) && areAllMet(limits, when),
      actions,
      gains: true,
      losses: false,
    },
    facts,
  );
  return {
    document: after,
    notes: [
      ...limitNotes({ before: document, after }, operands, wanted, limits, facts),
      ...keptNotes(after, operands, wanted, facts),
    ],
  };
};

/** Whom a Deny keeps from what was given. */
const keptNotes = (
  document: PolicyDocument,
  operands: readonly Operand[],
  wanted: readonly OwnStatement[],
  facts: KeyFacts,
): readonly string[] => {
  const policy = readPolicy(document);
  if (!policy.statements.some(({ effect }) => effect === "Deny")) return [];
  const left = borneOutBy(listAccess(policy, facts), facts);
  const given = [...expandActions(wanted.flatMap(({ actions }) => actions))].sort();
  return operands.flatMap((operand) => {
    if (operand.kind === "sso") return [];
    const kept = given.filter((action) => !left.has(operand, [action]));
    return kept.length === 0 ? [] : [`A Deny of this policy keeps ${operand.arn} from ${kept.join(", ")}.`];
  });
};
