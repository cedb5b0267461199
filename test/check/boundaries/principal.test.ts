import { symbolText } from "../../../src/policy/symbols.ts";
import {
  account,
  admin,
  app,
  beside,
  changed,
  external,
  facts,
  keyArn,
  only,
  plain,
  root,
  statement,
  when,
} from "../fixture.ts";
import { boundaries } from "./boundary.ts";

// Principals and statements as such, each rule from both sides.

const principal = (Principal: unknown, parts = {}) => changed({ Principal, ...parts });
const aws = (AWS: unknown, parts = {}) => principal({ AWS }, parts);
const gone = "AROADBQP57FF2AEXAMPLE";

boundaries("deleted-principal", [
  ["alone", "error", aws(gone), { fixable: true }],
  ["beside another", "error", aws([gone, app]), { fixable: true }],
  [
    "all but it",
    "error",
    changed({ Effect: "Deny", Principal: undefined, NotPrincipal: { AWS: gone } }),
    { fixable: false },
  ],
]);

const inChina = "arn:aws-cn:iam::444455556666:role/App";
boundaries("account-id-short-form", [
  ["by its digits", "suggestion", aws("444455556666"), { says: /write arn:aws:iam::444455556666:root/ }],
  [
    "of a key in China",
    "suggestion",
    aws("444455556666"),
    { facts: { partition: "aws-cn" }, says: /write arn:aws-cn:/ },
  ],
  [
    "beside one in China",
    "suggestion",
    only(statement({ Principal: { AWS: ["444455556666", inChina] } })),
    { facts: {}, says: /write arn:aws-cn:/ },
  ],
  ["by its ARN", "-", aws(external)],
]);

boundaries("bare-star-string", [
  ["everyone", "suggestion", principal("*"), { fixable: true }],
  [
    "all but everyone",
    "suggestion",
    changed({ Principal: undefined, NotPrincipal: "*" }),
    { says: /NotPrincipal is the bare/ },
  ],
  ["under AWS", "-", aws("*")],
]);

boundaries("session-principal", [
  [
    "of a role",
    "warning",
    aws(`arn:aws:sts::${account}:assumed-role/App/me`),
    { says: /every session of the role write/ },
  ],
  [
    "of a user",
    "warning",
    aws(`arn:aws:sts::${account}:federated-user/me`),
    { says: /name the IAM user or a role/ },
  ],
  ["a role", "-", aws(app)],
]);

boundaries("invalid-account-id", [
  ["too short", "error", aws("11112222333")],
  ["with hyphens", "error", aws("1111-2222-3333"), { says: /write "111122223333"/ }],
  ["to be filled in, which has a finding of its own", "-", aws("arn:aws:iam::${AccountId}:root")],
  ["as a number", "error", aws(111122223333), { fixable: true }],
  [
    "as a number, all but it",
    "error",
    changed({ Effect: "Deny", Principal: undefined, NotPrincipal: { AWS: 111122223333 } }),
  ],
  ["as a number of 11 digits", "error", aws(11112222333), { fixable: false }],
]);

boundaries("malformed-principal-arn", [
  ["a blank, which has a finding of its own", "-", aws(" ")],
  ["an organization", "error", aws("o-abcdefghij"), { says: /aws:PrincipalOrgID/ }],
  ["a unit", "error", aws("ou-ab12-11111111"), { says: /aws:PrincipalOrgID/ }],
  ["a root of an organization", "error", aws("r-ab12"), { says: /aws:PrincipalOrgID/ }],
  ["a service", "error", aws("s3.amazonaws.com"), { says: /name it under Service/ }],
  ["a service of the European cloud", "error", aws("s3.amazonaws.eu"), { says: /name it under Service/ }],
  [
    "what a guide left there",
    "error",
    aws("YOUR-ROLE-ARN"),
    { says: /what a template or a guide left there/ },
  ],
  [
    "without its path, in another partition",
    "error",
    aws("arn:aws:iam:role/App"),
    { facts: { ...facts, partition: "aws-us-gov" }, says: /arn:aws-us-gov:iam::/ },
  ],
  ["a bare name", "error", aws("App"), { says: /role\/App, or …user\/App/ }],
]);

