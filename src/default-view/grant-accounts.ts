import type { PolicyDocument } from "../policy/document.ts";
import type { KeyFacts } from "../policy/key-facts.ts";
import { accountOperands } from "./account-operands.ts";
import { giveUse, useInherent, type UsePart } from "./add-users.ts";
import { completeFacts } from "./own-account.ts";
import { keyClassOf } from "./rights.ts";
import { assumptionNotes, type VerbResult } from "./verb.ts";

/**
 * The first half of an external account's access: its root ARN, in the key's partition, in the key users' statements;
 * `only` for one of the two. Throws UsageError for what is no account, RefusedError (`own-account`, `wrong-partition`,
 * `edit-not-exact`).
 */
export const grantAccounts = (
  document: PolicyDocument,
  texts: readonly string[],
  facts: KeyFacts,
  options: { readonly only?: UsePart | undefined } = {},
): VerbResult => {
  const known = completeFacts(document, facts);
  const parts: readonly UsePart[] = options.only ? [options.only] : ["use", "grants"];
  const operands = accountOperands(texts, known);
  const after = giveUse(document, operands, parts, known);
  const assumed = after === document ? [] : assumptionNotes(facts);
  return { document: after, notes: [...assumed, ...noGrants(options.only, known)], inherent: useInherent };
};

const noGrants = (only: UsePart | undefined, facts: KeyFacts): readonly string[] =>
  only === "grants" && keyClassOf(facts) !== "S"
    ? ["AWS services use symmetric keys only: no grants statement is made for this key."]
    : [];
