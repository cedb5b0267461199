import { expandActions, isSubset } from "../default-view/action-set.ts";
import { addConsoleStatement } from "../default-view/console-statement.ts";
import { speaksOf } from "../default-view/concerns.ts";
import { heldBy } from "../default-view/holdings.ts";
import { literalOperand, type Operand } from "../default-view/operand.ts";
import { factsToWrite } from "../default-view/own-account.ts";
import { proveOnlyIntended } from "../default-view/prove.ts";
import { grantActions, keyClassOf, useActions } from "../default-view/rights.ts";
import type { Edited } from "../default-view/verb.ts";
import { UsageError } from "../errors.ts";
import type { PolicyDocument } from "../policy/document.ts";
import type { KeyFacts } from "../policy/key-facts.ts";
import { readPolicy } from "../policy/read-policy.ts";

/**
 * Makes sure that IAM policies of the key's account can give use of the key: where no statement hands that to the
 * account without condition, the console's first statement is added. Throws UsageError (`account-needed`).
 */
export const ensureIamDelegation = (document: PolicyDocument, facts: KeyFacts): Edited => {
  const known = factsToWrite(document, facts);
  const own = ownAccount(known);
  const needed = expandActions([...useActions(known), ...(keyClassOf(known) === "S" ? grantActions : [])]);
  if (isSubset(needed, heldBy(readPolicy(document), own, known))) return unchanged(document);
  const after = addConsoleStatement(document, "delegation", own.arn, known);
  const concerns = (principal: string) => speaksOf(principal, own);
  proveOnlyIntended(document, after, { concerns, gains: true, losses: false }, known);
  return {
    document: after,
    notes: [
      `IAM policies of account ${own.account ?? ""} can now give every right on the key, to anyone there.`,
    ],
    inherent: [],
  };
};

const unchanged = (document: PolicyDocument): Edited => ({ document, notes: [], inherent: [] });

const ownAccount = (facts: KeyFacts): Operand => {
  if (facts.account === undefined) {
    throw new UsageError("account-needed", "the account that owns the key is not known", {
      hint: "tell it with --account",
    });
  }
  return literalOperand(`arn:${facts.partition ?? "aws"}:iam::${facts.account}:root`, facts);
};
