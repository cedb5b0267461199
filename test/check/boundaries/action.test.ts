import type { KeyFacts } from "../../../src/policy/key-facts.ts";
import { app, beside, changed, facts, only, plain, root, rootStatement, statement } from "../fixture.ts";
import { boundaries, type Boundary } from "./boundary.ts";

// Actions and what stands in the document itself, each rule from both sides.

const action = (Action: unknown, parts = {}) => changed({ Action, ...parts });
const deny = { Effect: "Deny" };

boundaries("malformed-action", [
  ["another sign", "error", action("kms=Decrypt"), { says: /write "kms:Decrypt"/ }],
  ["a blank at its end", "error", action("kms:Decrypt "), { says: /write "kms:Decrypt"/ }],
  ["every action", "-", action("*")],
  ["every action, with stars to spare", "-", action("**")],
  ["a place that a template fills in", "-", action("kms:${action}")],
]);

boundaries("unknown-action", [
  ["a misspelling", "error", action("kms:Decript"), { says: /did you mean kms:Decrypt\?/, fixable: false }],
  ["a misspelling in a Deny, which opens nothing", "error", action("kms:Decript", deny), { fixable: true }],
  ["nothing like it", "warning", action("kms:Frobnicate"), { says: /newer than kmspol's tables/ }],
  ["a pattern of some", "-", action("kms:Dec*")],
  ["how some begin", "error", action("kms:Get"), { says: /did you mean kms:Get\*\?/ }],
  ["too short to say", "warning", action("kms:Li"), { says: /newer than kmspol's tables/ }],
  ["as near to one as to another", "error", action("kms:xtKeyPolicy", deny), { fixable: false }],
  ["ReEncrypt has a finding of its own", "-", action("kms:ReEncrypt")],
]);

boundaries("wildcard-in-service", [
  ["a star", "warning", action("k*:Decrypt"), { says: /write kms:Decrypt/ }],
  ["a question mark", "warning", action("k?s:Decrypt"), { says: /write kms:Decrypt/ }],
  ["in the name", "-", action("kms:Dec*")],
]);

boundaries("non-kms-action", [
  ["every action", "warning", action("*"), { says: /write "kms:\*"/, fixable: true }],
  ["of another service", "warning", action("s3:GetObject"), { says: /remove it/ }],
  [
    "of another service, with a name of KMS",
    "warning",
    action("s3:Decrypt"),
    { says: /did you mean kms:Decrypt\?/ },
  ],
  ["a service that is nearly KMS", "warning", action("kmss:Sing"), { says: /did you mean kms:Sing\?/ }],
  ["in another case", "-", action("KMS:Decrypt")],
]);

boundaries("ineffective-action", [
  [
    "on no key",
    "warning",
    action(["kms:Decrypt", "kms:ListKeys"]),
    { says: /acts on no key/, fixable: true },
  ],
  [
    "an Allow that a grant decides",
    "warning",
    action(["kms:Decrypt", "kms:RetireGrant"]),
    { says: /an Allow of/ },
  ],
  ["a Deny of that", "-", action(["kms:Decrypt", "kms:RetireGrant"], deny)],
  ["a Deny on no key", "warning", action(["kms:Decrypt", "kms:ListKeys"], deny)],
  ["every action", "-", action("*")],
  ["some of a pattern act on the key", "-", action("kms:List*")],
  ["all but it", "-", changed({ Action: undefined, NotAction: "kms:ListKeys" })],
]);

const imports = ["ImportKeyMaterial", "GetParametersForImport", "DeleteImportedKeyMaterial"];
const origin = (of: string | undefined) => ({ facts: { ...facts, origin: of } });
const regions = (multiRegion: boolean | undefined) => ({ facts: { ...facts, arn: undefined, multiRegion } });
boundaries("action-not-for-key-type", [
  ...imports.map((name): Boundary => [`${name} of AWS's material`, "warning", action(`kms:${name}`)]),
  ...imports.map((name): Boundary => [
    `${name} of one's own`,
    "-",
    action(`kms:${name}`),
    origin("EXTERNAL"),
  ]),
  ...imports.map((name): Boundary => [
    `${name}, nobody knows whose`,
    "-",
    action(`kms:${name}`),
    origin(undefined),
  ]),
  ["copies of a key of one Region", "warning", action("kms:ReplicateKey"), regions(false)],
  ["copies of a key of several", "-", action("kms:ReplicateKey"), regions(true)],
  ["copies, where that is not known", "-", action("kms:ReplicateKey"), regions(undefined)],
  ["some of a pattern work", "-", action("kms:*")],
  ["a Deny", "-", action("kms:Sign", deny)],
]);

const agreement: KeyFacts = { ...facts, spec: "ECC_NIST_P256", usage: "KEY_AGREEMENT" };
const signing: KeyFacts = { ...facts, spec: "ECC_NIST_P256", usage: "SIGN_VERIFY" };
const half = (Action: unknown, of = signing): Boundary => [
  String(Action),
  "suggestion",
  only(statement({ Action })),
  { facts: of },
];
const says = ([what, severity, policy, rest]: Boundary, words: RegExp): Boundary => [
  what,
  severity,
  policy,
  { ...rest, says: words },
];
const none = ([what, , policy, rest]: Boundary): Boundary => [what, "-", policy, rest ?? {}];
boundaries("asymmetric-missing-getpublickey", [
  says(half("kms:Verify"), /add kms:GetPublicKey and kms:DescribeKey/),
  says(half("kms:DeriveSharedSecret", agreement), /add kms:GetPublicKey and kms:DescribeKey/),
  says(half("kms:Encrypt", { ...facts, spec: "RSA_2048" }), /add kms:GetPublicKey and kms:DescribeKey/),
  says(half("kms:Sign"), /add kms:DescribeKey: /),
  says(half(["kms:Verify", "kms:DescribeKey"]), /add kms:GetPublicKey: /),
  none(half(["kms:Verify", "kms:GetPublicKey", "kms:DescribeKey"])),
  none(half("kms:Decrypt", facts)),
  none(half("kms:ListGrants")),
  [
    "all but some",
    "-",
    only(statement({ Action: undefined, NotAction: "kms:GetPublicKey" })),
    { facts: signing },
  ],
]);

const writes = statement({ Action: "kms:GenerateDataKey" });
boundaries("decrypt-only-half", [
  ["writing alone", "suggestion", only(writes)],
  ["reading by another statement", "-", only(writes, plain)],
  [
    "reading by another statement, of another key",
    "suggestion",
    only(writes, statement({ Resource: "arn:aws:kms:us-west-2:111122223333:key/other" })),
  ],
  ["another's reading", "suggestion", only(writes, statement({ Principal: { AWS: `${app}2` } }))],
  ["a Deny of reading", "suggestion", only(writes, statement(deny))],
  ["for a service", "-", only({ ...writes, Principal: { Service: "sns.amazonaws.com" } })],
  ["a Deny of writing", "-", only({ ...writes, Effect: "Deny" })],
  ["writing for all but one", "-", only({ ...writes, Principal: undefined, NotPrincipal: { AWS: app } })],
  [
    "all but writing",
    "-",
    only({ ...writes, Action: undefined, NotAction: ["kms:GenerateDataKey", "kms:Decrypt"] }),
  ],
  [
    "writing of another key",
    "-",
    only({ ...writes, Resource: "arn:aws:kms:us-west-2:111122223333:key/other" }),
  ],
]);

const keyed = (value: unknown) =>
  changed({ Condition: { StringEquals: { "aws:PrincipalTag/team": value } } });
const inPlaceOf = (Sid: unknown) => changed({ Sid });

boundaries("data-type-mismatch", [
  ["an object for a value", "error", keyed({}), { says: /this is an object$/ }],
  ["a list for a value", "error", keyed([[]]), { says: /this is an array$/ }],
  ["a truth for a Sid", "error", inPlaceOf(true), { says: /this is a boolean$/ }],
  ["a number for a Sid", "error", inPlaceOf(5), { says: /this is a number$/ }],
  ["an id as a number, which has a finding of its own", "-", changed({ Principal: { AWS: 111122223333 } })],
  ["a principal that is neither", "error", changed({ Principal: { AWS: true } })],
  ["one effect in a list", "error", changed({ Effect: ["Deny"] }), { fixable: true }],
  ["two effects in a list", "error", changed({ Effect: ["Deny", "Allow"] }), { fixable: false }],
  [
    "nothing to compare with",
    "error",
    changed({ Condition: { StringEquals: { "kms:ViaService": null } } }),
    { says: /this is null/ },
  ],
  [
    "a list within a list",
    "error",
    changed({ Condition: { StringEquals: { "kms:ViaService": [["x"]] } } }),
    { says: /this is an array/ },
  ],
  ["a truth to compare with", "-", changed({ Condition: { Bool: { "aws:SecureTransport": true } } })],
  [
    "a number to compare with",
    "-",
    changed({ Condition: { NumericLessThan: { "aws:MultiFactorAuthAge": 3600 } } }),
  ],
]);

boundaries("invalid-character", [
  ["the last that KMS takes", "-", changed({ Sid: "\u00FF" })],
  ["the first that it does not", "error", changed({ Sid: "\u0100" }), { says: /U\+0100/ }],
  [
    "in a name",
    "error",
    changed({ Condition: { StringEquals: { "aws:PrincipalTag/\u2013": "a" } } }),
    { says: /write "-" instead/ },
  ],
  [
    "in a value of a list",
    "error",
    changed({ Action: ["kms:Decrypt", "kms:\u201Cx"] }),
    { says: /write "'" instead/ },
  ],
]);

boundaries("json-syntax", [
  ["a comment of one line", "error", `// a\n{}`, { says: /takes no comments/ }],
  ["a comment of several", "error", `/* a */ {}`, { says: /takes no comments/ }],
  ["an opening quote of a word processor", "error", `{\u201CVersion": 1}`, { says: /typographic/ }],
  ["a closing one", "error", `{\u201DVersion": 1}`, { says: /typographic/ }],
  ["a byte order mark", "error", `\uFEFF{}`, { says: /byte order mark/ }],
  ["a comma too many", "error", `{"Version":"2012-10-17",}`, { says: /remove it/ }],
  ["nothing", "error", " ", { says: /begin with/ }],
  ["a list", "error", "[]", { says: /this is a list/ }],
]);

boundaries("unknown-element", [
  [
    "an element of the policy in a statement",
    "error",
    changed({ Version: "2012-10-17" }),
    { says: /beside Statement/ },
  ],
  ["one that is like an element of a statement", "error", changed({ Id: "x" }), { says: /beside Statement/ }],
  [
    "an element of a statement in the policy",
    "error",
    { ...beside(plain), Effect: "Allow" },
    { says: /belongs into a statement/ },
  ],
  [
    "a misspelling",
    "error",
    changed({ Action: undefined, Actions: "kms:Decrypt" }),
    { says: /did you mean Action\?/ },
  ],
  [
    "a misspelling beside what was meant",
    "error",
    changed({ Actions: "kms:Encrypt" }),
    { says: /remove it; a statement has/ },
  ],
  ["a word that is like none", "error", changed({ Comment: "x" }), { says: /remove it; a statement has/ }],
]);

boundaries("element-conflict", [
  ["principals", "error", changed({ NotPrincipal: { AWS: root } })],
  ["actions", "error", changed({ NotAction: "kms:Encrypt" })],
  ["resources", "error", changed({ NotResource: "x" })],
  ["one and another's opposite", "-", changed({ Action: undefined, NotAction: "kms:Encrypt" })],
]);

boundaries("empty-condition", [
  ["no operator", "suggestion", changed({ Condition: {} }), { says: /Condition is empty/ }],
  ["no key", "suggestion", changed({ Condition: { StringEquals: {} } }), { says: /StringEquals is empty/ }],
  [
    "no value",
    "suggestion",
    changed({ Condition: { StringEquals: { "kms:ViaService": [] } } }),
    { says: /no value at all/ },
  ],
  [
    "something",
    "-",
    changed({ Condition: { StringEquals: { "kms:ViaService": "s3.us-west-2.amazonaws.com" } } }),
  ],
]);

boundaries("missing-action", [
  ["none", "error", changed({ Action: undefined }), { says: /add "Action": "kms:…"/ }],
  [
    "a misspelling",
    "error",
    changed({ Action: undefined, Actoin: "kms:Decrypt" }),
    { says: /rename "Actoin" to Action/ },
  ],
  ["an empty list", "error", changed({ Action: [] }), { says: /Action is an empty list/ }],
  ["an empty list of those left out", "error", changed({ Action: undefined, NotAction: [] })],
  ["those left out", "-", changed({ Action: undefined, NotAction: "kms:Decrypt" })],
]);

boundaries("missing-resource", [
  ["none", "error", changed({ Resource: undefined }), { says: /add "Resource": "\*"/ }],
  [
    "a misspelling",
    "error",
    changed({ Resource: undefined, Ressource: "*" }),
    { says: /rename "Ressource" to Resource/ },
  ],
  ["an empty list", "error", changed({ Resource: [] })],
]);

boundaries("invalid-effect", [
  ["in another case", "error", changed({ Effect: "allow" }), { says: /write "Allow"$/ }],
  ["another word", "error", changed({ Effect: "Permit" }), { says: /write "Allow" or "Deny"/ }],
  ["none", "error", changed({ Effect: undefined }), { says: /add Allow or Deny/ }],
]);

boundaries("no-account-root", [
  ["the account's statement", "-", only(rootStatement)],
  ["use alone", "warning", only({ ...rootStatement, Action: "kms:Decrypt" }, statement({ Action: "kms:*" }))],
]);
