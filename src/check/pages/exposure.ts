import type { Page } from "./page.ts";

export const exposurePages = {
  "public-access": {
    trigger: 'An Allow is for "*" and has no condition, and no Deny takes strangers out again.',
    why: "Every identity of every AWS account whose own IAM lets it can use the key; those of the key's account need not even that. Security Hub KMS.5 fails.",
    fix: "Name the accounts or roles; or add a condition on kms:CallerAccount, aws:PrincipalAccount, aws:PrincipalOrgID or aws:PrincipalArn with a fixed value.",
    example:
      '"Principal": { "AWS": "*" }  =>  the same with "StringEquals": { "kms:CallerAccount": "111122223333" }',
  },
  "ineffective-restriction": {
    trigger:
      'An Allow for "*" has conditions, but only ones that a stranger meets: a wildcard or a variable for the account or organization, a negation, IfExists, ForAllValues, the encryption context, tags, aws:SecureTransport.',
    why: "It looks restricted and is open to every account.",
    fix: "Add a condition with a fixed value on a key that the caller cannot choose: kms:CallerAccount, aws:PrincipalAccount, aws:PrincipalOrgID, aws:PrincipalArn.",
    example:
      '"StringLike": { "aws:PrincipalOrgID": "o-*" }  =>  "StringEquals": { "aws:PrincipalOrgID": "o-abcdefghij" }',
  },
  "via-service-without-account": {
    trigger: 'An Allow for "*" is limited by kms:ViaService and by nothing that tells the caller\'s account.',
    why: "The service works for every account: anyone can come through it.",
    fix: "Add kms:CallerAccount beside it, as the policies of AWS managed keys do.",
    example:
      '"kms:ViaService": "s3.us-west-2.amazonaws.com"  =>  "kms:ViaService": "s3.us-west-2.amazonaws.com", "kms:CallerAccount": "111122223333"',
  },
  "allow-not-principal": {
    trigger: "An Allow has NotPrincipal.",
    why: "It allows everyone in the world except those listed.",
    fix: "Name in Principal those who are meant; keep someone out by a Deny.",
    example: '"Effect": "Allow", "NotPrincipal": …  =>  "Effect": "Allow", "Principal": …',
  },
  "allow-not-action": {
    trigger: "An Allow has NotAction.",
    why: "It allows PutKeyPolicy, CreateGrant and every action that KMS will ever add, except those listed.",
    fix: "List in Action what is meant.",
    example: '"NotAction": "kms:Delete*"  =>  "Action": ["kms:Encrypt", "kms:Decrypt"]',
  },
  "external-account-full": {
    trigger:
      "Another account, or an identity of one, gets kms:*, or actions that change the policy, disable or delete the key.",
    why: "Administration does not work across accounts, but grants and all use of the key do, and the list says more than is meant.",
    fix: "List the operations that it needs. kmspol grant-account writes them.",
    example:
      '"Action": "kms:*" for 444455556666  =>  ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:DescribeKey"]',
  },
  "external-account-access": {
    trigger: "An Allow names another account, or an identity of one.",
    why: "It is for information: that account's own IAM decides which of its identities have the access.",
    fix: "Make sure that the account is meant. kmspol revoke-account takes it out.",
    example: "arn:aws:iam::444455556666:root in the policy of a key of 111122223333",
  },
  "forbidden-access": {
    trigger:
      "The policy gives a principal what forbid of the configuration (.kmspolrc.json) says nobody may give it, by whatever statement: an account's access is that of each of its principals, a Deny takes it away, a condition narrows it.",
    why: "Somebody has written down that this must not be, and why; the message has the reason.",
    fix: "Take the principal or the action out, or deny it. Where it is meant after all, name it in except of the configuration.",
    example:
      '{ "forbid": [{ "principal": "outside", "actions": ["kms:Decrypt"], "except": ["444455556666"], "reason": "data stays here" }] }',
  },
  "external-action-inert": {
    trigger:
      "All principals of an Allow are of other accounts, and the action is one that KMS refuses across accounts.",
    why: "It has no effect.",
    fix: "Remove it.",
    example: '["kms:Decrypt", "kms:PutKeyPolicy"] for 444455556666  =>  ["kms:Decrypt"]',
  },
  "third-party-without-id": {
    trigger: "An account that is marked as a vendor's has access without any condition.",
    why: "Everybody at the vendor, and whoever tricks the vendor, can use the key.",
    fix: "Name the vendor's role, have it ask for an external id, or add a condition on the encryption context.",
    example: "arn:aws:iam::444455556666:root  =>  arn:aws:iam::444455556666:role/Reader",
  },
  "grant-unrestricted": {
    trigger:
      "A user, role, service or other account may call CreateGrant, without a condition on kms:GrantIsForAWSResource, kms:GranteePrincipal, kms:GranteeServicePrincipal, kms:GrantOperations or kms:ViaService.",
    why: "It may give any grantable operation, also ones that it has not itself, to anyone in any account.",
    fix: "Add the condition that AWS services use, or name the grantee.",
    example: '"kms:CreateGrant"  =>  the same with "Bool": { "kms:GrantIsForAWSResource": "true" }',
  },
  "service-principal-unscoped": {
    trigger:
      "An Allow for a service has no condition on aws:SourceArn, aws:SourceAccount, aws:SourceOrgID or aws:SourceOrgPaths with a fixed value. With only its encryption context it is a warning.",
    why: "The service works for all its customers: another account can make it use this key (the confused deputy).",
    fix: "Add aws:SourceArn of the resource, or aws:SourceAccount.",
    example:
      '{ "Service": "sns.amazonaws.com" }  =>  the same with "StringEquals": { "aws:SourceAccount": "111122223333" }',
  },
  "service-principal-bad-key": {
    trigger:
      "An Allow for services alone tests aws:PrincipalOrgID, aws:PrincipalOrgPaths, aws:PrincipalArn or aws:PrincipalTag.",
    why: "A service that calls as itself carries none of them: the statement allows nothing.",
    fix: "Test aws:SourceOrgID, aws:SourceAccount or aws:SourceArn.",
    example: '"aws:PrincipalOrgID": "o-abcdefghij"  =>  "aws:SourceOrgID": "o-abcdefghij"',
  },
  "admin-is-user": {
    trigger: "The same user or role has one statement for administration and one for use.",
    why: "Who can change the policy should not read what the key protects.",
    fix: "Give the two to different roles.",
    example: "role/Admin in both statements  =>  role/Admin administers, role/App uses",
  },
  "full-access-principal": {
    trigger: "A user or role has both PutKeyPolicy and Decrypt by one entry, mostly kms:*.",
    why: "It can change the policy, delete the key, and read everything.",
    fix: "List what an administrator needs in one statement and what a user needs in another.",
    example: '"kms:*" for role/App  =>  ["kms:Decrypt", "kms:GenerateDataKey*"] for role/App',
  },
  "enclave-attestation-missing": {
    trigger:
      "One Allow asks for kms:RecipientAttestation, another one allows the same operation without it. What the account hands to IAM is not looked at.",
    why: "The enclave is the only way by one statement, and not by the other.",
    fix: "Add the condition to every Allow of the operation.",
    example:
      "kms:Decrypt with PCR0 for role/Host, kms:Decrypt for role/Ops  =>  the same PCR0 condition on both",
  },
} satisfies Record<string, Page>;
