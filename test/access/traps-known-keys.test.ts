import { describe, expect, test } from "vitest";
import { atMoment } from "../../src/access/at-moment.ts";
import { compareAccess } from "../../src/access/compare-access.ts";
import { evaluate } from "../../src/access/evaluate.ts";
import { listAccess } from "../../src/access/list-access.ts";
import { lockoutOf, nobodyCanManage } from "../../src/access/lockout.ts";
import type { Decision } from "../../src/access/types.ts";
import { withArnFacts } from "../../src/policy/key-facts.ts";
import { both, denyWhen, named, when } from "./both-ways.ts";
import {
  delegation,
  facts,
  keyArn,
  owner,
  policyOf,
  role,
  root,
  stranger,
  user,
} from "./evaluate-fixtures.ts";
import { holdsFor, namesIn, wordsFor } from "./inside-access.ts";
import { from } from "./sources.ts";

const app = role("App");
const cloudtrail = "cloudtrail.amazonaws.com";
const services = { Principal: { Service: [cloudtrail, "sns.amazonaws.com"] } };

describe("the usage that a spec leaves no choice of", () => {
  // KMS API Reference, CreateKey, "KeyUsage".
  test.each([
    ["SYMMETRIC_DEFAULT", "ENCRYPT_DECRYPT", "kms:Decrypt", "allowed"],
    ["SYMMETRIC_DEFAULT", "SIGN_VERIFY", "kms:Decrypt", "not-allowed"],
    ["HMAC_256", "GENERATE_VERIFY_MAC", "kms:GenerateMac", "allowed"],
    ["ML_KEM_768", "ENCAPSULATE_DECAPSULATE", "kms:Encapsulate", "allowed"],
    ["ML_DSA_44", "SIGN_VERIFY", "kms:Sign", "allowed"],
    ["ECC_SECG_P256K1", "KEY_AGREEMENT", "kms:Sign", "not-allowed"],
  ] as const)("%s, asked for %s: %s is %s", (spec, usage, action, decision) => {
    const ofSpec = { ...facts, spec, usage: undefined };
    for (const key of ["kms:KeyUsage", "kms:CustomerMasterKeyUsage"]) {
      const policy = policyOf([
        { ...named(app), Action: "kms:*", Condition: { StringEquals: { [key]: usage } } },
      ]);
      const answer = evaluate(policy, { principal: app, action, context: {} }, ofSpec);
      expect([answer.decision, answer.undecided]).toEqual([decision, undefined]);
      expect(listAccess(policy, ofSpec, [action]).map(({ when: on, undecided }) => [on, undecided])).toEqual(
        decision === "allowed" ? [[[[]], undefined]] : [],
      );
    }
  });

  test("of a spec with several it stays open", () => {
    const policy = policyOf([
      {
        ...named(app),
        Action: "kms:*",
        Condition: { StringEquals: { "kms:KeyUsage": "SIGN_VERIFY" } },
      },
    ]);
    const answer = evaluate(
      policy,
      { principal: app, action: "kms:Sign", context: {} },
      { ...facts, spec: "RSA_2048", usage: undefined },
    );
    expect(answer.undecided).toContain("kms:KeyUsage");
  });
});

describe("what every request to the key carries", () => {
  const region = (value: string) => ({ StringEquals: { "aws:RequestedRegion": value } });
  const otherRegion = (value: string) => denyWhen({ StringNotEquals: { "aws:RequestedRegion": value } });
  both([
    ["the key's Region", from.globalKeys, [when(region("us-west-2"))], app, {}, "allowed"],
    ["no other Region", from.globalKeys, [when(region("eu-west-1"))], app, {}, "not-allowed"],
    [
      "whatever --context says",
      from.globalKeys,
      [when(region("eu-west-1"))],
      app,
      { "aws:RequestedRegion": "eu-west-1" },
      "not-allowed",
    ],
    ["a Region guard that spares", from.globalKeys, otherRegion("us-west-2"), app, {}, "allowed"],
    ["a Region guard that hits", from.globalKeys, otherRegion("us-east-1"), app, {}, "denied"],
    [
      "a Region pattern",
      from.globalKeys,
      [when({ StringLike: { "aws:RequestedRegion": "us-*" } })],
      app,
      {},
      "allowed",
    ],
    ["TLS", from.globalKeys, denyWhen({ Bool: { "aws:SecureTransport": "false" } }), app, {}, "allowed"],
    [
      "TLS, asked for",
      from.globalKeys,
      [when({ Bool: { "AWS:securetransport": "true" } })],
      app,
      {},
      "allowed",
    ],
    [
      "TLS is there",
      from.globalKeys,
      denyWhen({ Null: { "aws:SecureTransport": "true" } }),
      app,
      {},
      "allowed",
    ],
    [
      "the owner's account",
      from.globalKeys,
      denyWhen({ StringNotEquals: { "aws:ResourceAccount": owner } }),
      app,
      {},
      "allowed",
    ],
    [
      "another account's",
      from.globalKeys,
      [when({ StringEquals: { "aws:ResourceAccount": stranger } })],
      app,
      {},
      "not-allowed",
    ],
    [
      "the owner is no limit on who calls",
      from.globalKeys,
      [{ ...named("*"), ...when({ StringEquals: { "aws:ResourceAccount": owner } }) }],
      role("x", stranger),
      {},
      "needs-iam",
    ],
    [
      "the owner against the caller's account, at home",
      from.variables,
      [{ ...named("*"), ...when({ StringEquals: { "kms:CallerAccount": owner } }) }],
      app,
      {},
      "allowed",
    ],
    ["multi-Region", from.kmsKeys, [when({ Bool: { "kms:MultiRegion": "true" } })], app, {}, "not-allowed"],
  ]);
});

