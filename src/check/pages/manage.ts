import type { Page } from "./page.ts";

export const managePages = {
  lockout: {
    trigger: "The policy does not let the caller call PutKeyPolicy again; for a file, nobody at all.",
    why: "KMS refuses it (the lockout safety check). With the check bypassed, only AWS Support can make the key manageable again.",
    fix: "Keep the statement that gives the account's root ARN kms:*, or allow kms:PutKeyPolicy to the caller's role.",
    example:
      'only { role/App, kms:Decrypt }  =>  the same and { "AWS": "arn:aws:iam::111122223333:root" } with kms:*',
  },
  "lockout-unknown": {
    trigger:
      "Whether the caller may call PutKeyPolicy again rests on IAM policies that could not be read, or on a condition that cannot be decided beforehand.",
    why: "KMS may refuse the put, or accept it and the next one fails.",
    fix: "Make sure that the caller's IAM policies allow kms:PutKeyPolicy on this key.",
    example:
      "only the account's root ARN has kms:*  =>  and the caller's role has an IAM policy with kms:PutKeyPolicy",
  },
  "no-account-root": {
    trigger: "No statement allows the key's own account (its root ARN) kms:PutKeyPolicy.",
    why: "When the named administrators are gone, only AWS Support can help; and IAM policies for this key have no effect.",
    fix: "Add the statement Enable IAM User Permissions.",
    example:
      '{ "Sid": "Enable IAM User Permissions", "Effect": "Allow", "Principal": { "AWS": "arn:aws:iam::111122223333:root" }, "Action": "kms:*", "Resource": "*" }',
  },
  "conditional-account-root": {
    trigger:
      "The account's statement that covers kms:PutKeyPolicy has a condition, and there is none without.",
    why: "The condition holds for the root user too: in an emergency the key may be out of reach.",
    fix: "Remove the condition from that statement; put it on those for administrators.",
    example: 'root, kms:*, "Bool": { "aws:MultiFactorAuthPresent": "true" }  =>  root, kms:*',
  },
  "single-manager": {
    trigger: "Exactly one user or role can change the policy.",
    why: "Once it is deleted, nobody can: a role of the same name, created later, is another one.",
    fix: "Name a second administrator, or add the account's root ARN.",
    example: "only role/Admin with kms:*  =>  role/Admin, and the account's root ARN with kms:*",
  },
  "manager-only-session": {
    trigger: "Only sessions or federated users can change the policy.",
    why: "They end, and the next session has another name.",
    fix: "Name the role.",
    example: "arn:aws:sts::111122223333:assumed-role/Admin/me  =>  arn:aws:iam::111122223333:role/Admin",
  },
  "put-without-get": {
    trigger:
      "A user or role can call PutKeyPolicy, and neither the policy nor IAM can let it call GetKeyPolicy.",
    why: "It can only replace the policy blindly: what others changed meanwhile is lost, and nobody sees it.",
    fix: "Allow kms:GetKeyPolicy wherever kms:PutKeyPolicy is allowed.",
    example: '"Action": "kms:PutKeyPolicy"  =>  "Action": ["kms:GetKeyPolicy", "kms:PutKeyPolicy"]',
  },
  "deny-everyone-manage": {
    trigger: 'A Deny without a condition, for "*" or the account itself, covers kms:PutKeyPolicy.',
    why: "A Deny beats every Allow, for the root user too: nobody can ever change the policy again.",
    fix: "Leave kms:PutKeyPolicy out of it, or exempt an administrator by a condition.",
    example:
      'Deny "*" kms:*  =>  Deny "*" kms:* with "ArnNotLike": { "aws:PrincipalArn": "arn:aws:iam::111122223333:role/Admin" }',
  },
  "deny-account-root": {
    trigger: "A Deny names the key's own account (its root ARN or id).",
    why: "In a Deny the account stands for all its identities, not for the root user alone.",
    fix: "Name the users or roles; for the root user alone add a condition on aws:PrincipalType Account.",
    example: "Deny arn:aws:iam::111122223333:root  =>  Deny arn:aws:iam::111122223333:role/Temp",
  },
  "deny-not-principal": {
    trigger: "A Deny has NotPrincipal.",
    why: "To exempt a role, its account and its sessions must be listed too, or it is denied all the same.",
    fix: 'Deny "*" with a condition ArnNotEquals on aws:PrincipalArn.',
    example:
      '"NotPrincipal": { "AWS": "…:role/App" }  =>  "Principal": { "AWS": "*" } with "ArnNotEquals": { "aws:PrincipalArn": "…:role/App" }',
  },
  "no-delete-permission": {
    trigger: "No statement allows anyone of the account kms:ScheduleKeyDeletion.",
    why: "The key can only be disabled, and costs on. Where that is meant, nothing needs to be done.",
    fix: "kmspol allow-deletion lets the key's administrators delete it.",
    example:
      "administrators without ScheduleKeyDeletion  =>  with kms:ScheduleKeyDeletion and kms:CancelKeyDeletion",
  },
  "broad-delete": {
    trigger: "Someone who cannot change the policy may call ScheduleKeyDeletion.",
    why: "With the key everything that it encrypts is lost.",
    fix: "Leave deletion to administrators.",
    example: '["kms:Decrypt", "kms:ScheduleKeyDeletion"]  =>  ["kms:Decrypt"]',
  },
  "pending-deletion": {
    trigger: "The key's state is PendingDeletion or PendingReplicaDeletion.",
    why: "The policy is that of a key about to go, and the key cannot be used.",
    fix: "Cancel the deletion, if the key is to stay.",
    example: "aws kms cancel-key-deletion --key-id 1234abcd-…",
  },
  "replica-drift": {
    trigger: "A related multi-Region key has a policy that gives other access.",
    why: "KMS does not synchronise policies: the same key material is open in one Region and closed in another.",
    fix: "Compare them (kmspol diff), and put the one that is right on the others.",
    example: "kmspol get KEY-IN-EU --out policy.json && kmspol put KEY-IN-US policy.json",
  },
  "iam-root-missing-for-group": {
    trigger: "IAM is to decide for a group, and no statement hands anything to the account.",
    why: "Without it IAM policies have no effect on this key.",
    fix: "Add the statement Enable IAM User Permissions; kmspol add-group --via-iam does.",
    example: '"Principal": { "AWS": "arn:aws:iam::111122223333:root" }, "Action": "kms:*"',
  },
} satisfies Record<string, Page>;
