import { describe, expect, test } from "vitest";
import { listForPrincipal, riskOnKey } from "../../src/access/what-can.ts";
import type { JsonValue } from "../../src/policy/syntax.ts";
import { emptyWorld, readWorld } from "../../src/world/read-world.ts";
import { policyOf } from "../support/worked-example.ts";

const own = "111122223333";
const arn = (rest: string, account = own) => `arn:aws:iam::${account}:${rest}`;
const session = `arn:aws:sts::${own}:assumed-role/App/one`;
const facts = {
  ...{ account: own, partition: "aws", region: "eu-west-1", multiRegion: false },
  arn: `arn:aws:kms:eu-west-1:${own}:key/1234abcd-12ab-34cd-56ef-1234567890ab`,
};

const allow = (AWS: string, Action = "kms:Decrypt", rest: JsonValue = {}): JsonValue => ({
  ...{ Effect: "Allow", Principal: { AWS }, Action, Resource: "*" },
  ...(rest as Record<string, JsonValue>),
});
const deny = (AWS: string): JsonValue => ({
  ...{ Effect: "Deny", Principal: { AWS }, Action: "kms:Decrypt", Resource: "*" },
});
const sayings = (principal: string, Statement: readonly JsonValue[], world = emptyWorld) =>
  listForPrincipal(
    principal,
    { key: { policy: policyOf({ Version: "2012-10-17", Statement }), facts }, world, ceilings: {} },
    ["kms:Decrypt", "kms:Encrypt"],
  ).map((line) => [line.principal, line.via, line.actions.join()]);

const delegation = allow(arn("root"));

describe("by the key policy alone, a caller has what is said of it, its role and its account", () => {
  test.each<readonly [what: string, principal: string, statements: readonly JsonValue[], lines: unknown[]]>([
    ["a role by name", arn("role/App"), [allow(arn("role/App"))], [[arn("role/App"), "key-policy"]]],
    ["another role", arn("role/Other"), [allow(arn("role/App"))], []],
    ["the account's share, unnamed", arn("user/alice"), [delegation], [[`account:${own}`, "iam"]]],
    [
      "the account's share of somebody who is denied",
      arn("user/alice"),
      [delegation, deny(arn("user/alice"))],
      [],
    ],
    ["a session through its role", session, [allow(arn("role/App"))], [[session, "key-policy"]]],
    ["a session with a path on its role", session, [allow(arn("role/x/App"))], [[session, "key-policy"]]],
    [
      "a session of another account's role of that name",
      session,
      [allow(arn("role/App", "444455556666")), allow(arn("role/App"), "kms:Encrypt")],
      [[session, "key-policy"]],
    ],
    [
      "a session, where another account's role of that name alone is let in",
      session,
      [allow(arn("role/App", "444455556666"))],
      [],
    ],
    ["a session that is denied itself", session, [allow(arn("role/App")), deny(session)], []],
    [
      "a role of which one session is denied, through its account",
      arn("role/App"),
      [allow("*"), deny(session)],
      [[`${arn("role/App")} (other sessions)`, "key-policy"]],
    ],
    ["a session by its own name", session, [allow(session)], [[session, "key-policy"]]],
    ["the root user", `root-user:${own}`, [delegation], [[`root-user:${own}`, "key-policy"]]],
    [
      "the root user, by a statement for everyone",
      `root-user:${own}`,
      [allow("*")],
      [[`account:${own}`, "key-policy"]],
    ],
    [
      "the root user, in both ways",
      `root-user:${own}`,
      [allow("*", "kms:Encrypt"), delegation],
      [
        [`account:${own}`, "key-policy"],
        [`root-user:${own}`, "key-policy"],
      ],
    ],
    [
      "the root user of another account",
      "root-user:444455556666",
      [allow("*")],
      [["account:444455556666", "iam"]],
    ],
    [
      "the root user of an account that is let in",
      "root-user:444455556666",
      [allow("444455556666")],
      [["account:444455556666", "iam"]],
    ],
    ["the root user of a third account", "root-user:777788889999", [allow("444455556666")], []],
    ["a role of another partition", arn("role/App").replace("aws", "aws-cn"), [delegation, allow("*")], []],
    ["an account", own, [delegation], [[`account:${own}`, "iam"]]],
    [
      "everyone, in another account",
      arn("role/X", "444455556666"),
      [allow("*")],
      [["account:444455556666", "iam"]],
    ],
    ["a service that nobody names", "service:logs.amazonaws.com", [allow("*")], []],
  ])("%s", (_, principal, statements, lines) => {
    expect(sayings(principal, statements).map((line) => line.slice(0, 2))).toEqual(lines);
  });

  test("a condition on the caller is asked of this caller", () => {
    const statement = allow("*", "kms:Decrypt", {
      Condition: { ArnLike: { "aws:PrincipalArn": arn("role/a*") } },
    });
    expect(sayings(arn("role/app"), [statement])).toEqual([[arn("role/app"), "key-policy", "kms:Decrypt"]]);
    expect(sayings(arn("role/x"), [statement])).toEqual([]);
  });

  test("a service is asked by its name", () => {
    const statement = {
      ...(allow("*") as object),
      Principal: { Service: "logs.amazonaws.com" },
    } as JsonValue;
    expect(sayings("service:logs.amazonaws.com", [statement])).toEqual([
      ["service:logs.amazonaws.com", "key-policy", "kms:Decrypt"],
    ]);
    expect(sayings("service:s3.amazonaws.com", [statement])).toEqual([]);
  });
});