describe("whether a service makes the call for the caller (IAM User Guide, aws:ViaAWSService)", () => {
  const via = (value: string) => ({ Bool: { "aws:ViaAWSService": value } });
  const through = { "kms:ViaService": "s3.us-west-2.amazonaws.com" };
  const outside = { NotIpAddress: { "aws:SourceIp": "10.0.0.0/8" } };
  both([
    ["a direct call is none", from.globalKeys, denyWhen(via("false")), app, {}, "denied"],
    ["nor is a service's own", from.globalKeys, denyWhen(via("false")), cloudtrail, {}, "denied"],
    [
      "it is not absent",
      from.globalKeys,
      [when({ Null: { "aws:ViaAWSService": "true" } })],
      app,
      {},
      "not-allowed",
    ],
    [
      "a Deny that asks for it",
      from.globalKeys,
      denyWhen({ Null: { "aws:ViaAWSService": "false" } }),
      app,
      {},
      "denied",
    ],
    ["asked for", from.globalKeys, [when(via("true"))], app, {}, "not-allowed"],
    [
      "as --context says",
      from.globalKeys,
      [when(via("true"))],
      app,
      { "aws:viaawsservice": "true" },
      "allowed",
    ],
    [
      "a network Deny that spares services",
      from.globalKeys,
      denyWhen({ ...outside, ...via("false") }),
      app,
      {},
      "denied",
    ],
    [
      "and an address within",
      from.globalKeys,
      denyWhen({ ...outside, ...via("false") }),
      app,
      { "aws:SourceIp": "10.1.1.1", "aws:ViaAWSService": "false" },
      "allowed",
    ],
    [
      "IfExists adds nothing",
      from.globalKeys,
      denyWhen({ BoolIfExists: { "aws:ViaAWSService": "false" } }),
      app,
      {},
      "denied",
    ],
  ]);
  test.each([
    [through, "allowed"],
    [{ "aws:CalledVia": ["athena.amazonaws.com", "s3.amazonaws.com"] }, "allowed"],
    [{ "aws:calledvialast": "s3.amazonaws.com" }, "allowed"],
    [{ ...through, "aws:ViaAWSService": "false" }, "denied"],
    [{ "aws:SourceVpce": "vpce-0a1b2c3d" }, "denied"],
  ] as const)("of a call with %j a Deny of direct calls says %s", (context, decision) => {
    const request = { principal: app, action: "kms:Decrypt", context };
    expect(evaluate(policyOf(denyWhen(via("false"))), request, facts).decision).toBe(decision);
  });
  test("that it were absent is never what would turn the answer", () => {
    for (const key of [
      "aws:ViaAWSService",
      "aws:CurrentTime",
      "aws:userid",
      "aws:RequestedRegion",
      "kms:KeyOrigin",
    ]) {
      const asked = { principal: app, action: "kms:Decrypt", context: {} };
      const absent = evaluate(policyOf([when({ Null: { [key]: "true" } })]), asked, facts);
      expect([key, absent.decision, absent.otherwise]).toEqual([key, "not-allowed", undefined]);
      const there = evaluate(policyOf(denyWhen({ Null: { [key]: "false" } })), asked, facts);
      expect([key, there.decision, there.otherwise]).toEqual([key, "denied", undefined]);
    }
  });
});

