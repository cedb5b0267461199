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
  rootStatement,
  statement,
} from "../fixture.ts";
import { boundaries } from "./boundary.ts";

// Who keeps control over the key, each rule from both sides.

const to = (AWS: unknown, parts = {}) => statement({ Principal: { AWS }, ...parts });
const deny = (AWS: unknown, Action: unknown, parts = {}) => to(AWS, { Effect: "Deny", Action, ...parts });
const mfa = { Condition: { Bool: { "aws:MultiFactorAuthPresent": "true" } } };
const otherKey = { Resource: "arn:aws:kms:us-west-2:111122223333:key/other" };
const noArn = { ...facts, arn: undefined };

boundaries("no-account-root", [
  [
    "who is filled in is of another account",
    "warning",
    only(to("arn:aws:iam::444455556666:${who}", { Action: "kms:*" })),
    { says: /^(?!.*unless)/ },
  ],
  ["the account by its id", "-", only({ ...rootStatement, Principal: { AWS: account } })],
  ["the account, of another key", "warning", only({ ...rootStatement, ...otherKey })],
  [
    "all but the account",
    "warning",
    only({ ...rootStatement, Principal: undefined, NotPrincipal: { AWS: root } }),
  ],
]);

boundaries("conditional-account-root", [
  ["under a condition", "warning", only({ ...rootStatement, ...mfa })],
  ["under a condition and without one", "-", only({ ...rootStatement, ...mfa }, rootStatement)],
  ["without", "-", only(rootStatement)],
]);

boundaries("deny-account-root", [
  ["the account", "warning", beside(deny(root, "kms:Decrypt"))],
  [
    "all but the account",
    "-",
    beside({ ...deny(root, "kms:Decrypt"), Principal: undefined, NotPrincipal: { AWS: root } }),
  ],
  ["the account, of another key", "-", beside(deny(root, "kms:Decrypt", otherKey))],
  ["a role", "-", beside(deny(app, "kms:Decrypt"))],
  ["an Allow", "-", only(rootStatement)],
  ["another account", "-", beside(deny(external, "kms:Decrypt"))],
]);

const viaIam = { options: { groupViaIam: true } };
boundaries("iam-root-missing-for-group", [
  ["nothing handed on", "error", only(plain), viaIam],
  ["something handed on", "-", beside(plain), viaIam],
  ["handed on under a condition", "error", only({ ...rootStatement, ...mfa }), viaIam],
  ["handed on of another key", "error", only({ ...rootStatement, ...otherKey }), viaIam],
  ["where no group is meant", "-", only(plain)],
]);

const asTheConsole = ["kms:Create*", "kms:Put*", "kms:Get*", "kms:Delete*"];
boundaries("no-delete-permission", [
  ["use alone", "suggestion", only(plain), { says: /kmspol add-admin makes/ }],
  [
    "an administrator as the console writes it",
    "suggestion",
    only(to(admin, { Action: asTheConsole })),
    { says: /kmspol allow-deletion/ },
  ],
  [
    "another administrator",
    "suggestion",
    only(to(admin, { Action: ["kms:Put*", "kms:Get*"] })),
    { says: /add kms:ScheduleKeyDeletion/ },
  ],
  ["denied", "suggestion", only(plain, deny("*", "kms:ScheduleKeyDeletion")), { says: /accept the finding/ }],
  [
    "something else denied",
    "suggestion",
    only(plain, deny("*", "kms:DisableKey")),
    { says: /kmspol add-admin makes/ },
  ],
  ["by an account that cannot", "suggestion", only(to(external, { Action: "kms:*" }))],
  ["by the account", "-", only(rootStatement)],
]);

const deletes = { Action: "kms:ScheduleKeyDeletion" };
boundaries("broad-delete", [
  ["one who does not administer", "warning", beside(to(app, deletes))],
  ["one who does", "-", beside(to(app, { Action: ["kms:ScheduleKeyDeletion", "kms:PutKeyPolicy"] }))],
  [
    "one who does by another statement",
    "-",
    beside(to(app, deletes), to(app, { Action: "kms:PutKeyPolicy" })),
  ],
  ["the account", "-", only(to(admin, { Action: "kms:*" }), to(root, deletes))],
  ["one from elsewhere, who cannot", "-", beside(to("arn:aws:iam::444455556666:role/X", deletes))],
]);

boundaries("deny-everyone-manage", [
  ["everyone", "error", beside(deny("*", "kms:*"))],
  ["the account", "error", beside(deny(root, "kms:PutKeyPolicy"))],
  ["a role", "-", beside(deny(app, "kms:*"))],
  ["everyone, of use", "-", beside(deny("*", "kms:Decrypt"))],
  [
    "everyone but one",
    "-",
    beside(deny("*", "kms:*", { Condition: { ArnNotEquals: { "aws:PrincipalArn": admin } } })),
  ],
  [
    "all but some",
    "-",
    beside({ ...deny("*", "kms:*"), Principal: undefined, NotPrincipal: { AWS: admin } }),
  ],
  ["of this key by its ARN", "error", beside(deny("*", "kms:*", { Resource: keyArn }))],
  ["of another key", "-", beside(deny("*", "kms:*", otherKey))],
  [
    "of a key that may be this one",
    "warning",
    beside(deny("*", "kms:*", otherKey)),
    { facts: noArn, says: /if its Resource is this key/ },
  ],
]);

