import { describe, expect, test } from "vitest";
import { rankAccess, type Risk, riskOf, weightOfAction, worstRisk } from "../../src/access/rank-access.ts";
import type { Access, Condition } from "../../src/access/types.ts";
import { arn, other, own } from "../support/layers.ts";

// What a person should look at first, and the one word for what is worst about it.

const forServices: Condition = { key: "kms:GrantIsForAWSResource", test: "Bool", values: ["true"] };
const s3: Condition = { key: "kms:ViaService", test: "StringEquals", values: ["s3.eu-west-1.amazonaws.com"] };
const access = (principal: string, actions: readonly string[], rest: Partial<Access> = {}): Access => ({
  ...{ principal, actions: actions.map((name) => `kms:${name}`), via: "key-policy", when: [[]] },
  example: { principal, action: "kms:Decrypt", context: {} },
  ...rest,
});
const app = arn("role/App");
const grants = (...when: Access["when"]) => access(app, ["CreateGrant"], { when });

test.each<readonly [what: string, access: Access, risk: Risk | undefined]>([
  ["everyone, always", access("anyone", ["DescribeKey"]), "public"],
  [
    "everyone, under a condition",
    access("anyone", ["PutKeyPolicy"], { when: [[s3]] }),
    "conditionally-public",
  ],
  ["everyone, under a condition or always", access("anyone", ["Decrypt"], { when: [[s3], []] }), "public"],
  ["any service", access("service:any", ["Decrypt"]), "any-service"],
  ["one service", access("service:sns.amazonaws.com", ["Decrypt"]), undefined],
  ["control of the policy", access(app, ["Decrypt", "PutKeyPolicy"]), "policy"],
  ["control of the policy by another account", access(`account:${other}`, ["PutKeyPolicy"]), "policy"],
  ["deletion", access(app, ["ScheduleKeyDeletion"]), "deletion"],
  ["another account", access(`account:${other}`, ["Decrypt"]), "external"],
  ["its root user", access(`root-user:${other}`, ["Decrypt"]), "external"],
  ["its role", access(arn("role/X", other), ["Decrypt"]), "external"],
  ["its session", access(`arn:aws:sts::${other}:assumed-role/X/one`, ["Decrypt"]), "external"],
  ["the key's own", access(app, ["Decrypt"]), undefined],
  ["an id of somebody deleted", access("AIDACKCEVSQ6C2EXAMPLE", ["Decrypt"]), undefined],
  ["grants for anybody", grants([]), "grants"],
  ["grants for services", grants([forServices]), undefined],
  [
    "grants for services, in another case",
    grants([{ ...forServices, key: "KMS:grantisforawsresource", test: "bool", values: ["TRUE"] }]),
    undefined,
  ],
  ["grants for services through one", grants([s3, forServices]), undefined],
  ["grants for services, or through one", grants([forServices], [s3]), "grants"],
  ["grants for anybody but services", grants([{ ...forServices, not: true }]), "grants"],
  ["grants for services or anybody", grants([{ ...forServices, values: ["true", "false"] }]), "grants"],
  ["grants where another key is true", grants([{ ...forServices, key: "aws:SecureTransport" }]), "grants"],
])("%s", (_, one, risk) => {
  expect(worstRisk(one, own)).toBe(risk);
});

test("where the key's account is not known, nobody is of another one", () => {
  expect(worstRisk(access(`account:${other}`, ["Decrypt"]), undefined)).toBeUndefined();
});

describe("the order", () => {
  const order = (...list: readonly Access[]) =>
    rankAccess([...list].reverse(), own).map(({ principal }) => principal);
  test("goes by what is risky, two risks before one", () => {
    const all = [
      access("anyone", ["Decrypt"]),
      access(`account:${other}`, ["PutKeyPolicy"]),
      access("anyone", ["Decrypt"], { when: [[s3]] }),
      access("service:any", ["Decrypt"]),
      access(app, ["PutKeyPolicy"]),
      access(arn("role/B"), ["ScheduleKeyDeletion"]),
      access(arn("role/X", other), ["Decrypt"]),
      access(arn("role/C"), ["CreateGrant"]),
      access(arn("role/A"), ["Decrypt"]),
    ];
    expect(order(...all)).toEqual(all.map(({ principal }) => principal));
  });
  test("what is given always before what is not, by the key policy before what needs IAM", () => {
    const [always, sometimes] = [
      access(arn("role/Z"), ["Decrypt"]),
      access(arn("role/A"), ["Decrypt"], { when: [[s3]] }),
    ];
    expect(order(always, sometimes)).toEqual([always.principal, sometimes.principal]);
    const byIam = access(arn("role/A"), ["Decrypt"], { via: "iam" });
    expect(order(always, byIam)).toEqual([always.principal, byIam.principal]);
    expect(riskOf(byIam, own)).toBeGreaterThan(riskOf(sometimes, own));
  });
  test("of equal risk by name, then the fewer actions first", () => {
    expect(order(access(arn("role/A"), ["Decrypt"]), access(arn("role/B"), ["Decrypt"]))).toEqual([
      arn("role/A"),
      arn("role/B"),
    ]);
    const lists = [
      access(app, ["Verify"]),
      access(app, ["Decrypt", "Encrypt"]),
      access(app, ["Decrypt", "Sign"]),
    ];
    expect(rankAccess([...lists].reverse(), own).map(({ actions }) => actions)).toEqual(
      lists.map(({ actions }) => actions),
    );
  });
});

test("the riskiest action of a list is the one that gives the most", () => {
  const falling = [
    "PutKeyPolicy",
    "CreateGrant",
    "ScheduleKeyDeletion",
    "DisableKey",
    "Decrypt",
    "Sign",
    "DescribeKey",
  ];
  const weights = falling.map((name) => weightOfAction(`kms:${name}`));
  expect([...weights].sort((left, right) => right - left)).toEqual(weights);
  expect(new Set(weights).size).toBe(falling.length);
});