describe("the organization of who is in none (IAM User Guide, aws:PrincipalOrgID)", () => {
  const ours = { "aws:PrincipalOrgID": "o-abcdefghij" };
  const ofService = (Condition: Parameters<typeof when>[0]) => [{ ...services, Condition }];
  const paths = { "ForAnyValue:StringLike": { "aws:PrincipalOrgPaths": ["o-abcdefghij/*"] } };
  const denied = (Condition: Parameters<typeof when>[0]) => [
    services,
    { Effect: "Deny", Principal: "*", Condition },
  ];
  both([
    [
      "asked of a service",
      from.globalKeys,
      ofService({ StringEquals: ours }),
      cloudtrail,
      ours,
      "not-allowed",
    ],
    ["its path", from.globalKeys, ofService(paths), cloudtrail, {}, "not-allowed"],
    ["a Deny to all others", from.globalKeys, denied({ StringNotEquals: ours }), cloudtrail, ours, "denied"],
    [
      "one that spares services",
      from.globalKeys,
      denied({ StringNotEquals: ours, Bool: { "aws:PrincipalIsAWSService": "false" } }),
      cloudtrail,
      {},
      "allowed",
    ],
    [
      "one that spares who has none",
      from.globalKeys,
      denied({ StringNotEquals: ours, Null: { "aws:PrincipalOrgID": "false" } }),
      cloudtrail,
      {},
      "allowed",
    ],
    [
      "a role has one",
      from.globalKeys,
      [{ ...named(app), Condition: { StringEquals: ours } }],
      app,
      ours,
      "allowed",
    ],
  ]);
});

describe("tags of who has none", () => {
  const tag = { "aws:PrincipalTag/team": "red" };
  const rootUser = `root-user:${owner}`;
  const asks = when({ StringEquals: tag });
  both([
    ["of the root user", from.globalKeys, [delegation, asks], rootUser, tag, "allowed"],
    ["asked of the root user", from.globalKeys, [{ ...named(root), ...asks }], rootUser, tag, "not-allowed"],
    ["a Deny without the tag", from.globalKeys, denyWhen({ StringNotEquals: tag }), rootUser, tag, "denied"],
    [
      "a Deny that asks for none",
      from.globalKeys,
      denyWhen({ Null: { "aws:PrincipalTag/team": "true" } }),
      rootUser,
      tag,
      "denied",
    ],
    [
      "of a service",
      from.globalKeys,
      [{ ...services, ...asks }],
      `service:${cloudtrail}`,
      tag,
      "not-allowed",
    ],
    ["of a role it may", from.globalKeys, [{ ...named(app), ...asks }], app, tag, "allowed"],
  ]);

  test("a policy that only a tagged root user could mend locks out", () => {
    const policy = policyOf([{ ...named(root), ...asks, Action: "kms:*" }]);
    const caller = { arn: root, account: owner };
    expect(lockoutOf(policy, caller, facts).verdict).toBe("locked-out");
  });
});

describe("the root user's id", () => {
  const only = (...ids: readonly string[]) => denyWhen({ StringNotLike: { "aws:userId": ids } });
  const statements = [delegation, ...only("AROAEXAMPLE:*", owner).slice(1)];
  both([
    ["is its account", from.principalKeys, statements, `root-user:${owner}`, {}, "allowed"],
    [
      "is no other",
      from.principalKeys,
      [delegation, ...only("AROAEXAMPLE:*").slice(1)],
      `root-user:${owner}`,
      {},
      "denied",
    ],
    [
      "a role's is what the request says",
      from.principalKeys,
      [{}, statements[1] ?? {}],
      app,
      { "aws:userid": "AROAEXAMPLE:s" },
      "allowed",
    ],
    [
      "and hits others",
      from.principalKeys,
      [{}, statements[1] ?? {}],
      app,
      { "aws:userid": "AROAOTHER:s" },
      "denied",
    ],
  ]);
  test("a role's is open where it is not given, and never absent", () => {
    const policy = policyOf([{}, statements[1] ?? {}]);
    expect(evaluate(policy, { principal: app, action: "kms:Decrypt", context: {} }, facts)).toMatchObject({
      decision: "denied",
      undecided: expect.stringContaining("aws:userId, which is not known") as string,
    });
  });
});