boundaries("wildcard-in-principal", [
  [
    "roles",
    "error",
    aws(`${app}-*`),
    { says: /"ArnLike": \{ "aws:PrincipalArn": "arn:aws:iam::111122223333:role\/App-\*" \}/ },
  ],
  [
    "all of an account",
    "error",
    aws(`arn:aws:iam::${account}:*`),
    { says: /write arn:aws:iam::111122223333:root/ },
  ],
  ["accounts", "error", aws("1111*"), { says: /aws:PrincipalAccount/ }],
  ["everyone", "-", aws("*")],
]);

boundaries("service-principal-region", [
  [
    "of another Region",
    "warning",
    principal({ Service: "sns.eu-west-1.amazonaws.com" }),
    { says: /write sns.us-west-2.amazonaws.com/ },
  ],
  ["of its Region", "-", principal({ Service: "sns.us-west-2.amazonaws.com" })],
  ["of none", "-", principal({ Service: "sns.amazonaws.com" })],
  [
    "of none, where it needs one",
    "warning",
    principal({ Service: "logs.amazonaws.com" }),
    { says: /write logs.us-west-2.amazonaws.com/ },
  ],
  [
    "of none, where that is not known",
    "warning",
    principal({ Service: "logs.amazonaws.com" }),
    { facts: {}, says: /write logs.REGION.amazonaws.com/ },
  ],
  [
    "of a Region, where the key's is not known",
    "-",
    principal({ Service: "sns.eu-west-1.amazonaws.com" }),
    { facts: {} },
  ],
]);

boundaries("invalid-principal-key", [
  ["in another case", "error", principal({ aws: app }), { says: /write "AWS"/ }],
  ["that is there already", "error", principal({ aws: app, AWS: admin }), { fixable: false }],
  ["that is like none", "error", principal({ Role: app }), { says: /write "AWS"/, fixable: false }],
]);

boundaries("wrong-partition", [
  ["of China, on a key elsewhere", "error", aws("arn:aws-cn:iam::111122223333:role/App")],
  ["of the key's", "-", only(plain), { facts: { partition: "aws" } }],
  ["of elsewhere, on a key in China", "error", only(plain), { facts: { partition: "aws-cn" } }],
]);

boundaries("missing-principal", [
  ["none", "error", changed({ Principal: undefined })],
  ["no kind", "error", principal({})],
  ["an empty list", "error", aws([])],
  ["an empty text", "error", aws([app, ""])],
  ["a blank", "error", aws(" ")],
  ["all but nobody", "error", changed({ Principal: undefined, NotPrincipal: {} })],
]);

boundaries("redundant-principal", [
  ["twice", "suggestion", aws([app, app]), { fixable: true }],
  ["in two spellings", "suggestion", aws([external, "444455556666"])],
  ["beside everyone", "suggestion", aws(["*", app]), { fixable: false }],
  ["the account beside everyone, which stays when that goes", "-", aws(["*", root])],
  ["beside everyone in a Deny", "suggestion", aws(["*", root], { Effect: "Deny" }), { fixable: true }],
  [
    "all but one and everyone",
    "-",
    changed({ Effect: "Deny", Principal: undefined, NotPrincipal: { AWS: ["*", app] } }),
  ],
  ["a service beside everyone", "-", principal({ AWS: "*", Service: "sns.amazonaws.com" })],
]);

