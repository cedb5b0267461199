import { describe, expect, test } from "vitest";
import { compareAccess } from "../../src/access/compare-access.ts";
import { listAccess } from "../../src/access/list-access.ts";
import { rankAccess, riskOf } from "../../src/access/rank-access.ts";
import type { Access } from "../../src/access/types.ts";
import { certainlyNobody, nobodyNamedIn } from "../../src/policy/nobody.ts";
import { both, named, when } from "./both-ways.ts";
import {
  facts,
  foreignRoot,
  owner,
  policyOf,
  role,
  root,
  session,
  type StatementParts,
  stranger,
} from "./evaluate-fixtures.ts";
import { from } from "./sources.ts";

const app = role("App");
const tag = "${aws:PrincipalTag/team}";
const team = (values: string | readonly string[], operator = "StringEquals"): StatementParts =>
  when({ [operator]: { "kms:EncryptionContext:team": values } });

describe("several values are or-ed, policy variables included (IAM User Guide, Conditions with multiple context keys or values)", () => {
  test.each<[string, readonly StatementParts[], readonly StatementParts[]]>([
    ["one statement or two", [team(["shared", tag])], [team("shared"), team(tag)]],
    ["in another order", [team([tag, "shared"])], [team(tag), team("shared")]],
    ["two variables", [team([tag, "${aws:SourceIdentity}"])], [team("${aws:SourceIdentity}"), team(tag)]],
    ["the variable's name in another case", [team(tag)], [team("${AWS:principaltag/TEAM}")]],
    ["StringLike without a wildcard", [team([tag, "a"], "StringLike")], [team("a"), team(tag)]],
    [
      "with a condition more",
      [
        {
          Condition: {
            StringEquals: { "kms:EncryptionContext:team": ["a", tag], "kms:ViaService": ["a", "b"] },
          },
        },
      ],
      ["a", "b"].flatMap((via) =>
        ["a", tag].map((value) => ({
          Condition: { StringEquals: { "kms:EncryptionContext:team": value, "kms:ViaService": via } },
        })),
      ),
    ],
    [
      "a negated one is a nor",
      [{ Condition: { StringNotEquals: { "kms:EncryptionContext:team": ["a", tag] } } }],
      [{ Condition: { StringNotEquals: { "kms:EncryptionContext:team": [tag, "a"] } } }],
    ],
    [
      "ForAnyValue",
      [{ ...when({ "ForAnyValue:StringEquals": { "aws:PrincipalOrgPaths": ["a", tag] } }) }],
      [
        when({ "ForAnyValue:StringEquals": { "aws:PrincipalOrgPaths": tag } }),
        when({ "ForAnyValue:StringEquals": { "aws:PrincipalOrgPaths": "a" } }),
      ],
    ],
    [
      "a Deny",
      [{}, { Effect: "Deny", ...team(["a", tag]) }],
      [{}, { Effect: "Deny", ...team("a") }, { Effect: "Deny", ...team(tag) }],
    ],
  ])("%s", (_, before, after) => {
    const same = { equivalent: true, gained: [], lost: [] };
    expect(compareAccess(policyOf(before), policyOf(after), facts)).toEqual(same);
    expect(compareAccess(policyOf(after), policyOf(before), facts)).toEqual(same);
  });
  test("the nor of two statements is no nor", () => {
    const [one, two] = [
      policyOf([team(["a", tag], "StringNotEquals")]),
      policyOf([team("a", "StringNotEquals"), team(tag, "StringNotEquals")]),
    ];
    expect(compareAccess(one, two, facts).equivalent).toBe(false);
  });
  test("what is left of it reads as it was written", () => {
    const [entry] = listAccess(policyOf([team(["shared", tag])]), facts);
    expect(entry?.when).toEqual([
      [
        {
          key: "kms:EncryptionContext:team",
          test: "StringEquals",
          values: expect.arrayContaining(["shared", tag]) as string[],
        },
      ],
    ]);
    expect(compareAccess(policyOf([team(["shared", tag])]), policyOf([team("shared")]), facts)).toMatchObject(
      {
        gained: [],
        lost: [
          {
            when: [
              expect.arrayContaining([
                { key: "kms:EncryptionContext:team", test: "StringEquals", values: [tag] },
              ]),
            ],
          },
        ],
      },
    );
  });
});

test("a variable beside a value that makes it vain decides nothing (IAM User Guide, Policy variables)", () => {
  const deny = (Condition: StatementParts): StatementParts => ({ Effect: "Deny", ...named("*"), Condition });
  const statements = [
    {},
    deny({ StringLike: { "kms:ViaService": ["${aws:PrincipalTag/k}", "*"] } }),
    deny({ Null: { "kms:ViaService": true } }),
  ];
  expect(listAccess(policyOf(statements), facts)).toEqual([]);
});