describe("the name of the calling service", () => {
  const others = { StringNotEquals: { "aws:PrincipalServiceName": cloudtrail } };
  const list = (operator: string, name: string) => ({
    [operator]: { "aws:PrincipalServiceNamesList": name },
  });
  const deny = (Condition: Parameters<typeof when>[0]) => [
    services,
    { Effect: "Deny", Principal: "*", Condition },
  ];
  both([
    ["its own", from.globalKeys, deny(others), cloudtrail, {}, "allowed"],
    ["another's", from.globalKeys, deny(others), "sns.amazonaws.com", {}, "denied"],
    [
      "a user has none",
      from.globalKeys,
      [{ ...named(user("A")) }, ...deny(others).slice(1)],
      user("A"),
      {},
      "denied",
    ],
    [
      "not even if --context says so",
      from.globalKeys,
      [{}, ...deny(others).slice(1)],
      app,
      { "aws:PrincipalServiceName": cloudtrail },
      "denied",
    ],
    [
      "IfExists spares users",
      from.ifExists,
      [{}, ...deny({ StringNotEqualsIfExists: { "aws:PrincipalServiceName": cloudtrail } }).slice(1)],
      app,
      {},
      "denied",
    ],
    [
      "in the list",
      from.globalKeys,
      deny(list("ForAllValues:StringNotEquals", cloudtrail)),
      cloudtrail,
      {},
      "allowed",
    ],
    [
      "not in the list",
      from.globalKeys,
      deny(list("ForAllValues:StringNotEquals", cloudtrail)),
      "sns.amazonaws.com",
      {},
      "denied",
    ],
    [
      "its Regional name in the list",
      from.globalKeys,
      [{ ...services, ...when(list("ForAnyValue:StringEquals", "sns.us-west-2.amazonaws.com")) }],
      "sns.amazonaws.com",
      {},
      "allowed",
    ],
  ]);
  test("who-can lists only services that the condition can mean", () => {
    const words = listAccess(policyOf(deny(others)), facts).map(({ principal, when: on }) => [principal, on]);
    expect(words).toEqual([[`service:${cloudtrail}`, [[]]]]);
    expect(listAccess(policyOf([delegation, ...deny(others).slice(1)]), facts, ["kms:Decrypt"])).toEqual([]);
  });
});

