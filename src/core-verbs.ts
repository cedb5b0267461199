import { addAdmins as coreAddAdmins } from "./default-view/add-admins.ts";
import { addUsers as coreAddUsers } from "./default-view/add-users.ts";
import { allowDeletion as coreAllowDeletion } from "./default-view/allow-deletion.ts";
import { denyDeletion as coreDenyDeletion } from "./default-view/deny-deletion.ts";
import { grantAccounts as coreGrantAccounts } from "./default-view/grant-accounts.ts";
import { grantService as coreGrantService } from "./default-view/grant-service.ts";
import { prune as corePrune } from "./default-view/prune.ts";
import { removeAdmins as coreRemoveAdmins } from "./default-view/remove-admins.ts";
import { removeUsers as coreRemoveUsers } from "./default-view/remove-users.ts";
import { revokeAccounts as coreRevokeAccounts } from "./default-view/revoke-accounts.ts";
import { upgrade as coreUpgrade } from "./default-view/upgrade.ts";
import type { Edited } from "./default-view/verb.ts";
import type { PolicyDocument } from "./policy/document.ts";
import type { KeyFacts } from "./policy/key-facts.ts";
import { errorInWords, inWords } from "./shell/typed-command.ts";

/** What a verb made of a document. Where nothing was to do, `document` is the one that went in. */
export interface VerbResult extends Omit<Edited, "notes"> {
  /** One sentence each, for the user. */
  readonly notes: readonly string[];
}

type Verb<More extends readonly unknown[], Result> = (
  document: PolicyDocument,
  operands: readonly string[],
  facts: KeyFacts,
  ...more: More
) => Result;

/** A verb whose notes and errors propose commands in words; the target is the key's ARN, where that is known. */
const inWordsOf =
  <More extends readonly unknown[]>(verb: Verb<More, Edited>): Verb<More, VerbResult> =>
  (document, operands, facts, ...more) => {
    const typed = { operand: facts.arn ?? "TARGET", flags: [] };
    try {
      const made = verb(document, operands, facts, ...more);
      return { ...made, notes: made.notes.map((note) => inWords(typed, note)) };
    } catch (error) {
      throw errorInWords(typed, error);
    }
  };

/** Lets principals administer the key. Throws UsageError and RefusedError. */
export const addAdmins = inWordsOf(coreAddAdmins);
/** Lets principals use the key. Throws UsageError and RefusedError. */
export const addUsers = inWordsOf(coreAddUsers);
/** Lets the administrators delete the key. Throws UsageError and RefusedError. */
export const allowDeletion = inWordsOf(coreAllowDeletion);
/** Takes the deletion from the administrators. Throws UsageError and RefusedError. */
export const denyDeletion = inWordsOf(coreDenyDeletion);
/** Lets other accounts use the key. Throws UsageError and RefusedError. */
export const grantAccounts = inWordsOf(coreGrantAccounts);
/** Lets AWS services use the key. Throws UsageError and RefusedError. */
export const grantService = inWordsOf(coreGrantService);
/** Takes the ids of deleted principals out. Throws UsageError and RefusedError. */
export const prune = inWordsOf(corePrune);
/** Takes the administration from principals. Throws UsageError and RefusedError. */
export const removeAdmins = inWordsOf(coreRemoveAdmins);
/** Takes the use of the key from principals. Throws UsageError and RefusedError. */
export const removeUsers = inWordsOf(coreRemoveUsers);
/** Takes other accounts out. Throws UsageError and RefusedError. */
export const revokeAccounts = inWordsOf(coreRevokeAccounts);
/** Brings the console's statements up to date. Throws UsageError and RefusedError. */
export const upgrade = inWordsOf(coreUpgrade);
