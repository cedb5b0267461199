import type { Page } from "./page.ts";

export const conditionPages = {
  "unknown-operator": {
    trigger: "An operator is not in the list of IAM, or in another case than there.",
    why: "KMS refuses it, or the condition does not mean what it says.",
    fix: "Write the canonical spelling: StringEquals, StringLike, ArnLike, Bool, IpAddress, DateLessThan, NumericEquals, Null and their kin.",
    example: '"stringequals"  =>  "StringEquals"',
  },
  "null-with-ifexists": {
    trigger: "The operator is NullIfExists.",
    why: "Null itself asks whether the key is there; the two contradict each other.",
    fix: "Write Null.",
    example: '"NullIfExists": { "kms:ViaService": "true" }  =>  "Null": { "kms:ViaService": "true" }',
  },
  "null-with-set": {
    trigger: "Null has ForAllValues or ForAnyValue before it.",
    why: "With ForAllValues it is always true, with ForAnyValue always false.",
    fix: "Write Null alone.",
    example: '"ForAllValues:Null"  =>  "Null"',
  },
  "forallvalues-rejected": {
    trigger: "ForAllValues stands with kms:EncryptionContext:… or aws:RequestTag/….",
    why: "These have one value, and an absent one would pass: KMS refuses the put (OverlyPermissiveCondition).",
    fix: "Write the operator without ForAllValues.",
    example:
      '"ForAllValues:StringEquals": { "kms:EncryptionContext:App": "x" }  =>  "StringEquals": { "kms:EncryptionContext:App": "x" }',
  },
  "set-on-single-valued": {
    trigger: "ForAllValues or ForAnyValue stands with a key that has one value.",
    why: "ForAllValues in an Allow also holds where the key is absent, which is a hole; elsewhere it is only misleading, and a warning.",
    fix: "Write the operator without it.",
    example:
      '"ForAnyValue:StringEquals": { "kms:ViaService": … }  =>  "StringEquals": { "kms:ViaService": … }',
  },
  "forallvalues-allow": {
    trigger: "An Allow has ForAllValues, and no Null test that the key is there.",
    why: "ForAllValues is true of nothing at all: a request without the key is allowed.",
    fix: 'Add "Null": { KEY: "false" }.',
    example:
      '"ForAllValues:StringEquals": { "kms:EncryptionContextKeys": ["App"] }  =>  the same and "Null": { "kms:EncryptionContextKeys": "false" }',
  },
  "missing-qualifier": {
    trigger: "A key with many values stands with an operator without ForAnyValue or ForAllValues.",
    why: "It is open which of the values is compared.",
    fix: "Write ForAnyValue: where one value suffices, ForAllValues: where all must match.",
    example:
      '"StringEquals": { "kms:GrantOperations": ["Decrypt"] }  =>  "ForAllValues:StringEquals": { "kms:GrantOperations": ["Decrypt"] }',
  },
  "bool-not-boolean": {
    trigger: "Bool or Null has a value other than true or false, or several.",
    why: "The test never holds as meant. Quoted or not is the same.",
    fix: 'Write true, false, "true" or "false".',
    example: '"kms:GrantIsForAWSResource": "yes"  =>  "kms:GrantIsForAWSResource": "true"',
  },
  "type-mismatch": {
    trigger: "The operator compares another type than the key has: text on a Bool, numbers on an address.",
    why: "The comparison fails or does something else than it reads.",
    fix: "Use the operator of the key's type; the hint names it.",
    example:
      '"StringEquals": { "kms:ReEncryptOnSameKey": "true" }  =>  "Bool": { "kms:ReEncryptOnSameKey": "true" }',
  },
  "wildcard-without-like": {
    trigger: "A value of StringEquals or its kin has * or ?.",
    why: "They are compared letter by letter: the positive test never holds, the negated one always.",
    fix: "Use StringLike or StringNotLike. Arn operators take wildcards as they are.",
    example:
      '"StringEquals": { "kms:RequestAlias": "alias/app-*" }  =>  "StringLike": { "kms:RequestAlias": "alias/app-*" }',
  },
  "value-never-matches": {
    trigger:
      "A value is none that its condition key can have: an account id without its 12 digits, an ARN that is cut short or of another partition, an id where an ARN belongs, a word that is no grant operation, a Region or an account that is not the key's.",
    why: "KMS takes any text. An Allow with such a value allows nothing by it, and a negated test of it always holds.",
    fix: "Write the value as requests carry it; the hint has it where it can be told.",
    example: '"aws:SourceAccount": "1111-2222-3333"  =>  "aws:SourceAccount": "111122223333"',
  },
  "unknown-condition-key": {
    trigger: "A condition key is none that requests to KMS are known to carry.",
    why: "An absent key makes an Allow dead, and a negated Deny hold always. A key newer than kmspol looks the same.",
    fix: "Correct the spelling; the nearest name is in the hint. Do not just take the condition out: without it the statement is open.",
    example: '"kms:ViaServices"  =>  "kms:ViaService"',
  },
  "condition-key-format": {
    trigger:
      "A condition key has no prefix, or lacks the name after aws:PrincipalTag/, kms:EncryptionContext: and the like.",
    why: "It is no key at all.",
    fix: "Write prefix:name.",
    example: '"ViaService"  =>  "kms:ViaService"',
  },
  "iam-only-condition-key": {
    trigger: "The key is aws:ResourceTag/… or kms:ResourceAliases.",
    why: "KMS evaluates them in IAM policies, not in key policies.",
    fix: "Leave it out: a key policy is for one key, whose tags and aliases are known.",
    example: '"aws:ResourceTag/project": "x"  =>  "aws:PrincipalTag/project": "x"',
  },
  "condition-key-not-for-action": {
    trigger:
      "A statement lists an action whose requests never carry the tested key: the encryption context with DescribeKey, GrantIsForAWSResource with Decrypt.",
    why: "In an Allow the action is not allowed after all; in a Deny with a negated operator it is always denied.",
    fix: "Put the action into a statement of its own, without that condition.",
    example: '["kms:Decrypt", "kms:DescribeKey"] + kms:EncryptionContext:A  =>  two statements',
  },
  "condition-not-for-key-type": {
    trigger:
      "The encryption context is tested on a key that is not symmetric, or a property of the key is compared with what it is not.",
    why: "For one key the answer is always the same.",
    fix: "Remove the condition, or write the key's own property.",
    example: '"kms:KeyUsage": "SIGN_VERIFY" on an encryption key  =>  "kms:KeyUsage": "ENCRYPT_DECRYPT"',
  },
  "deprecated-condition-key": {
    trigger: "The key has an old name.",
    why: "It is understood today, and new guides no longer mention it.",
    fix: "Write the new name; it means the same.",
    example: '"kms:CustomerMasterKeySpec"  =>  "kms:KeySpec"',
  },
  "spoofable-condition-key": {
    trigger: "A condition tests aws:Referer or aws:UserAgent.",
    why: "The caller sets them as it likes.",
    fix: "Test who calls: kms:CallerAccount, aws:PrincipalArn, aws:SourceArn.",
    example: '"aws:Referer": "https://example.com"  =>  "aws:SourceAccount": "111122223333"',
  },
  "via-service-format": {
    trigger:
      "A value of kms:ViaService is not service.REGION.amazonaws.com, or of another Region than the key's.",
    why: "The key never has that value. The suffix is .amazonaws.com in China too.",
    fix: "Write the service's short name and the key's Region.",
    example: '"s3.amazonaws.com"  =>  "s3.us-west-2.amazonaws.com"',
  },
  "request-alias-format": {
    trigger: "A value of kms:RequestAlias is an alias ARN or lacks alias/.",
    why: "The key never has that value.",
    fix: "Write alias/NAME.",
    example: '"arn:aws:kms:us-west-2:111122223333:alias/app"  =>  "alias/app"',
  },
  "private-source-ip": {
    trigger: "A value of aws:SourceIp is a private range, or no range.",
    why: "KMS sees public addresses; calls through a VPC endpoint carry aws:VpcSourceIp instead.",
    fix: "Write the public addresses, or aws:VpcSourceIp with aws:SourceVpc.",
    example: '"aws:SourceIp": "10.0.0.0/8"  =>  "aws:SourceIp": "203.0.113.0/24"',
  },
  "network-deny-breaks-services": {
    trigger: "A Deny on aws:SourceIp, aws:SourceVpc or aws:SourceVpce does not exempt AWS services.",
    why: "EBS, RDS, S3 and others use the key for someone from their own network, and fail.",
    fix: 'Add "Bool": { "aws:ViaAWSService": "false" }.',
    example:
      '"NotIpAddress": { "aws:SourceIp": … }  =>  the same and "Bool": { "aws:ViaAWSService": "false" }',
  },
  "principal-arn-session": {
    trigger: "aws:PrincipalArn is compared with the ARN of a session.",
    why: "Its value is the role's ARN, with its path, also for sessions.",
    fix: "Write the role's ARN.",
    example: '"arn:aws:sts::111122223333:assumed-role/App/*"  =>  "arn:aws:iam::111122223333:role/App"',
  },
  "ifexists-in-allow": {
    trigger: "An Allow has …IfExists on a key that callers can leave out.",
    why: "The test holds where the key is absent.",
    fix: "Write the operator without IfExists.",
    example:
      '"StringEqualsIfExists": { "aws:PrincipalOrgID": "o-abcdefghij" }  =>  "StringEquals": { "aws:PrincipalOrgID": "o-abcdefghij" }',
  },
  "mfa-pattern": {
    trigger: "A Deny has Bool aws:MultiFactorAuthPresent false.",
    why: "Requests with long-term keys do not carry it: just they pass.",
    fix: "Write BoolIfExists.",
    example:
      '"Bool": { "aws:MultiFactorAuthPresent": "false" }  =>  "BoolIfExists": { "aws:MultiFactorAuthPresent": "false" }',
  },
  "variable-syntax": {
    trigger:
      "A policy variable is malformed, or stands where none may: in a principal, an action, or with an operator that is not for text or ARNs.",
    why: "KMS refuses it, or it never matches. In a principal it is mostly a template that was not filled in.",
    fix: "Write ${key} or ${key, 'default'}; ${*}, ${?} and ${$} stand for the signs themselves.",
    example: '"${aws:username"  =>  "${aws:username}"',
  },
  "paired-keys": {
    trigger: "aws:VpcSourceIp or aws:Ec2InstanceSourcePrivateIPv4 stands without the VPC.",
    why: "Private addresses are the same in every network.",
    fix: "Add aws:SourceVpc beside it.",
    example: '"aws:VpcSourceIp": "10.0.0.0/8"  =>  the same and "aws:SourceVpc": "vpc-0123456789abcdef0"',
  },
  "date-format": {
    trigger: "A date is not ISO 8601 or seconds since 1970; or an Allow ends at a date that is past.",
    why: "What is no date never compares; what is past allows nothing.",
    fix: "Write it as 2027-01-31T00:00:00Z; remove the statement that has ended.",
    example: '"aws:CurrentTime": "tomorrow"  =>  "aws:CurrentTime": "2027-01-01T00:00:00Z"',
  },
} satisfies Record<string, Page>;