describe("time", () => {
  const until = denyWhen({ DateLessThan: { "aws:CurrentTime": "2099-01-01T00:00:00Z" } });
  const at = (context: Record<string, string>) =>
    evaluate(policyOf(until), { principal: app, action: "kms:Decrypt", context }, facts);
  test("is in every request: not told, it is not known; told, it decides", () => {
    expect(at({})).toMatchObject({ decision: "denied", undecided: expect.any(String) as string });
    expect(at({ "aws:CurrentTime": "2026-11-28T00:00:00Z" })).toMatchObject({
      decision: "denied",
      otherwise: [
        [{ key: "aws:CurrentTime", test: "DateLessThan", values: ["2099-01-01T00:00:00Z"], not: true }],
      ],
    });
    expect(at({ "aws:EpochTime": "4102444800" })).toMatchObject({ decision: "allowed" });
    expect(at({ "aws:EpochTime": "4102444800" }).undecided).toBeUndefined();
  });
  test("a moment is put in where the request has none", () => {
    const now = new Date("2026-11-28T20:00:00Z");
    expect(atMoment({ a: "b" }, now)).toEqual({ a: "b", "aws:CurrentTime": "2026-11-28T20:00:00.000Z" });
    expect(atMoment({ "AWS:epochtime": "1" }, now)).toEqual({ "AWS:epochtime": "1" });
  });
  test("both keys tell the same moment", () => {
    const [iso, seconds] = [
      policyOf([when({ DateLessThan: { "aws:CurrentTime": "2026-01-01T00:00:00Z" } })]),
      policyOf([when({ NumericLessThan: { "aws:EpochTime": 1767225600 } })]),
    ];
    expect(compareAccess(iso, seconds, facts)).toEqual({ equivalent: true, gained: [], lost: [] });
    const [access] = listAccess(seconds, facts);
    expect(access?.example.context).toEqual({ "aws:CurrentTime": "2025-12-31T23:59:59Z" });
    const both = policyOf([
      when({
        DateLessThan: { "aws:CurrentTime": "2026-01-01T00:00:00Z" },
        NumericGreaterThan: { "aws:EpochTime": 1767225600 },
      }),
    ]);
    expect(listAccess(both, facts)).toEqual([]);
  });
  test("lockout: a Deny in force now locks out; without a moment any will do", () => {
    const freeze = policyOf([delegation, { ...until[1], Action: "kms:*" }]);
    const caller = { arn: root, account: owner };
    const now = { known: { "aws:CurrentTime": "2026-11-28T00:00:00Z" } };
    expect(lockoutOf(freeze, caller, facts, now).verdict).toBe("locked-out");
    expect(lockoutOf(freeze, caller, facts).verdict).toBe("undecided");
    expect(nobodyCanManage(freeze, facts, now.known)).toMatch(/^Nobody of the key's account/);
    expect(nobodyCanManage(freeze, facts)).toBeUndefined();
  });
});

describe("what is not known of the key is open", () => {
  test.each([
    ["aws:RequestedRegion", "eu-west-1"],
    ["kms:KeySpec", "SYMMETRIC_DEFAULT"],
    ["kms:MultiRegion", "true"],
  ])("%s", (key, value) => {
    const policy = policyOf([when({ StringEquals: { [key]: value } })]);
    const answer = evaluate(
      policy,
      { principal: app, action: "kms:Decrypt", context: {} },
      { account: owner },
    );
    expect(answer).toMatchObject({
      decision: "not-allowed",
      undecided: expect.stringContaining(key) as string,
    });
    expect(listAccess(policy, { account: owner })).toMatchObject([{ when: [[{ key, values: [value] }]] }]);
  });
  test("the owner, where several accounts may be it", () => {
    const policy = policyOf([
      { ...named([root, role("x", stranger)]), ...when({ StringEquals: { "aws:ResourceAccount": owner } }) },
    ]);
    for (const { undecided } of listAccess(policy, {}))
      expect(undecided).toBe("the account that owns the key is not known");
  });
  test("the id of a multi-Region key tells that it is one (KMS Developer Guide, Multi-Region keys)", () => {
    const arn = keyArn.replace(
      "1234abcd-12ab-34cd-56ef-1234567890ab",
      "mrk-1234abcd12ab34cd56ef1234567890ab",
    );
    expect(withArnFacts({ arn })).toMatchObject({ multiRegion: true, region: "us-west-2", account: owner });
    expect(withArnFacts({ arn: keyArn }).multiRegion).toBe(false);
    expect(withArnFacts({}).multiRegion).toBeUndefined();
    const policy = policyOf([when({ Bool: { "kms:MultiRegion": "true" } })]);
    expect(evaluate(policy, { principal: app, action: "kms:Decrypt", context: {} }, { arn }).decision).toBe(
      "allowed",
    );
    expect(listAccess(policy, { arn })).toMatchObject([{ principal: app, when: [[]] }]);
  });
});

test("who is told apart by aws:userid: root users by their account, all others by what the request says", () => {
  const Condition = { StringNotEquals: { "aws:userid": "AIDAX" } };
  const [foreign] = listAccess(policyOf([{ ...named("*"), Condition }]), facts, ["kms:Decrypt"]).filter(
    ({ principal }) => principal === "anyone",
  );
  expect(foreign?.when).toEqual([
    [{ key: "aws:PrincipalType", test: "StringEquals", values: ["Account"] }],
    [{ key: "aws:userid", test: "StringNotEquals", values: ["AIDAX"] }],
  ]);
});

test.each<[string, string, string, Decision]>([
  ["a root user whose account stands in a Deny", "444455556666", "root-user:444455556666", "denied"],
  ["… by a pattern", "4444*", "root-user:444455556666", "denied"],
  ["the root user of any other account", "444455556666", "root-user:777788889999", "needs-iam"],
  ["… by a pattern that is not its own", "4444*", "root-user:777788889999", "needs-iam"],
])("aws:userid names accounts: %s", (_, value, principal, decision) => {
  const policy = policyOf([
    { Principal: { AWS: "*" } },
    { Effect: "Deny", Principal: { AWS: "*" }, Condition: { StringLike: { "aws:userid": value } } },
  ]);
  const request = { principal, action: "kms:Decrypt", context: {} };
  expect(evaluate(policy, request, facts).decision).toBe(decision);
  const words = wordsFor(principal, namesIn([policy]), facts);
  const rows = listAccess(policy, facts).filter((row) => words.includes(row.principal));
  expect(rows.flatMap(({ undecided }) => undecided ?? [])).toEqual([]);
  // By a pattern it is one of anyone, of whom some are denied: the words cannot tell which, so that they claim no more than is so.
  if (!value.includes("*") || decision === "needs-iam")
    expect(rows.some((row) => holdsFor(row, request, facts))).toBe(decision === "needs-iam");
});