const actions = (Action: readonly string[], parts = {}) => changed({ Action, ...parts });
boundaries("redundant-action", [
  ["twice", "suggestion", actions(["kms:Decrypt", "KMS:decrypt"])],
  [
    "within a pattern",
    "suggestion",
    actions(["kms:Decrypt", "kms:Dec*"]),
    { says: /"kms:Decrypt" is covered by/ },
  ],
  [
    "of two patterns that say the same the first stays",
    "suggestion",
    actions(["kms:Dec*", "kms:Dec**"]),
    { says: /"kms:Dec\*\*" is covered by "kms:Dec\*"/ },
  ],
  [
    "a star is more than a question mark",
    "suggestion",
    actions(["kms:?ncryp*", "kms:*ncryp*"]),
    { says: /"kms:\?ncryp\*" is covered by/ },
  ],
  [
    "as the console writes it",
    "-",
    actions(["kms:Update*", "kms:UpdatePrimaryRegion"], { Sid: "Allow access for Key Administrators" }),
  ],
  [
    "twice, as the console does not",
    "suggestion",
    actions(["kms:Update*", "kms:Update*"], { Sid: "Allow access for Key Administrators" }),
  ],
]);

const everyone = statement({
  Principal: { AWS: "*" },
  Condition: { StringEquals: { "kms:CallerAccount": account } },
});
const ofCaller = { Condition: { StringEquals: { "kms:CallerAccount": account } } };
boundaries("redundant-statement", [
  ["twice", "suggestion", beside(plain, plain), { fixable: true }],
  ["three times", "suggestion", beside(plain, plain, plain), { times: 2 }],
  [
    "in parts",
    "suggestion",
    beside(statement({ Action: ["kms:Decrypt", "kms:Encrypt"] }), statement({ Action: "kms:Encrypt" })),
  ],
  ["more than the other", "-", beside(plain, statement({ Action: "kms:Encrypt" }))],
  [
    "today's actions of a pattern, which may have more tomorrow",
    "-",
    beside(statement({ Principal: { AWS: [app, admin] } }), statement({ Action: "kms:Decryp*" })),
  ],
  ["beside everyone, who may go", "suggestion", beside(everyone, statement(ofCaller)), { fixable: false }],
  [
    "the account beside everyone, which stays when that goes",
    "-",
    only(everyone, statement({ ...ofCaller, Principal: { AWS: root } })),
  ],
  [
    "a Deny beside everyone's",
    "suggestion",
    beside({ ...everyone, Effect: "Deny" }, statement({ ...ofCaller, Effect: "Deny" })),
    { fixable: true },
  ],
  [
    "as the console writes it",
    "-",
    beside(statement({ Action: "kms:*" }), statement({ Sid: "Allow use of the key" })),
  ],
]);

const elsewhere = "arn:aws:kms:us-west-2:111122223333:key/other";
const noArn = { facts: { ...facts, arn: undefined } };
boundaries("resource-not-star", [
  ["this key", "warning", changed({ Resource: keyArn }), { fixable: true }],
  ["another key", "error", changed({ Resource: elsewhere }), { fixable: false }],
  ["a key that may be this one", "warning", changed({ Resource: elsewhere }), { ...noArn, fixable: false }],
  [
    "all but one",
    "error",
    changed({ Resource: undefined, NotResource: elsewhere }),
    { says: /NotResource has no place/ },
  ],
  ["all", "-", changed({ Resource: "*" })],
]);
boundaries("other-key-resource", [
  ["another key", "error", changed({ Resource: elsewhere })],
  ["a key that may be this one", "-", changed({ Resource: elsewhere }), noArn],
  ["this key", "-", changed({ Resource: keyArn })],
  ["a bucket", "error", changed({ Resource: "arn:aws:s3:::bucket" })],
]);

const named = (...sids: string[]) =>
  beside(...sids.map((Sid, index) => statement({ Sid, Principal: { AWS: `${app}${index}` } })));
