import type { Page } from "./page.ts";

export const statementPages = {
  "invalid-effect": {
    trigger: "Effect is missing, or not exactly Allow or Deny.",
    why: "The case of the two words counts; KMS refuses anything else.",
    fix: "Write Allow or Deny.",
    example: '"Effect": "ALLOW"  =>  "Effect": "Allow"',
  },
  "missing-principal": {
    trigger: "A statement has neither Principal nor NotPrincipal, or an empty one.",
    why: 'KMS answers "Policy contains a statement with no principal".',
    fix: "Name someone, or remove the statement. An empty entry often comes from a variable that was not set.",
    example: '"Principal": { "AWS": [] }  =>  "Principal": { "AWS": "arn:aws:iam::111122223333:role/App" }',
  },
  "missing-action": {
    trigger: "A statement has neither Action nor NotAction, or an empty list.",
    why: "It never had an effect, and KMS refuses it since August 2025.",
    fix: "List the actions, or remove the statement.",
    example: '"Action": []  =>  "Action": "kms:Decrypt"',
  },
  "missing-resource": {
    trigger: "A statement has no Resource, or an empty list.",
    why: "It never had an effect, and KMS refuses it since August 2025. The name is Resource, not Resources.",
    fix: 'Add "Resource": "*": in a key policy it means this key alone.',
    example: '"Resources": "*"  =>  "Resource": "*"',
  },
  "resource-not-star": {
    trigger: 'A Resource entry is not "*", or the statement has NotResource.',
    why: "AWS announced in 2025 that \"*\" is the only value KMS takes; many published policies still carry a key ARN, which is why this key's own is only a warning. Any other key's ARN makes the statement dead.",
    fix: 'Write "Resource": "*".',
    example: '"Resource": "arn:aws:kms:us-west-2:111122223333:key/1234abcd-…"  =>  "Resource": "*"',
  },
  "other-key-resource": {
    trigger: "Resource names another key, an alias, or something that is no key.",
    why: "A key policy is for its own key: the statement never applies.",
    fix: 'Write "Resource": "*", or move the statement to the policy of the key it names.',
    example: '"Resource": "arn:aws:s3:::bucket"  =>  "Resource": "*"',
  },
  "element-conflict": {
    trigger:
      "A statement has both an element and its opposite: Action and NotAction, Principal and NotPrincipal, Resource and NotResource.",
    why: "The two exclude each other, and KMS refuses the document.",
    fix: "Keep one of them, or make two statements.",
    example: '"Action": "kms:Decrypt", "NotAction": "kms:Encrypt"  =>  "Action": "kms:Decrypt"',
  },
  "empty-condition": {
    trigger: "Condition, one of its operators, or a list of values is empty.",
    why: "An empty object restricts nothing, although it looks as if it did; an empty list of values never matches.",
    fix: "Say what must hold, or remove it.",
    example:
      '"Condition": { "StringEquals": {} }  =>  "Condition": { "StringEquals": { "kms:CallerAccount": "111122223333" } }',
  },
  "duplicate-sid": {
    trigger: "Two statements have the same Sid.",
    why: "Edits that find a statement by its Sid hit the wrong one. AWS's support articles name it among the reasons of failed puts.",
    fix: "Give each a Sid of its own.",
    example: '"Sid": "A" … "Sid": "A"  =>  "Sid": "A" … "Sid": "A2"',
  },
  "sid-characters": {
    trigger: "A Sid has other characters than letters, digits and spaces.",
    why: "Spaces are documented for key policies; what KMS does with the rest is not.",
    fix: "Keep to letters, digits and spaces.",
    example: '"Sid": "use/key"  =>  "Sid": "Allow use of the key"',
  },
  "empty-sid": {
    trigger: 'A Sid is "".',
    why: "It identifies nothing, and two of them are duplicates.",
    fix: "Give the statement a name, or remove the Sid.",
    example: '"Sid": "", "Effect": "Allow"  =>  "Effect": "Allow"',
  },
  "statement-without-effect": {
    trigger:
      "No caller, in no request, is allowed (or denied) anything by the statement: its principals never meet its conditions, its conditions contradict each other, or a Deny takes all of it away.",
    why: "It looks as if it gave or protected something. kmspol works out every kind of caller and request before it says so.",
    fix: "Correct the condition or the principal that the message names, or remove the statement.",
    example:
      '"Principal": { "AWS": "…:role/App" } with "ArnEquals": { "aws:PrincipalArn": "…:role/Other" }  =>  name role/Other',
  },
  "redundant-statement": {
    trigger:
      "Without the statement everybody has the same access as with it. The access engine compares both.",
    why: "It costs bytes, and whoever removes the other statement believes the access to be gone.",
    fix: "Remove it. The console's own statements are left alone: its default view wants them whole.",
    example: "kms:* for role/App, and kms:Decrypt for role/App  =>  kms:* for role/App",
  },
  "redundant-action": {
    trigger: "Another entry of the same list covers the action, or it stands twice.",
    why: "It suggests a limit that is not there.",
    fix: "Remove the narrower entry, or the wildcard, if the narrow one was meant. In the console's own statements only what stands twice is redundant: its default view wants them whole.",
    example: '["kms:*", "kms:Decrypt"]  =>  ["kms:*"]',
  },
  "redundant-principal": {
    trigger:
      'The same principal stands twice in one list, perhaps as account id and as root ARN, or beside "*".',
    why: "Removing one of them seems to remove the access.",
    fix: "Keep one.",
    example: '["111122223333", "arn:aws:iam::111122223333:root"]  =>  ["arn:aws:iam::111122223333:root"]',
  },
} satisfies Record<string, Page>;