boundaries("deny-not-principal", [
  [
    "a Deny",
    "warning",
    beside({ ...deny("*", "kms:Decrypt"), Principal: undefined, NotPrincipal: { AWS: app } }),
  ],
  ["an Allow", "-", beside({ ...to("*"), Principal: undefined, NotPrincipal: { AWS: app } })],
]);

const manager = (AWS: unknown) => to(AWS, { Action: ["kms:PutKeyPolicy", "kms:GetKeyPolicy"] });
const session = `arn:aws:sts::${account}:assumed-role/App/me`;
boundaries("single-manager", [
  ["one", "warning", only(manager(admin))],
  ["two", "-", only(manager([admin, app]))],
  ["one and a session", "warning", only(manager([admin, session]))],
  ["one and the account", "-", only(manager(admin), rootStatement)],
  ["one and the account, under a condition", "-", only(manager(admin), { ...rootStatement, ...mfa })],
  [
    "one, named where it decrypts before",
    "warning",
    only(to(admin, { Action: "kms:Decrypt" }), manager(admin)),
    { path: "/Statement/1/Principal/AWS", says: /^only arn:aws:iam::111122223333:role\/Admin can/ },
  ],
  [
    "one, whom a condition names",
    "warning",
    only({ ...manager("*"), Condition: { ArnEquals: { "aws:PrincipalArn": admin } } }),
    { path: "" },
  ],
  [
    "whoever fits a pattern",
    "-",
    only({ ...manager("*"), Condition: { ArnLike: { "aws:PrincipalArn": `${admin}*` } } }),
  ],
  ["the root user", "-", only({ ...manager(root), Condition: { ArnEquals: { "aws:PrincipalArn": root } } })],
  ["the account of the key is not known", "-", only(manager(admin)), { facts: {} }],
]);
boundaries("manager-only-session", [
  ["a session", "warning", only(manager(session))],
  ["a session and a role", "-", only(manager([admin, session]))],
  [
    "two sessions",
    "warning",
    only(plain, manager([session, `${session}2`])),
    { path: "/Statement/1/Principal/AWS/0" },
  ],
  ["nobody", "-", only(plain)],
]);

const state = (of: string) => ({ facts: { ...facts, state: of } });
boundaries("pending-deletion", [
  ["about to go", "warning", only(rootStatement), state("PendingDeletion")],
  [
    "a primary key that waits for its replicas",
    "warning",
    only(rootStatement),
    state("PendingReplicaDeletion"),
  ],
  ["disabled", "-", only(rootStatement), state("Disabled")],
  ["waits for its material", "-", only(rootStatement), state("PendingImport")],
]);

const caller = { arn: `arn:aws:sts::${account}:assumed-role/Admin/me`, account };
const asks = (callerIamAllowsPut?: boolean) => ({ options: { caller, callerIamAllowsPut } });
boundaries("lockout", [
  ["IAM allows it", "-", only(rootStatement), asks(true)],
  ["IAM does not", "error", only(rootStatement), asks(false)],
  ["IAM could not be asked", "-", only(rootStatement), asks()],
  ["the policy allows it, whatever IAM says", "-", only(manager(admin)), asks(false)],
  ["another's alone", "error", only(manager(app)), { ...asks(), says: /allow it to an administrator/ }],
  [
    "a Deny takes it",
    "error",
    only(manager(admin), deny(admin, "kms:PutKeyPolicy")),
    { ...asks(), says: /have the Deny spare an administrator/ },
  ],
  [
    "a Deny takes it from everybody",
    "error",
    only(rootStatement, deny("*", "kms:*")),
    { says: /have the Deny spare an administrator/ },
  ],
  [
    "somebody of another partition, who never calls",
    "error",
    only(manager("arn:aws-cn:iam::111122223333:role/Admin")),
  ],
  ["nobody has it", "error", only(plain), { says: /allow it to an administrator/ }],
]);
boundaries("lockout-unknown", [
  [
    "IAM could not be asked",
    "warning",
    only(rootStatement),
    { ...asks(), says: /an IAM policy of the caller allows/ },
  ],
  ["IAM allows it", "-", only(rootStatement), asks(true)],
  ["IAM does not, which is certain", "-", only(rootStatement), asks(false)],
  ["the policy allows it", "-", only(manager(admin)), asks()],
  [
    "under a condition that nobody can decide",
    "warning",
    only(manager(app), { ...manager(admin), ...mfa }),
    { ...asks(), says: /without that condition/ },
  ],
]);

boundaries("put-without-get", [
  ["writing alone", "warning", only(to(admin, { Action: "kms:PutKeyPolicy" }))],
  ["both", "-", only(manager(admin))],
  ["reading denied", "warning", only(manager([admin, app]), deny(admin, "kms:GetKeyPolicy"))],
  ["reading by IAM", "-", beside(to(admin, { Action: "kms:PutKeyPolicy" }))],
]);

boundaries("invalid-principal-format", [
  ["everyone", "-", changed({ Principal: "*" })],
  ["a role", "error", changed({ Principal: app }), { says: /write \{ "AWS": "arn:aws:iam/ }],
  ["a service", "error", changed({ Principal: "sns.amazonaws.com" }), { says: /write \{ "Service": "sns/ }],
  [
    "a role whose name looks like one",
    "error",
    changed({ Principal: `arn:aws:iam::${account}:role/x.amazonaws.y` }),
    { says: /write \{ "AWS": "arn/ },
  ],
  ["a list", "error", changed({ Principal: [app] }), { says: /is a list/ }],
  ["an empty list, which has a finding of its own", "-", changed({ Principal: [] })],
]);
