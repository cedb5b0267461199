import { expect, test } from "vitest";
import { evaluateEffective } from "../../../src/access/evaluate-effective.ts";
import { listWithWorld } from "../../../src/access/with-world.ts";
import type { JsonValue } from "../../../src/policy/syntax.ts";
import { readWorld } from "../../../src/world/read-world.ts";
import { decided, denies, lets, listed, questionOf } from "../../support/layers.ts";
import { policyOf } from "../../support/worked-example.ts";

// Who may retire a grant, the grant says: its retiring principal, its grantee where it has the operation, the account that made it. No
// policy's Allow does (KMS API Reference, "RetireGrant"; KMS Developer Guide, "Retiring and revoking grants").

const [own, other] = ["111122223333", "444455556666"];
const arn = (rest: string, account = own) => `arn:aws:iam::${account}:${rest}`;
const keyArn = `arn:aws:kms:eu-west-1:${own}:key/1234abcd-12ab-34cd-56ef-1234567890ab`;
const facts = { arn: keyArn, account: own, partition: "aws", region: "eu-west-1", multiRegion: false };
const use = { Statement: { Effect: "Allow", Action: "kms:*", Resource: "*" } };
const role = (name: string, policies: readonly object[]) => ({
  ...{ RoleName: name, Arn: arn(`role/${name}`), Path: "/", RoleId: `AROA${name.toUpperCase()}` },
  RolePolicyList: policies.map((PolicyDocument) => ({ PolicyName: "p", PolicyDocument })),
});
const iam = {
  ...{ UserDetailList: [], GroupDetailList: [], Policies: [] },
  RoleDetailList: [role("Kms", [use]), role("Idle", [])],
};
const grant = {
  ...{ GrantId: "g1", KeyId: keyArn, IssuingAccount: arn("root") },
  ...{ GranteePrincipal: arn("role/App", other), RetiringPrincipal: arn("role/Clerk") },
  ...{ Operations: ["Decrypt"], Constraints: { EncryptionContextEquals: { app: "x" } } },
};
const everything: JsonValue = { Effect: "Allow", Principal: { AWS: "*" }, Action: "kms:*", Resource: "*" };
const denial: JsonValue = { ...everything, Effect: "Deny", Action: "kms:RetireGrant" };
const withRetire = { ...grant, Operations: ["Decrypt", "RetireGrant"] };
const issuers =
  "whether an IAM policy of the account that made a grant is enough to retire it is not documented";
const alone = "whether a grant of the key's account alone is enough is not documented";
const app = arn("role/App");
const clerk = arn("role/Clerk");
const far = arn("role/Clerk", other);

test.each<
  readonly [
    what: string,
    given: object,
    statement: JsonValue,
    who: string,
    decision: string,
    undecided: string | undefined,
  ]
>([
  ["its retiring principal", grant, everything, clerk, "allowed", undefined],
  [
    "its retiring principal of another account",
    { ...grant, RetiringPrincipal: far },
    everything,
    far,
    "needs-iam",
    alone,
  ],
  ["unless that is denied", grant, denial, clerk, "denied", undefined],
  [
    "another role, whom the key policy allows everything",
    grant,
    everything,
    arn("role/Idle"),
    "not-allowed",
    undefined,
  ],
  ["its grantee, without the operation", grant, everything, arn("role/App", other), "not-allowed", undefined],
  [
    "its grantee, with it",
    { ...withRetire, GranteePrincipal: arn("role/Idle") },
    everything,
    arn("role/Idle"),
    "allowed",
    undefined,
  ],
  ["the root user of the account that made it", grant, everything, `root-user:${own}`, "allowed", undefined],
  [
    "of another account",
    { ...grant, IssuingAccount: arn("root", other) },
    everything,
    `root-user:${own}`,
    "not-allowed",
    undefined,
  ],
  ["a role of that account, which IAM allows it", grant, everything, arn("role/Kms"), "not-allowed", issuers],
])("%s may retire a grant: %#", (_, given, statement, who, decision, undecided) => {
  const world = readWorld([iam, { Grants: [given] }].map((value, place) => ({ name: `${place}`, value })));
  const policy = policyOf({ Version: "2012-10-17", Statement: [statement] });
  const question = { key: { policy, facts }, world, ceilings: {} };
  const answer = evaluateEffective({ principal: who, action: "kms:RetireGrant", context: {} }, question);
  expect([answer.decision, answer.undecided]).toEqual([decision, undecided]);
  const lines = listWithWorld(question, ["kms:RetireGrant"]).filter(({ principal }) => principal === who);
  const told = decision === "allowed" || undecided !== undefined ? [["grant", undecided]] : [];
  expect(lines.map((line) => [line.via, line.undecided])).toEqual(told);
});

