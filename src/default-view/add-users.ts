import { next, type Sentence, sentence } from "../next-command.ts";
import type { PolicyDocument } from "../policy/document.ts";
import type { KeyFacts } from "../policy/key-facts.ts";
import { expandActions } from "./action-set.ts";
import { speaksOfAny } from "./concerns.ts";
import { givePart } from "./give.ts";
import { keepAlike } from "./keep-alike.ts";
import { operandsToAdd, type Operand } from "./operand.ts";
import { factsToWrite } from "./own-account.ts";
import { proveOnlyIntended } from "./prove.ts";
import { grantActions, useActions } from "./rights.ts";
import { giveShares } from "./limits/give-shares.ts";
import { partedBySet, setNotes } from "./limits/set-operands.ts";
import { isWhole, type ShareOptions, sharesOfUser } from "./limits/share-options.ts";
import { assumptionNotes, type Edited } from "./verb.ts";

export type UsePart = "use" | "grants";

/** Of giving use to somebody: external accounts are what is asked for, and `admin-is-user` is a view, not a fault. */
export const useInherent = ["external-account-access", "third-party-without-id", "admin-is-user"];

/**
 * Makes principals key users: use of the key and, where the key has that statement or is symmetric, grants for AWS
 * services. With `only`, or under `limits`, they get just that, in statements of their own. Throws UsageError for a malformed
 * operand, RefusedError (`wrong-partition`, `role-not-of-key`, `edit-not-exact`).
 */
export const addUsers = (
  document: PolicyDocument,
  texts: readonly string[],
  facts: KeyFacts,
  options: ShareOptions = {},
): Edited => {
  const known = factsToWrite(document, facts);
  const operands = operandsToAdd(texts, document, known);
  const [apart, named] = isWhole(options) ? partedBySet(operands) : [operands, []];
  const given = giveUse(document, named, ["use", "grants"], known);
  const { document: after, notes } =
    apart.length === 0
      ? { document: given, notes: [] }
      : giveShares(given, apart, sharesOfUser(options, known), options.limits ?? [], known);
  const assumed = after === document ? [] : assumptionNotes(facts);
  const outside = operands.flatMap((operand) => outsideNotes(operand, known));
  return {
    document: after,
    notes: [
      ...operands.flatMap((operand) => operand.notes),
      ...notes,
      ...setNotes(operands, known),
      ...outside,
      ...assumed,
    ],
    inherent: [...useInherent, "iam-user-principal"],
  };
};

/** Gives the parts to each operand, and proves that nobody else's access changed. */
export const giveUse = (
  document: PolicyDocument,
  operands: readonly Operand[],
  parts: readonly UsePart[],
  facts: KeyFacts,
): PolicyDocument => {
  const after = operands.reduce((edited, operand) => {
    const given = parts.reduce((inner, part) => givePart(inner, part, operand, facts), edited);
    return parts.length > 1 ? keepAlike(edited, given, operand, facts) : given;
  }, document);
  const actions = expandActions([...useActions(facts), ...grantActions]);
  const concerns = speaksOfAny(operands);
  proveOnlyIntended(document, after, { concerns, actions, gains: true, losses: false }, facts);
  return after;
};

const outsideNotes = ({ account, arn, kind, text }: Operand, facts: KeyFacts): readonly Sentence[] =>
  account === undefined || facts.account === undefined || account === facts.account
    ? []
    : [
        sentence`${kind === "sso" ? text : arn} is in account ${account}: an IAM policy there has to allow the key too. To see it: ${next("grant-account", [account], { "--dry-run": true })}`,
      ];
