import { RefusedError } from "../errors.ts";
import { next, type Sentence, sentence } from "../next-command.ts";
import type { PolicyDocument } from "../policy/document.ts";
import type { KeyFacts } from "../policy/key-facts.ts";
import { readPolicy } from "../policy/read-policy.ts";
import { expandActions } from "./action-set.ts";
import { speaksOfAny } from "./concerns.ts";
import { givePart } from "./give.ts";
import { operandsToAdd, type Operand } from "./operand.ts";
import { isDeletionOpen } from "./limits/deletion-open.ts";
import { giveShares } from "./limits/give-shares.ts";
import { partedBySet, setNotes } from "./limits/set-operands.ts";
import type { ShareOptions } from "./limits/share-options.ts";
import { factsToWrite } from "./own-account.ts";
import { proveOnlyIntended } from "./prove.ts";
import { adminEverything } from "./rights.ts";
import { adminInherent, assumptionNotes, type Edited } from "./verb.ts";

/**
 * Makes users and roles of the key's account key administrators. They join an administrators statement of any version,
 * or get the console's; under `limits` a statement of their own. Throws UsageError for a malformed operand, RefusedError for an account or a principal of
 * another account (`external-admin`), and where the edit would touch anyone else (`edit-not-exact`).
 */
export const addAdmins = (
  document: PolicyDocument,
  texts: readonly string[],
  facts: KeyFacts,
  { limits = [] }: Pick<ShareOptions, "limits"> = {},
): Edited => {
  const known = factsToWrite(document, facts);
  const operands = operandsToAdd(texts, document, known);
  operands.forEach((operand) => refuseOutsider(operand, known));
  if (limits.some(({ key }) => /^kms:encryptioncontext:/i.test(key))) throw noContext();
  const [apart, named] = limits.length === 0 ? partedBySet(operands) : [operands, []];
  const given = giveAdmin(document, named, known);
  const { document: after, notes } =
    apart.length === 0 ? { document: given, notes: [] } : giveShares(given, apart, ["admin"], limits, known);
  const assumed = after === document ? [] : assumptionNotes(facts);
  return {
    document: after,
    notes: [
      ...operands.flatMap((operand) => operand.notes),
      ...notes,
      ...(apart.length > 0 && after !== document ? deletionNotes(document, known) : []),
      ...setNotes(operands, known),
      ...assumed,
    ],
    inherent: adminInherent,
  };
};

/** What a statement of its own does without, as the other administrators do. */
const deletionNotes = (document: PolicyDocument, facts: KeyFacts): readonly Sentence[] =>
  isDeletionOpen(readPolicy(document), facts)
    ? []
    : [
        sentence`No administrator of this key may delete it, and so nobody added here may: ${next("allow-deletion")} lets all of them.`,
      ];

const giveAdmin = (
  document: PolicyDocument,
  operands: readonly Operand[],
  facts: KeyFacts,
): PolicyDocument => {
  const after = operands.reduce((edited, operand) => givePart(edited, "admin", operand, facts), document);
  const actions = expandActions(adminEverything);
  const concerns = speaksOfAny(operands);
  proveOnlyIntended(document, after, { concerns, actions, gains: true, losses: false }, facts);
  return after;
};

const noContext = (): RefusedError =>
  new RefusedError("no-encryption-context", "what administrators do carries no encryption context", {
    hint: "leave --encryption-context out: it is for key users",
  });

/** Administration never works across accounts (KMS API, "Cross-account use"), and the console names no account here. */
const refuseOutsider = (operand: Operand, { account }: KeyFacts): void => {
  if (operand.kind === "account") {
    throw new RefusedError(
      "account-as-admin",
      `${operand.text} is an account; only users and roles administer`,
      {
        hint: "name a user or a role of the key's account",
      },
    );
  }
  if (account === undefined || operand.account === account) return;
  throw new RefusedError(
    "external-admin",
    `${operand.text} is in account ${operand.account ?? "another"}, the key in ${account}: administration never works across accounts`,
    { hint: `make a role in ${account} that they may assume, and name that role` },
  );
};
