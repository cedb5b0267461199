import type { PolicyDocument } from "../policy/document.ts";
import type { KeyFacts } from "../policy/key-facts.ts";
import type { ConditionTest } from "../policy/model.ts";
import { accountOperands } from "./account-operands.ts";
import { giveUse, useInherent, type UsePart } from "./add-users.ts";
import { giveShares } from "./limits/give-shares.ts";
import { factsToWrite } from "./own-account.ts";
import { keyClassOf } from "./rights.ts";
import { assumptionNotes, type Edited } from "./verb.ts";

/**
 * The first half of an external account's access: its root ARN, in the key's partition, in the key users' statements;
 * `only` for one of the two, under `limits` in statements of its own. Throws UsageError for what is no account, RefusedError (`own-account`, `wrong-partition`,
 * `edit-not-exact`).
 */
export const grantAccounts = (
  document: PolicyDocument,
  texts: readonly string[],
  facts: KeyFacts,
  options: {
    readonly only?: UsePart | undefined;
    readonly limits?: readonly ConditionTest[] | undefined;
  } = {},
): Edited => {
  const known = factsToWrite(document, facts);
  const parts: readonly UsePart[] = options.only ? [options.only] : ["use", "grants"];
  const operands = accountOperands(texts, known);
  const { limits = [] } = options;
  const { document: after, notes } =
    limits.length === 0
      ? { document: giveUse(document, operands, parts, known), notes: noGrants(options.only, known) }
      : giveShares(document, operands, partsUnder(parts, known), limits, known);
  const assumed = after === document ? [] : assumptionNotes(facts);
  return { document: after, notes: [...assumed, ...notes], inherent: useInherent };
};

/** Where nobody asked for the grants alone, a key that AWS services do not use goes without. */
const partsUnder = (parts: readonly UsePart[], facts: KeyFacts): readonly UsePart[] =>
  parts.length > 1 && keyClassOf(facts) !== "S" ? ["use"] : parts;

const noGrants = (only: UsePart | undefined, facts: KeyFacts): readonly string[] =>
  only === "grants" && keyClassOf(facts) !== "S"
    ? ["AWS services use symmetric keys only: no grants statement is made for this key."]
    : [];
