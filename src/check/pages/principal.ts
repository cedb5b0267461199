import type { Page } from "./page.ts";

export const principalPages = {
  "invalid-principal-format": {
    trigger: 'Principal is a text other than "*", or a list.',
    why: "Principal is an object whose names tell the kind of principal.",
    fix: 'Write { "AWS": … } or { "Service": … }.',
    example:
      '"Principal": "arn:aws:iam::111122223333:role/App"  =>  "Principal": { "AWS": "arn:aws:iam::111122223333:role/App" }',
  },
  "invalid-principal-key": {
    trigger: "A name in Principal is none of AWS, Service, Federated, CanonicalUser.",
    why: "The case of these words counts.",
    fix: "Write AWS for accounts, users and roles, and Service for AWS services.",
    example: '{ "aws": "…" }  =>  { "AWS": "…" }',
  },
  "group-principal": {
    trigger: "An entry is the ARN of an IAM group.",
    why: "A group does not authenticate, and is no principal in any policy: KMS refuses the document.",
    fix: "Either name the group's users one by one (kmspol add-group --expand), or let IAM decide: the policy delegates to the account, and the group gets an IAM policy for this key (kmspol add-group --via-iam).",
    example:
      '"AWS": "arn:aws:iam::111122223333:group/Dev"  =>  "AWS": ["arn:aws:iam::111122223333:user/Alice", "arn:aws:iam::111122223333:user/Bob"]',
  },
  "iam-only-arn": {
    trigger:
      "An entry is an ARN of IAM that stands for no caller: a policy, an instance profile, an MFA device, a provider.",
    why: "Only accounts, users, roles and sessions call KMS.",
    fix: "Name the role behind it: of an instance profile, the role that it holds.",
    example: "…:instance-profile/web  =>  …:role/web",
  },
  "federated-principal": {
    trigger: "Principal has Federated.",
    why: "Identity providers stand in the trust policies of roles alone.",
    fix: "Name the role that the provider's users assume.",
    example:
      '{ "Federated": "accounts.google.com" }  =>  { "AWS": "arn:aws:iam::111122223333:role/WebUser" }',
  },
  "canonical-user-principal": {
    trigger: "Principal has CanonicalUser.",
    why: "Canonical user ids are of S3; KMS knows none.",
    fix: "Name the account.",
    example: '{ "CanonicalUser": "79a59df9…" }  =>  { "AWS": "arn:aws:iam::111122223333:root" }',
  },
  "malformed-principal-arn": {
    trigger:
      "An entry under AWS is no ARN of an account, user, role, session or federated user: a bare name, a Region filled in, a colon too many, another service.",
    why: 'KMS says only "one or more invalid principals".',
    fix: "Write arn:PARTITION:iam::ACCOUNT:role/PATH/NAME, with nothing between the two colons.",
    example: "arn:aws:iam:us-east-1:111122223333:role/App  =>  arn:aws:iam::111122223333:role/App",
  },
  "invalid-account-id": {
    trigger: "An account id is not 12 digits, or a number without quotes.",
    why: "Ids begin with zeros too: a number loses them, in YAML unseen. KMS refuses the document.",
    fix: "Write all 12 digits in quotes, without hyphens.",
    example: '12345678901  =>  "012345678901"',
  },
  "wildcard-in-principal": {
    trigger: "An ARN or account id has * or ? in it.",
    why: 'A principal is either a lone "*" or exactly one identity.',
    fix: "Open the principal, and narrow it by a condition on aws:PrincipalArn.",
    example:
      '"AWS": "arn:aws:iam::111122223333:role/App-*"  =>  "AWS": "*" with "ArnLike": { "aws:PrincipalArn": "arn:aws:iam::111122223333:role/App-*" }',
  },
  "wrong-partition": {
    trigger: "An entry's partition is not the key's.",
    why: "Partitions (aws, aws-cn, aws-us-gov, …) share no identities: KMS refuses the document.",
    fix: "Write the ARN of the identity in the key's partition.",
    example:
      "arn:aws:iam::111122223333:user/Bob on a key of aws-us-gov  =>  arn:aws-us-gov:iam::111122223333:user/Bob",
  },
  "deleted-principal": {
    trigger: "An entry is a unique id such as AIDA… or AROA….",
    why: "It is what remains of a user or role that was deleted. It names nobody, not even a namesake created later, and every put of the policy fails until it is gone.",
    fix: "Remove it (kmspol prune), or put the ARN of the successor in its place.",
    example: '"AWS": ["AROADBQP57FF2AEXAMPLE", "…:role/App"]  =>  "AWS": "…:role/App"',
  },
  "reserved-role-path": {
    trigger:
      "A principal, or aws:PrincipalArn, names a service-linked role (AWSServiceRoleFor…) or one of IAM Identity Center (AWSReservedSSO_…) without the path under which AWS puts it.",
    why: "The path is part of the ARN: without it nobody is named. KMS refuses such a principal, and takes such a condition without a word.",
    fix: "Write the whole path. That of a permission set has the home Region of IAM Identity Center in it (none for us-east-1), and the name changes when it is assigned anew: a pattern outlives both.",
    example:
      "…:role/AWSServiceRoleForAutoScaling  =>  …:role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling",
  },
  "unverified-principal": {
    trigger: "IAM of the key's account was asked, and does not know the user or role.",
    why: "KMS looks every principal up and refuses the put. A new one takes some seconds to be seen.",
    fix: "Create it first; or correct its name or path.",
    example: "…:role/App, whose path is /team/  =>  …:role/team/App",
  },
  "invalid-service-principal": {
    trigger: "An entry under Service is no dotted name in lower case.",
    why: 'KMS says "one or more invalid service principals".',
    fix: "Write the service's own name, as its guide gives it. There is no wildcard.",
    example: '{ "Service": "S3" }  =>  { "Service": "s3.amazonaws.com" }',
  },
  "service-principal-region": {
    trigger:
      "A service principal names another Region than the key's, or is a plain name of a service whose principal carries the Region (CloudWatch Logs).",
    why: "The service calls under another name: the statement does not apply, or KMS refuses it.",
    fix: "Write the key's own Region, unless the service of an opt-in Region is meant to use this key.",
    example: "logs.amazonaws.com  =>  logs.us-west-2.amazonaws.com",
  },
  "session-principal": {
    trigger: "An entry is an assumed-role session or a federated user.",
    why: "It is bound to one session name: the next session, with another name, has no access.",
    fix: "Name the role.",
    example: "arn:aws:sts::111122223333:assumed-role/App/i-0abc  =>  arn:aws:iam::111122223333:role/App",
  },
  "iam-user-principal": {
    trigger: "An entry is an IAM user.",
    why: "Users have credentials that do not expire; AWS recommends roles.",
    fix: "Give the access to a role that the user assumes.",
    example: "…:user/Alice  =>  …:role/Analyst",
  },
  "account-id-short-form": {
    trigger: "An account is written as its 12 digits.",
    why: "KMS returns it as a root ARN, so that the file and the key never look the same.",
    fix: "Write the root ARN; it means the same.",
    example: '"444455556666"  =>  "arn:aws:iam::444455556666:root"',
  },
  "bare-star-string": {
    trigger: 'Principal is the text "*".',
    why: "The API takes it, the console's editor has refused to save it.",
    fix: 'Write { "AWS": "*" }; it means the same.',
    example: '"Principal": "*"  =>  "Principal": { "AWS": "*" }',
  },
} satisfies Record<string, Page>;
