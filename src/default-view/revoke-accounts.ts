import type { PolicyDocument } from "../policy/document.ts";
import type { KeyFacts } from "../policy/key-facts.ts";
import { readPolicy } from "../policy/read-policy.ts";
import { accountOperands } from "./account-operands.ts";
import { namedPrincipals } from "./administrators.ts";
import { speaksOfAny } from "./concerns.ts";
import type { Operand } from "./operand.ts";
import { completeFacts } from "./own-account.ts";
import { proveOnlyIntended } from "./prove.ts";
import { allRights } from "./role-rights.ts";
import { takeRights } from "./take.ts";
import { unnamedNotes } from "./unnamed.ts";
import { commandOn } from "./command-on.ts";
import type { VerbResult } from "./verb.ts";

/**
 * Takes accounts out of every Allow, as root ARN and as 12 digits. Their users and roles that are named one by one stay,
 * and are named in the notes with the command that removes them. Throws UsageError for what is no account,
 * RefusedError (`own-account`, `last-statement`, `edit-not-exact`).
 */
export const revokeAccounts = (
  document: PolicyDocument,
  texts: readonly string[],
  facts: KeyFacts,
): VerbResult => {
  const known = completeFacts(document, facts);
  const operands = accountOperands(texts, known);
  const after = takeRights(document, operands, allRights, known);
  proveOnlyIntended(document, after, { concerns: speaksOfAny(operands), gains: false, losses: true }, known);
  return {
    document: after,
    notes: [
      ...unnamedNotes(document, operands, known),
      ...operands.flatMap((operand) => stayNotes(after, operand, known)),
    ],
    inherent: [],
  };
};

const stayNotes = (document: PolicyDocument, account: Operand, facts: KeyFacts): readonly string[] =>
  namedPrincipals(readPolicy(document), facts)
    .filter((operand) => operand.kind !== "account" && operand.account === account.account)
    .map(
      ({ arn }) =>
        `${arn} of that account is named itself and stays: ${commandOn(facts, "remove-user", arn)}`,
    );