describe("a role's line covers its sessions, but those that are told by themselves", () => {
  const ann = session("App").replace("session-1", "ann");
  const words = (statements: readonly StatementParts[]) =>
    listAccess(policyOf(statements), facts, ["kms:Decrypt"]).map(
      ({ principal, via }) => `${via} ${principal}`,
    );
  const denied = { Effect: "Deny", ...named(ann) };
  test.each<[string, readonly StatementParts[], readonly string[]]>([
    ["a session is denied", [{}, denied], [`key-policy ${app} (other sessions)`]],
    [
      "a session is denied under a condition",
      [{}, { ...denied, ...team("a") }],
      [`key-policy ${app} (other sessions)`, `key-policy ${ann}`],
    ],
    ["a session has as much", [{}, named(ann)], [`key-policy ${app}`, `key-policy ${ann}`]],
    [
      "another action is denied",
      [{}, { ...denied, Action: "kms:Encrypt" }],
      [`key-policy ${app}`, `key-policy ${ann}`],
    ],
    [
      "a session of another role",
      [{}, { Effect: "Deny", ...named(session("Other")) }],
      [`key-policy ${app}`],
    ],
    [
      "the role of another account",
      [named(role("App", stranger)), { Effect: "Deny", ...named(session("App", stranger)) }],
      [`iam ${role("App", stranger)} (other sessions)`],
    ],
  ])("%s", (_, statements, expected) => {
    expect(words(statements)).toEqual(expect.arrayContaining([...expected]));
    expect(words(statements)).toHaveLength(expected.length);
  });
  both([
    ["the session itself", from.principalElement, [{}, denied], ann, {}, "denied"],
    ["another one", from.principalElement, [{}, denied], session("App"), {}, "allowed"],
  ]);
  test("a session that had before what the role gains, or keeps what it loses, is told apart", () => {
    const [session, both] = [policyOf([named(ann)]), policyOf([named([app, ann])])];
    const others = [{ principal: `${app} (other sessions)` }];
    expect(compareAccess(session, both, facts)).toMatchObject({ gained: others, lost: [] });
    expect(compareAccess(both, session, facts)).toMatchObject({ gained: [], lost: others });
  });
  test("a change of the role's access says so, too", () => {
    const change = compareAccess(policyOf([denied]), policyOf([{}, denied]), facts);
    expect(change.gained).toMatchObject([
      { principal: `${app} (other sessions)`, example: { principal: app } },
    ]);
  });
});

describe("what identifies nobody who calls KMS has no access (IAM User Guide, JSON policy elements: Principal)", () => {
  test.each([
    ["Federated", "arn:aws:iam::111122223333:oidc-provider/oidc.example.org"],
    ["Federated", "cognito-identity.amazonaws.com"],
    ["CanonicalUser", "79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be"],
    ["Federated", `arn:aws:iam::${owner}:saml-provider/Company`],
    ["Federated", "*"],
    ["Federated", app],
    ["CanonicalUser", "*"],
    // The grammar has four kinds of principal, whose names do not fold case.
    ["*", "*"],
    ["aws", `arn:aws:iam::${stranger}:root`],
    ["service", "sns.amazonaws.com"],
    ["Users", app],
  ])("%s %s", (type, value) => {
    const policy = policyOf([{ Principal: { [type]: value } }]);
    expect(listAccess(policy, facts)).toEqual([]);
    expect(compareAccess(policyOf([]), policy, facts)).toEqual({ equivalent: true, gained: [], lost: [] });
    expect(nobodyNamedIn(policy).map(certainlyNobody)).toEqual([true]);
    expect(listAccess(policyOf([{ Principal: { [type]: value, AWS: app } }]), facts)).toMatchObject([
      { principal: app },
    ]);
  });
});

describe("what weighs most is told first", () => {
  const entry = (principal: string, more: Partial<Access> = {}): Access => ({
    ...{
      principal,
      actions: ["kms:DescribeKey"],
      via: "iam",
      when: [[{ key: "a:b", test: "Bool", values: ["true"] }]],
    },
    ...{ example: { principal, action: "kms:DescribeKey", context: {} }, ...more },
  });
  test("another account before the own, the public before both", () => {
    const own = entry(`account:${owner}`);
    const foreign = entry(`account:${stranger}`);
    expect(riskOf(foreign, owner)).toBeGreaterThan(riskOf(own, owner));
    expect(riskOf(foreign, stranger)).toBe(riskOf(own, owner));
    expect(riskOf(entry(role("x", stranger)), owner)).toBe(riskOf(foreign, owner));
    expect(riskOf(entry(`root-user:${stranger}`), owner)).toBe(riskOf(foreign, owner));
    const order = [own, foreign, entry("anyone")].map(({ principal }) => principal).reverse();
    expect(rankAccess([own, foreign, entry("anyone")], owner).map(({ principal }) => principal)).toEqual(
      order,
    );
  });
  test("in an answer: what another account gains stands before what the own account does", () => {
    const { gained } = compareAccess(policyOf([]), policyOf([named(root), named(foreignRoot)]), facts);
    expect(gained[0]?.principal).toBe(`account:${stranger}`);
  });
});

test("a gain is told of the account as a whole only where nobody who is named had it before", () => {
  const before = policyOf([{ ...named("*"), ...when({ ArnEquals: { "aws:PrincipalArn": app } }) }]);
  const after = policyOf([{ ...named("*"), ...when({ StringEquals: { "kms:CallerAccount": owner } }) }]);
  const { gained } = compareAccess(before, after, facts);
  const words = gained.map(({ principal }) => principal);
  expect(words).not.toContain(`account:${owner}`);
  expect(words).toContain(`account:${owner} (others)`);
});
