import { documentRule } from "../../rule.ts";

/** The policy of a key that is about to go (Security Hub KMS.3). */
export const pendingDeletion = documentRule(
  ({ document, facts }) =>
    facts.state === "PendingDeletion" || facts.state === "PendingReplicaDeletion"
      ? {
          at: { start: document.root.start, path: [] },
          message: `the key is about to be deleted (${facts.state})`,
          hint: "cancel the deletion first, if the key is to stay: aws kms cancel-key-deletion",
        }
      : undefined,
  ["state"],
);
