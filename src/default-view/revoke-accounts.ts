import { next, type Sentence, sentence } from "../next-command.ts";
import type { PolicyDocument } from "../policy/document.ts";
import type { KeyFacts } from "../policy/key-facts.ts";
import { readPolicy } from "../policy/read-policy.ts";
import { accountOperands } from "./account-operands.ts";
import { namedPrincipals } from "./administrators.ts";
import { belongsToAny } from "./concerns.ts";
import type { Operand } from "./operand.ts";
import { noneUnder } from "./limits/limit-notes.ts";
import type { ShareOptions } from "./limits/share-options.ts";
import { underJust } from "./limits/take-own.ts";
import { factsToWrite } from "./own-account.ts";
import { proveOnlyIntended } from "./prove.ts";
import { allRights } from "./role-rights.ts";
import { refuseStanding, standingNotes } from "./standing-notes.ts";
import { takeAll } from "./take-role.ts";
import { unnamedNotes } from "./unnamed.ts";
import type { Edited } from "./verb.ts";

/**
 * Takes accounts out of every Allow, as root ARN and as 12 digits, and out of conditions that let them in, or services
 * that act for their resources. Their users and roles that are named one by one stay,
 * and are named in the notes with the command that removes them. With `limits` only what is under just these goes. Throws UsageError for what is no account,
 * RefusedError (`own-account`, `last-statement`, `edit-not-exact`).
 */
export const revokeAccounts = (
  document: PolicyDocument,
  texts: readonly string[],
  facts: KeyFacts,
  { limits = [] }: Pick<ShareOptions, "limits"> = {},
): Edited => {
  const known = factsToWrite(document, facts);
  const operands = accountOperands(texts, known);
  const rights = limits.length > 0 ? underJust(allRights, limits) : allRights;
  const after = takeAll(document, operands, rights, known);
  const concerns = belongsToAny(operands, true);
  proveOnlyIntended(document, after, { concerns, gains: false, losses: true }, known);
  refuseStanding(document, after, operands, rights, known);
  return {
    document: after,
    notes: [
      ...(limits.length > 0 ? noneUnder(document, limits) : []),
      ...unnamedNotes(document, operands, known, rights),
      ...operands.flatMap((operand) => stayNotes(after, operand, known)),
      ...standingNotes(after, operands, rights, known),
    ],
    inherent: [],
  };
};

const stayNotes = (document: PolicyDocument, account: Operand, facts: KeyFacts): readonly Sentence[] =>
  namedPrincipals(readPolicy(document), facts)
    .filter((operand) => operand.kind !== "account" && operand.account === account.account)
    .map(
      ({ arn }) => sentence`${arn} of that account is named itself and stays: ${next("remove-user", [arn])}`,
    );
