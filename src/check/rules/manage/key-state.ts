import { documentRule } from "../../rule.ts";

/** The policy of a key that is about to go (Security Hub KMS.3). */
export const pendingDeletion = documentRule({
  code: "pending-deletion",
  severity: "warning",
  title: "The key is about to be deleted",
  page: () => ({
    trigger: "The key's state is PendingDeletion or PendingReplicaDeletion.",
    why: "The policy is that of a key about to go, and the key cannot be used.",
    fix: "Cancel the deletion, if the key is to stay.",
    example: "aws kms cancel-key-deletion --key-id 1234abcd-…",
  }),
  needs: ["state"],
  run: ({ document, facts }) =>
    facts.state === "PendingDeletion" || facts.state === "PendingReplicaDeletion"
      ? {
          at: { start: document.root.start, path: [] },
          message: `the key is about to be deleted (${facts.state})`,
          hint: "cancel the deletion first, if the key is to stay: aws kms cancel-key-deletion",
        }
      : undefined,
});
