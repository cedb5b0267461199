import type { PolicyDocument } from "../policy/document.ts";
import type { KeyFacts } from "../policy/key-facts.ts";
import { operandsToRemove } from "./operand.ts";
import { factsToWrite } from "./own-account.ts";
import { administrationRights } from "./role-rights.ts";
import type { ShareOptions } from "./limits/share-options.ts";
import { takeShare } from "./limits/take-share.ts";
import { type Edited } from "./verb.ts";

/**
 * Takes key administration from principals; what else they have stays, and so does everybody else. With `limits` it is
 * taken from statements under just these. Throws UsageError for a malformed operand, RefusedError (`statement-gives-more`, `last-statement`, `edit-not-exact`).
 */
export const removeAdmins = (
  document: PolicyDocument,
  texts: readonly string[],
  facts: KeyFacts,
  { limits = [] }: Pick<ShareOptions, "limits"> = {},
): Edited => {
  const known = factsToWrite(document, facts);
  const operands = operandsToRemove(texts, document, known);
  return takeShare(document, operands, administrationRights, limits, known);
};
