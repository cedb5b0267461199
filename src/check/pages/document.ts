import type { Page } from "./page.ts";

export const documentPages = {
  "json-syntax": {
    trigger:
      "The text is not JSON: a comma too many or missing, a comment, a byte order mark; or it is no object.",
    why: "KMS answers MalformedPolicyDocumentException, sometimes with an empty message and never with a place.",
    fix: "Correct the text at the line and column given. A policy with comments can live in a .jsonc file: they are left out on the way to KMS.",
    example: '{ "Version": "2012-10-17", }  =>  { "Version": "2012-10-17", "Statement": [ … ] }',
  },
  "duplicate-json-key": {
    trigger: "One object has two members of the same name.",
    why: "The policy grammar forbids it, and readers of JSON silently keep only the last one: half of what is written does not count.",
    fix: "Put the values of both into one list, or make two statements.",
    example: '"Action": "kms:Decrypt", "Action": "kms:Encrypt"  =>  "Action": ["kms:Decrypt", "kms:Encrypt"]',
  },
  "duplicate-condition-key-case": {
    trigger: "Under one operator the same condition key stands twice, in different case.",
    why: "Condition keys are the same in any case, so that it is open which of the two counts.",
    fix: "Keep one, with the values of both in a list.",
    example: '"aws:PrincipalTag/t": "a", "AWS:principaltag/T": "b"  =>  "aws:PrincipalTag/t": ["a", "b"]',
  },
  "policy-too-large": {
    trigger: "The policy has more than 32,768 bytes, white space included.",
    why: "That is a fixed quota of KMS: the put fails with LimitExceededException.",
    fix: "Remove white space, merge statements that differ in their principals only, use grants for passing access, or one statement with aws:PrincipalOrgID in place of many accounts.",
    example: "100 statements of one principal each  =>  one statement with a list of 100",
  },
  "policy-near-limit": {
    trigger: "The policy fills more than 90 percent of the 32,768 bytes.",
    why: "The next principal that is added may not fit, perhaps in the middle of an incident.",
    fix: "Shorten it now: see policy-too-large.",
    example: "29,600 bytes with four blanks of indentation  =>  18,000 bytes without",
  },
  "invalid-character": {
    trigger:
      "A name or value has a character beyond U+00FF: a typographic quote or dash, an emoji, a letter of another script.",
    why: "The pattern of the Policy parameter ends at U+00FF, and KMS refuses the whole document.",
    fix: "Write plain characters. Where a condition needs such a value, test another key, such as aws:SourceAccount.",
    example: '"Sid": "Allow – use"  =>  "Sid": "Allow use"',
  },
  "missing-version": {
    trigger: "The policy has no Version.",
    why: "The KMS guide requires it. Without it the old policy language holds, in which ${…} is plain text.",
    fix: 'Add "Version": "2012-10-17".',
    example: '{ "Statement": [ … ] }  =>  { "Version": "2012-10-17", "Statement": [ … ] }',
  },
  "invalid-version": {
    trigger: "Version is neither 2012-10-17 nor 2008-10-17.",
    why: "It names the policy language, not the day on which the policy was written; KMS refuses any other.",
    fix: 'Write "2012-10-17".',
    example: '"Version": "2026-01-10"  =>  "Version": "2012-10-17"',
  },
  "old-version": {
    trigger: "Version is 2008-10-17, and the policy uses no variables.",
    why: "A variable added later would be plain text, which nobody notices.",
    fix: 'Write "2012-10-17": without variables it means the same.',
    example: '"Version": "2008-10-17"  =>  "Version": "2012-10-17"',
  },
  "variable-in-old-version": {
    trigger: "A condition value has ${…}, and Version is missing or 2008-10-17.",
    why: "The text is compared as it stands: a positive condition never holds, a negated one always does.",
    fix: 'Set "Version": "2012-10-17" and look at the change of access: the condition now means something.',
    example: '"Version": "2008-10-17" … "${aws:username}"  =>  "Version": "2012-10-17" … "${aws:username}"',
  },
  "missing-statement": {
    trigger: "Statement is missing or an empty list.",
    why: "A key policy needs at least one statement, and a key without any right given cannot be managed.",
    fix: "Add the statement that gives the account's root ARN kms:*.",
    example: '"Statement": []  =>  "Statement": [{ "Effect": "Allow", … }]',
  },
  "unknown-element": {
    trigger: "A member is none of the policy language; names count in their exact case.",
    why: "Mostly a slip (Actions, Resources, sid): what it was to say is not said, and the statement may be refused or dead.",
    fix: "Correct the name, or remove the member. Comments belong into a .jsonc file.",
    example: '"Actions": ["kms:Decrypt"]  =>  "Action": ["kms:Decrypt"]',
  },
  "data-type-mismatch": {
    trigger:
      "A value has a type that the grammar does not have there: a list as Effect, a number as Action, text as Condition.",
    why: "KMS refuses the document.",
    fix: "Write a string, a list of strings or an object, as the message says.",
    example: '"Effect": ["Allow"]  =>  "Effect": "Allow"',
  },
} satisfies Record<string, Page>;
