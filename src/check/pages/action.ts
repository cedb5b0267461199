import type { Page } from "./page.ts";

export const actionPages = {
  "unknown-action": {
    trigger: "An action of kms: names nothing, or a pattern covers nothing, in today's list of KMS actions.",
    why: "KMS stores it without a word, and a misspelling grants nothing: an error. What is like no known name may be newer than kmspol, and is a warning.",
    fix: "Correct the spelling; the nearest name is in the hint. Case does not matter.",
    example: '"kms:GenerateDatakeys"  =>  "kms:GenerateDataKey"',
  },
  "malformed-action": {
    trigger: "An action is not service:Name: no colon, another sign in its place, a blank at its end.",
    why: "KMS stores it without a word, and it never matches.",
    fix: "Write kms: and the name.",
    example: '"kms=Decrypt"  =>  "kms:Decrypt"',
  },
  "non-kms-action": {
    trigger: 'An action is of another service, or is "*".',
    why: 'In a key policy only actions of KMS have an effect; "*" reads wider than it is.',
    fix: 'Write "kms:*" for "*"; move actions of other services to the policy where they count.',
    example: '"Action": "*"  =>  "Action": "kms:*"',
  },
  "wildcard-in-service": {
    trigger: "The part before the colon has a wildcard.",
    why: "The service of an action is to be written out; who reads k* must guess.",
    fix: "Write kms:.",
    example: '"k*:Decrypt"  =>  "kms:Decrypt"',
  },
  "ineffective-action": {
    trigger:
      "An action acts on no key (ListKeys, CreateKey, ListAliases, the custom key stores, GenerateRandom), or is an Allow of RetireGrant or SynchronizeMultiRegionKey.",
    why: "A key policy cannot give it: those are decided in IAM, RetireGrant by the grant itself.",
    fix: "Remove it, and allow it in an IAM policy where it is needed.",
    example: '["kms:Decrypt", "kms:ListKeys"]  =>  ["kms:Decrypt"]',
  },
  "action-not-for-key-type": {
    trigger:
      "The key's type has none of the operations that the entry covers, such as Sign on a symmetric key.",
    why: "KMS refuses the call on this key whatever the policy says; mostly the list was copied from another kind of key.",
    fix: "Remove it. kmspol add-user writes the right list for the key's type.",
    example: '"kms:Sign" on SYMMETRIC_DEFAULT  =>  "kms:GenerateDataKey*"',
  },
  "reencrypt-bare": {
    trigger: "The action is kms:ReEncrypt.",
    why: "The operation of that name needs kms:ReEncryptFrom on one key and kms:ReEncryptTo on the other; kms:ReEncrypt is no permission.",
    fix: "Write kms:ReEncrypt*, or the one of the two that is meant.",
    example: '"kms:ReEncrypt"  =>  "kms:ReEncrypt*"',
  },
  "asymmetric-missing-getpublickey": {
    trigger:
      "On an asymmetric key an identity may encrypt, verify or agree, and not call GetPublicKey; or use the key, and not call DescribeKey.",
    why: "Client libraries fetch the public key or ask what the key is before they work.",
    fix: "Add kms:GetPublicKey and kms:DescribeKey.",
    example: '["kms:Verify"]  =>  ["kms:Verify", "kms:GetPublicKey", "kms:DescribeKey"]',
  },
  "admin-wildcard-grants": {
    trigger:
      "A wildcard such as kms:Create* gives a user, role or everyone CreateGrant, without a limiting condition. The console's administrators have it.",
    why: "Who may create grants may give any operation of the key to anyone: an administrator can let themselves decrypt.",
    fix: "Write kms:CreateAlias where that was meant; otherwise know that administrators reach everything.",
    example: '"kms:Create*"  =>  "kms:CreateAlias"',
  },
  "decrypt-only-half": {
    trigger: "An identity may call GenerateDataKey and no statement lets it decrypt.",
    why: "Who uploads in parts or changes what is stored must decrypt the data key again; service guides often ask for both.",
    fix: "Add kms:Decrypt, unless it really only ever writes.",
    example: '["kms:GenerateDataKey"]  =>  ["kms:GenerateDataKey", "kms:Decrypt"]',
  },
} satisfies Record<string, Page>;
