import type { PolicyDocument } from "../policy/document.ts";
import type { KeyFacts } from "../policy/key-facts.ts";
import { operandsToRemove } from "./operand.ts";
import { factsToWrite } from "./own-account.ts";
import { useRights } from "./role-rights.ts";
import type { ShareOptions } from "./limits/share-options.ts";
import { onlyRights } from "./limits/take-own.ts";
import { takeShare } from "./limits/take-share.ts";
import { type Edited } from "./verb.ts";

/**
 * Takes use of the key, and grants for AWS services, from principals; what else they have stays, and so does everybody
 * else. With `only` no more than that is taken, with `limits` from statements under just these. Throws UsageError for a malformed operand, RefusedError
 * (`role-not-of-key`, `statement-gives-more`, `last-statement`, `edit-not-exact`) where that cannot be done by an edit of
 * whole statements and actions.
 */
export const removeUsers = (
  document: PolicyDocument,
  texts: readonly string[],
  facts: KeyFacts,
  options: ShareOptions = {},
): Edited => {
  const known = factsToWrite(document, facts);
  const { only = [], limits = [] } = options;
  const rights = only.length > 0 ? onlyRights(only, known) : useRights(known);
  return takeShare(document, operandsToRemove(texts, document, known), rights, limits, known);
};