const stranger = arn("role/Nobody", other);
test.each<readonly [what: string, given: object, told: readonly unknown[]]>([
  [
    "the key's account, whose IAM is known",
    grant,
    [
      ["root-user:111122223333", undefined],
      [arn("role/Kms"), issuers],
      [clerk, undefined],
    ],
  ],
  [
    "another one, of which nothing is known",
    { ...grant, IssuingAccount: arn("root", other) },
    [
      [`root-user:${other}`, undefined],
      [`account:${other}`, issuers],
      [arn("role/App", other), issuers],
      [clerk, undefined],
    ],
  ],
  [
    "another one, and its own may retire it",
    { ...grant, IssuingAccount: arn("root", other), RetiringPrincipal: far },
    [
      [`root-user:${other}`, undefined],
      [`account:${other}`, issuers],
      [arn("role/App", other), issuers],
      [far, undefined],
    ],
  ],
  ["nobody knows who", { ...grant, IssuingAccount: undefined }, [[clerk, undefined]]],
])(
  "whoever may retire a grant is listed, where it was made by %s, as each is answered alone",
  (_, given, told) => {
    const world = readWorld([iam, { Grants: [given] }].map((value, place) => ({ name: `${place}`, value })));
    const policy = policyOf({ Version: "2012-10-17", Statement: [everything] });
    const question = { key: { policy, facts }, world, ceilings: {} };
    const lines = listWithWorld(question, ["kms:RetireGrant"]);
    const found = lines.map(({ principal, undecided }) => [principal, undecided]);
    expect(found.sort()).toEqual([...told].sort());
    for (const [who, undecided] of found as [string, string | undefined][]) {
      const principal = who.startsWith("account:") ? stranger : who;
      const answer = evaluateEffective({ principal, action: "kms:RetireGrant", context: {} }, question);
      expect(answer.undecided).toBe(undecided);
      expect(answer.decision === "allowed").toBe(undecided === undefined);
    }
  },
);

test("a list of everything does not name it", () => {
  const world = readWorld([{ name: "grants", value: { Grants: [withRetire] } }]);
  const policy = policyOf({ Version: "2012-10-17", Statement: [everything] });
  const all = listWithWorld({ key: { policy, facts }, world, ceilings: {} });
  expect(all.flatMap(({ actions }) => actions)).not.toContain("kms:RetireGrant");
});

test("asked for beside another operation it is told apart: what allows that one does not allow it", () => {
  const setting = { key: [lets(app, { Action: "kms:*" })], people: [{}], grants: [] };
  const lines = listWithWorld(questionOf(setting), ["kms:Decrypt", "kms:RetireGrant"]);
  expect(lines.map(({ principal, actions }) => [principal, actions])).toEqual([[app, ["kms:Decrypt"]]]);
});

test("resource control policies leave it alone, and others do not", () => {
  const request = { principal: app, action: "kms:RetireGrant", context: {} };
  const retiring = {
    key: [lets(clerk)],
    people: [{}],
    grants: [{ RetiringPrincipal: app, GranteePrincipal: clerk }],
  };
  const deny = denies({ Action: "kms:*" });
  for (const [rest, answer, told] of [
    [{}, "allowed", "something"],
    [{ rcp: { "r-1": [deny] } }, "allowed", "something"],
    [{ scp: { "r-1": [deny] } }, "denied by scp", "nothing"],
    [{ people: [{ iam: [deny] }] }, "denied by iam", "nothing"],
  ] as const) {
    expect(decided({ ...retiring, ...rest }, request)).toBe(answer);
    expect(listed({ ...retiring, ...rest }, request)).toBe(told);
  }
});