boundaries("duplicate-sid", [
  ["twice", "warning", named("a", "a")],
  ["three times", "warning", named("a", "a", "a"), { times: 2 }],
  ["in another case", "-", named("a", "A")],
  ["empty", "-", named("", "")],
]);
boundaries("sid-characters", [
  ["letters, digits and blanks", "-", named("Allow 1 use")],
  ["a stroke", "warning", named("use/key")],
  ["a low line", "warning", named("use_key")],
  ["a hyphen", "warning", named("use-key")],
]);

const meets = (ArnEquals: object, more = {}) => when({ ArnEquals, ...more });
const never = { "aws:PrincipalArn": admin };
boundaries("statement-without-effect", [
  ["of another role", "warning", meets(never), { says: /meets its condition on aws:PrincipalArn/ }],
  ["of its role", "-", meets({ "aws:PrincipalArn": app })],
  [
    "all actions left out",
    "warning",
    changed({ Action: undefined, NotAction: "kms:*" }),
    { says: /its NotAction leaves no action/ },
  ],
  ["some actions left out", "-", changed({ Action: undefined, NotAction: "kms:Decrypt" })],
  [
    "all of it denied",
    "warning",
    beside(plain, statement({ Effect: "Deny" })),
    { says: /a Deny takes all of it away/ },
  ],
  [
    "a part of it denied",
    "-",
    beside(statement({ Action: ["kms:Decrypt", "kms:Encrypt"] }), statement({ Effect: "Deny" })),
  ],
  [
    "of an action that never carries the key, which has a finding of its own",
    "-",
    changed({ Action: "kms:DescribeKey", Condition: { StringEquals: { "kms:EncryptionContext:a": "b" } } }),
  ],
  [
    "of another key, which has a finding of its own",
    "-",
    changed({ Condition: { ArnEquals: never }, Resource: elsewhere }),
  ],
  [
    "what is filled in may be the role",
    "-",
    meets({ "aws:PrincipalArn": "arn:aws:iam::111122223333:role/${who}" }),
  ],
  [
    "what is filled in beside may be what is asked for",
    "-",
    meets(never, { StringEquals: { "aws:PrincipalTag/team": ["red", symbolText("team")] } }),
  ],
  [
    "a key that is filled in beside",
    "-",
    meets(never, { StringEquals: { [`aws:PrincipalTag/${symbolText("tag")}`]: "red" } }),
  ],
  [
    "an operator that is filled in beside",
    "-",
    meets(never, { [symbolText("test")]: { "aws:PrincipalTag/team": "red" } }),
  ],
  [
    "one of two that are never met",
    "warning",
    meets(never, { StringEquals: { "aws:PrincipalTag/team": "red" } }),
    {
      says: /on aws:PrincipalArn; correct aws:PrincipalArn,/,
      path: "/Statement/1/Condition/ArnEquals/aws:PrincipalArn",
    },
  ],
  [
    "two that are never met, each by itself",
    "warning",
    meets(never, { StringEquals: { "kms:CallerAccount": "444455556666" } }),
    { says: /meets its conditions; correct it, or remove/, path: "/Statement/1" },
  ],
  [
    "at its only value",
    "warning",
    meets({ "aws:PrincipalArn": [admin] }),
    { path: "/Statement/1/Condition/ArnEquals/aws:PrincipalArn/0" },
  ],
  [
    "at the test, of several values",
    "warning",
    meets({ "aws:PrincipalArn": [admin, `${admin}2`] }),
    { path: "/Statement/1/Condition/ArnEquals/aws:PrincipalArn" },
  ],
  [
    "a Deny that denies nobody",
    "warning",
    changed({ Effect: "Deny", Condition: { ArnEquals: never } }),
    { says: /denies nobody/ },
  ],
  ["neither Allow nor Deny", "-", changed({ Effect: "Permit", Condition: { ArnEquals: never } })],
  [
    "of all other keys",
    "warning",
    changed({ Condition: { ArnEquals: never }, Resource: undefined, NotResource: elsewhere }),
  ],
]);
