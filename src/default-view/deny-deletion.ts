import type { PolicyDocument } from "../policy/document.ts";
import type { KeyFacts } from "../policy/key-facts.ts";
import { readPolicy } from "../policy/read-policy.ts";
import { administrators } from "./administrators.ts";
import { noAdministrators } from "./allow-deletion.ts";
import { belongsToAny } from "./concerns.ts";
import { adminsApart } from "./limits/admins-apart.ts";
import { factsToWrite } from "./own-account.ts";
import { proveOnlyIntended } from "./prove.ts";
import { remainingNotes } from "./remaining.ts";
import { deletionActions } from "./rights.ts";
import { deletionRights } from "./role-rights.ts";
import { takeAll } from "./take-role.ts";
import type { Edited } from "./verb.ts";

/**
 * Takes scheduling and cancelling the deletion of the key from every administrator, through whatever statement.
 * Throws RefusedError (`statement-gives-more`) where a pattern such as `kms:*` gives it, with the place.
 */
export const denyDeletion = (
  document: PolicyDocument,
  _operands: readonly string[],
  facts: KeyFacts,
): Edited => {
  const known = factsToWrite(document, facts);
  const policy = readPolicy(document);
  const admins = [...administrators(policy, known), ...adminsApart(policy, known)];
  if (admins.length === 0) return { document, notes: [noAdministrators], inherent: [] };
  const after = takeAll(document, admins, deletionRights, known);
  const concerns = belongsToAny(admins);
  proveOnlyIntended(
    document,
    after,
    { concerns, actions: new Set(deletionActions), gains: false, losses: true },
    known,
  );
  const notes = remainingNotes(after, admins, deletionRights, known);
  return { document: after, notes, inherent: ["no-delete-permission"] };
};