describe("what a grant gives to somebody of whom nothing else is known", () => {
  const granted = readWorld([
    {
      name: "grants.json",
      value: {
        Grants: [
          {
            GrantId: "g1",
            GranteePrincipal: arn("role/App"),
            Operations: ["Decrypt"],
            IssuingAccount: arn("root"),
          },
          {
            ...{ GrantId: "g2", GranteePrincipal: arn("role/Far", "444455556666"), Operations: ["Encrypt"] },
            IssuingAccount: arn("root", "444455556666"),
          },
          { GrantId: "g3", GranteePrincipal: "dynamodb.eu-west-1.amazonaws.com", Operations: ["Decrypt"] },
          { GrantId: "g4", GranteePrincipal: arn("root", "777788889999"), Operations: ["Encrypt"] },
        ],
      },
    },
  ]);

  test.each<readonly [principal: string, statements: readonly JsonValue[], lines: unknown[]]>([
    [arn("role/App"), [], [[arn("role/App"), "grant", "kms:Decrypt"]]],
    [session, [], [[arn("role/App"), "grant", "kms:Decrypt"]]],
    [
      arn("role/App"),
      [delegation],
      [
        [arn("role/App"), "grant", "kms:Decrypt"],
        [`account:${own}`, "iam", "kms:Decrypt"],
      ],
    ],
    [arn("role/App"), [deny("*")], []],
    [arn("role/Other"), [], []],
    [arn("role/Far", "444455556666"), [], [[arn("role/Far", "444455556666"), "grant", "kms:Encrypt"]]],
    [
      "service:dynamodb.eu-west-1.amazonaws.com",
      [],
      [["service:dynamodb.eu-west-1.amazonaws.com", "grant", "kms:Decrypt"]],
    ],
    [arn("user/x", "777788889999"), [], [["account:777788889999", "grant", "kms:Encrypt"]]],
    ["root-user:777788889999", [], [["account:777788889999", "grant", "kms:Encrypt"]]],
  ])("%s", (principal, statements, lines) => {
    const told = sayings(principal, statements, granted);
    expect(told).toHaveLength(lines.length);
    expect(told).toEqual(expect.arrayContaining(lines));
  });
});

test("what IAM would have to allow as well counts for less than what is certain", () => {
  const risk = (principal: string, statements: readonly JsonValue[]) =>
    riskOnKey(
      listForPrincipal(principal, {
        key: { policy: policyOf({ Version: "2012-10-17", Statement: statements }), facts },
        ...{ world: emptyWorld, ceilings: {} },
      }),
      own,
    );
  const all = risk(arn("user/alice"), [allow(arn("root"), "kms:*")]);
  const least = risk(arn("user/alice"), [allow(arn("user/alice"), "kms:DescribeKey")]);
  expect(all).toBeGreaterThan(0);
  expect(least).toBeGreaterThan(all);
  expect(risk(arn("user/alice"), [])).toBe(0);
});

describe("with IAM data", () => {
  const use = { Statement: { Effect: "Allow", Action: "kms:Decrypt", Resource: "*" } };
  const role = (name: string, policies: readonly object[]) => ({
    ...{ RoleName: name, Arn: arn(`role/${name}`), Path: "/", RoleId: "AROAX" },
    RolePolicyList: policies.map((PolicyDocument) => ({ PolicyName: "p", PolicyDocument })),
  });
  const world = readWorld([
    {
      name: "iam.json",
      value: {
        ...{ GroupDetailList: [], Policies: [] },
        UserDetailList: [{ UserName: "alice", Arn: arn("user/alice"), Path: "/", UserId: "AIDAX" }],
        RoleDetailList: [role("App", [use]), role("Idle", [])],
      },
    },
  ]);

  test.each<readonly [principal: string, statements: readonly JsonValue[], lines: unknown[]]>([
    [arn("role/App"), [delegation], [[arn("role/App"), "iam", "kms:Decrypt"]]],
    [arn("role/Idle"), [delegation], []],
    [arn("role/App"), [], []],
    [session, [delegation], [[session, "iam", "kms:Decrypt"]]],
    [session, [delegation, deny(session)], []],
    [`root-user:${own}`, [delegation], [[`root-user:${own}`, "key-policy", "kms:Decrypt"]]],
    // A user of that name is not the role of the session.
    [`arn:aws:sts::${own}:assumed-role/alice/one`, [delegation], [[`account:${own}`, "iam", "kms:Decrypt"]]],
    // Newer than the data: told as the key policy tells it.
    [arn("role/New"), [delegation], [[`account:${own}`, "iam", "kms:Decrypt"]]],
  ])("%s", (principal, statements, lines) => {
    expect(sayings(principal, statements, world)).toEqual(lines);
  });
});
