import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { evaluateEffective } from "../../src/access/evaluate-effective.ts";
import type { EffectiveQuestion } from "../../src/access/effective/types.ts";
import { compareWithWorld, listWithWorld } from "../../src/access/with-world.ts";
import { UsageError } from "../../src/errors.ts";
import { lookedAt } from "../../src/world/looked-at.ts";
import { readWorld } from "../../src/world/read-world.ts";
import type { World } from "../../src/world/types.ts";
import { policyOf } from "../support/worked-example.ts";
import { times } from "../support/long-form.ts";

// What AWS said before may be cut, mixed up or edited by hand: never a crash, never a guess, and nothing of it in an error.

const account = "111122223333";
const arn = (rest: string) => `arn:aws:iam::${account}:${rest}`;
const keyArn = `arn:aws:kms:eu-west-1:${account}:key/1234abcd-12ab-34cd-56ef-1234567890ab`;
const secret = "s3cr3t";
const allow = (Action: string, rest: object = {}) => ({
  Version: "2012-10-17",
  Statement: [{ Sid: secret, Effect: "Allow", Action, Resource: "*", ...rest }],
});

const dump = {
  UserDetailList: [
    {
      ...{ UserName: "bob", Path: "/", UserId: "AIDABOB", Arn: arn("user/bob"), GroupList: ["devs"] },
      UserPolicyList: [{ PolicyName: "own", PolicyDocument: allow("s3:*") }],
      Tags: [{ Key: "team", Value: secret }],
    },
  ],
  GroupDetailList: [
    {
      ...{ GroupName: "devs", Arn: arn("group/devs"), GroupPolicyList: [] },
      AttachedManagedPolicies: [{ PolicyName: "use", PolicyArn: arn("policy/use") }],
    },
  ],
  RoleDetailList: [
    {
      ...{ RoleName: "App", Path: "/x/", RoleId: "AROAAPP", Arn: arn("role/x/App") },
      AssumeRolePolicyDocument: {
        Statement: [{ Effect: "Allow", Principal: "*", Action: ["sts:AssumeRole"] }],
      },
      RolePolicyList: [
        { PolicyName: "own", PolicyDocument: encodeURIComponent(JSON.stringify(allow("kms:*"))) },
        {
          PolicyName: "variable",
          PolicyDocument: allow("kms:Decrypt", {
            Condition: { StringEquals: { "aws:ResourceTag/team": "${aws:PrincipalTag/team}" } },
          }),
        },
      ],
      AttachedManagedPolicies: [{ PolicyArn: arn("policy/use") }],
      PermissionsBoundary: { PermissionsBoundaryType: "Policy", PermissionsBoundaryArn: arn("policy/lid") },
      RoleLastUsed: { LastUsedDate: "2026-11-01T00:00:00Z", Region: "eu-west-1" },
    },
  ],
  Policies: [
    {
      ...{ Arn: arn("policy/use"), DefaultVersionId: "v2" },
      PolicyVersionList: [
        { VersionId: "v2", IsDefaultVersion: true, Document: allow("kms:Decrypt") },
        { VersionId: "v1", IsDefaultVersion: false, Document: allow("*") },
      ],
    },
    {
      Arn: arn("policy/lid"),
      PolicyVersionList: [{ VersionId: "v1", IsDefaultVersion: true, Document: allow("kms:*") }],
    },
  ],
};
const organization = {
  Organization: { Id: "o-aaaa", MasterAccountId: "999988887777" },
  PolicyTypes: ["SERVICE_CONTROL_POLICY", "RESOURCE_CONTROL_POLICY"],
  Parents: { [account]: "ou-a", "ou-a": "r-1" },
  Policies: [
    {
      PolicySummary: { Id: "p-1", Name: "All", Type: "SERVICE_CONTROL_POLICY", AwsManaged: true },
      Content: JSON.stringify(allow("*")),
    },
  ],
  Attachments: { "r-1": ["p-1"], "ou-a": ["p-1"], [account]: ["p-1"] },
};
const grants = {
  Grants: [
    {
      ...{ GrantId: "g1", KeyId: keyArn, GranteePrincipal: arn("user/bob"), Operations: ["Decrypt"] },
      ...{ Constraints: { EncryptionContextSubset: { a: secret } }, IssuingAccount: arn("root") },
    },
  ],
  Truncated: false,
};

type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };
const odd: fc.Arbitrary<Json | undefined> = fc.constantFrom<Json | undefined>(
  ...[
    undefined,
    null,
    7,
    true,
    "",
    "x",
    secret,
    [],
    {},
    [null],
    [[]],
    ["x"],
    { x: "y" },
    "{",
    "%7B",
    "%7B%",
    "[]",
  ],
  ...[
    "*",
    "${x}",
    arn("role/Other"),
    "arn:aws:iam::444455556666:role/Other",
    "__proto__",
    "constructor",
    { "*": {} },
  ],
);

/** The value with one of its parts, found by some numbers, replaced or left out. */
const damaged = (value: Json, way: readonly number[], by: Json | undefined): Json | undefined => {
  const [step, ...rest] = way;
  if (step === undefined || typeof value !== "object" || value === null) return by;
  const entries = Object.entries<Json>(value as { readonly [name: string]: Json });
  if (entries.length === 0) return by;
  const at = step % entries.length;
  const changed = entries.flatMap(([name, part], place): [string, Json][] => {
    if (place !== at) return [[name, part]];
    const fresh = damaged(part, rest, by);
    return fresh === undefined ? [] : [[name, fresh]];
  });
  return Array.isArray(value) ? changed.map(([, part]) => part) : Object.fromEntries(changed);
};

const files = [dump, organization, grants] as unknown as readonly Json[];
const damages = fc.array(fc.tuple(fc.nat(2), fc.array(fc.nat(20), { minLength: 1, maxLength: 9 }), odd), {
  minLength: 1,
  maxLength: 3,
});

const policy = policyOf({
  Version: "2012-10-17",
  Statement: [
    { Effect: "Allow", Principal: { AWS: arn("root") }, Action: "kms:*", Resource: "*" },
    {
      Effect: "Allow",
      Principal: { AWS: `arn:aws:sts::${account}:assumed-role/App/one` },
      Action: "kms:Sign",
      Resource: "*",
    },
    { Effect: "Deny", NotPrincipal: { AWS: arn("role/x/App") }, Action: "kms:Encrypt", Resource: "*" },
  ],
});
const nothing = policyOf({ Version: "2012-10-17", Statement: [] });
const facts = { arn: keyArn, account, partition: "aws", region: "eu-west-1", multiRegion: false };
const questionIn = (world: World): EffectiveQuestion => ({ key: { policy, facts }, world, ceilings: {} });

// The time limit is there for a machine that does something else as well.
const patience = 600_000;
const runs = times(50, 1_000);

test(
  `damaged in any place, the data is refused or answered with, and no error quotes it (${runs} worlds)`,
  () => {
    fc.assert(
      fc.property(damages, (all) => {
        const parts = [...files];
        for (const [which, way, by] of all) parts[which] = damaged(parts[which] ?? null, way, by) ?? null;
        let world: World;
        try {
          world = readWorld(parts.map((value, place) => ({ name: `file ${place}`, value })));
        } catch (error) {
          expect(error).toBeInstanceOf(UsageError);
          expect((error as UsageError).message).not.toContain(secret);
          return;
        }
        const question = questionIn(world);
        const lines = listWithWorld(question);
        compareWithWorld(nothing, question);
        lookedAt(world, account);
        for (const principal of [
          arn("role/x/App"),
          arn("user/bob"),
          `root-user:${account}`,
          "service:x.amazonaws.com",
        ])
          evaluateEffective({ principal, action: "kms:Decrypt", context: {} }, question);
        const told = lines.map(({ undecided }) => undecided ?? "").join();
        expect(told).not.toContain("do not agree");
      }),
      { numRuns: runs },
    );
  },
  patience,
);

test("undamaged, it is answered with", () => {
  const lines = listWithWorld(questionIn(readWorld(files.map((value, n) => ({ name: `${n}`, value })))));
  const words = new Set(lines.map(({ principal }) => principal));
  expect([...words]).toEqual(
    expect.arrayContaining([
      `${arn("role/x/App")} (other sessions)`,
      arn("user/bob"),
      `root-user:${account}`,
    ]),
  );
});

describe("what is missing is not known: never none, never a guess", () => {
  const role = (rest: object) => ({
    ...dump,
    RoleDetailList: [{ ...dump.RoleDetailList[0], PermissionsBoundary: undefined, ...rest }],
  });
  const decide = (value: object, more: readonly object[] = []) => {
    const world = readWorld([value, ...more].map((file, place) => ({ name: `${place}`, value: file })));
    const request = { principal: arn("role/x/App"), action: "kms:Decrypt", context: {} };
    const { decision, undecided } = evaluateEffective(request, questionIn(world));
    const line = listWithWorld(questionIn(world), ["kms:Decrypt"]).find(
      ({ principal }) => principal === arn("role/x/App"),
    );
    return { decision, undecided, line: line && (line.undecided ?? "certain") };
  };
  const lidText = "its text is not in the data";

  test.each<readonly [what: string, rest: object, why: string]>([
    [
      "a boundary whose text is missing",
      { PermissionsBoundary: { PermissionsBoundaryArn: arn("policy/gone") } },
      lidText,
    ],
    [
      "a managed policy whose text is missing, which might deny",
      { AttachedManagedPolicies: [{ PolicyArn: arn("policy/gone") }] },
      lidText,
    ],
    [
      "an inline policy that does not parse",
      { RolePolicyList: [{ PolicyName: "own", PolicyDocument: "%7B%" }] },
      "its text is no JSON object",
    ],
    [
      "a policy with a statement without an action",
      {
        RolePolicyList: [
          { PolicyName: "own", PolicyDocument: { Statement: { Effect: "Deny", Resource: "*" } } },
        ],
      },
      "lacks an effect, an action or a resource",
    ],
    ["a boundary that is no object", { PermissionsBoundary: arn("policy/lid") }, "no ARN of a policy"],
    [
      "a boundary that names no policy",
      { PermissionsBoundary: { PermissionsBoundaryType: "Policy" } },
      "no ARN of a policy",
    ],
    ["inline policies that are no list", { RolePolicyList: "own" }, "RolePolicyList: what stands there"],
    ["an inline policy that is no object", { RolePolicyList: ["own"] }, "RolePolicyList: what stands there"],
    ["managed policies that are no list", { AttachedManagedPolicies: {} }, "no ARN of a policy"],
    ["a managed policy without an ARN", { AttachedManagedPolicies: [{ PolicyName: "use" }] }, "no ARN"],
  ])("%s", (_, rest, why) => {
    const { decision, undecided, line } = decide(role(rest));
    expect([decision === "allowed", undecided, line]).toEqual([
      false,
      expect.stringContaining(why),
      expect.stringContaining(why),
    ]);
  });

  test.each<readonly [what: string, rest: object]>([
    ["a parent", { Parents: { [account]: "ou-a" } }],
    ["a circle of parents", { Parents: { [account]: "ou-a", "ou-a": "ou-b", "ou-b": "ou-a" } }],
    ["what is attached to a unit", { Attachments: { "r-1": ["p-1"], [account]: ["p-1"] } }],
    ["the text of a policy that is attached", { Policies: [] }],
  ])("%s that the organization file does not tell", (_, rest) => {
    const { decision, undecided, line } = decide(role({}), [{ ...organization, ...rest }]);
    expect([decision === "allowed", undecided, line]).toEqual([
      false,
      expect.stringMatching(/organization file|in a circle/),
      expect.stringMatching(/organization file|in a circle/),
    ]);
  });

  test("a whole organization, and an account outside of it, decide", () => {
    expect(decide(role({}), [organization]).decision).toBe("allowed");
    expect(decide(role({}), [{ ...organization, Parents: {} }]).decision).toBe("allowed");
  });
});

describe("what cannot be told from nobody is refused, the place named and nothing quoted", () => {
  const [role] = dump.RoleDetailList;
  const refusal = (...values: readonly object[]) => {
    try {
      readWorld(values.map((value, place) => ({ name: `${place}.json`, value })));
      return "taken";
    } catch (error) {
      expect(error).toBeInstanceOf(UsageError);
      return `${(error as UsageError).code}: ${(error as UsageError).message}`;
    }
  };
  const bad = "bad-iam-data: 0.json: entry";
  const shape = "bad-organization-data: 0.json: the organization file has no";
  test.each<readonly [what: string, values: readonly object[], said: string]>([
    [
      "a role that is a text",
      [{ ...dump, RoleDetailList: [secret] }],
      `${bad} 1 of RoleDetailList has no Arn`,
    ],
    [
      "a role without an ARN",
      [{ ...dump, RoleDetailList: [role, { RoleName: secret }] }],
      `${bad} 2 of RoleDetailList has no Arn`,
    ],
    [
      "tags that are none",
      [{ ...dump, RoleDetailList: [{ ...role, Tags: secret }] }],
      `${bad} 1 of RoleDetailList has Tags that are no tags`,
    ],
    [
      "a role told twice, otherwise",
      [{ ...dump, RoleDetailList: [role, { ...role, RolePolicyList: [] }] }],
      `${bad} 2 of RoleDetailList is of somebody of whom an earlier entry says something else`,
    ],
    ["a role told twice, alike", [{ ...dump, RoleDetailList: [role, role] }], "taken"],
    [
      "one organization twice",
      [organization, { ...organization, Parents: {} }],
      "iam-data-twice: 1.json is the second file about one organization",
    ],
    ["policy types that are not told", [{ ...organization, PolicyTypes: undefined }], `${shape} PolicyTypes`],
    ["parents in a list", [{ ...organization, Parents: [] }], `${shape} Parents`],
    ["policies in an object", [{ ...organization, Policies: {} }], `${shape} Policies`],
    ["no attachments", [{ ...organization, Attachments: null }], `${shape} Attachments`],
  ])("%s", (_, values, said) => {
    expect(refusal(...values)).toContain(said);
  });

  test("a group that is no name may bring any policy", () => {
    const [user] = dump.UserDetailList;
    const world = readWorld([
      { name: "0", value: { ...dump, UserDetailList: [{ ...user, GroupList: "x" }] } },
    ]);
    const request = { principal: arn("user/bob"), action: "kms:Decrypt", context: {} };
    expect(evaluateEffective(request, questionIn(world)).undecided).toContain("no name of a group");
  });
});

describe("NotAction, NotResource and variables in IAM policies", () => {
  const inline = (statement: object) => ({
    ...dump,
    RoleDetailList: [
      {
        ...{ RoleName: "App", Path: "/x/", RoleId: "AROAAPP", Arn: arn("role/x/App") },
        AssumeRolePolicyDocument: dump.RoleDetailList[0]?.AssumeRolePolicyDocument,
        RolePolicyList: [
          { PolicyName: "p", PolicyDocument: { Version: "2012-10-17", Statement: statement } },
        ],
        Tags: [{ Key: "key", Value: keyArn.split("/")[1] }],
      },
    ],
  });
  const other = keyArn.replace("1234abcd", "0000abcd");
  test.each<readonly [what: string, statement: object, decrypts: boolean]>([
    ["NotAction of another service", { Effect: "Allow", NotAction: "iam:*", Resource: "*" }, true],
    ["NotAction of the action", { Effect: "Allow", NotAction: ["kms:Decrypt"], Resource: "*" }, false],
    ["NotAction by wildcard, case aside", { Effect: "Allow", NotAction: "KMS:De*", Resource: "*" }, false],
    ["NotResource of another key", { Effect: "Allow", Action: "kms:*", NotResource: other }, true],
    ["NotResource of this key", { Effect: "Allow", Action: "kms:*", NotResource: keyArn }, false],
    ["a wildcard over services", { Effect: "Allow", Action: "k*:Decrypt", Resource: "*" }, true],
    ["a wildcard without a colon", { Effect: "Allow", Action: "kms*", Resource: "*" }, false],
    ["the key's id alone", { Effect: "Allow", Action: "kms:*", Resource: keyArn.split("/")[1] }, false],
    [
      "an alias",
      { Effect: "Allow", Action: "kms:*", Resource: keyArn.replace(/key\/.*/, "alias/app") },
      false,
    ],
    [
      "a variable that is this key",
      { Effect: "Allow", Action: "kms:*", Resource: "arn:aws:kms:*:*:key/${aws:PrincipalTag/key}" },
      true,
    ],
    [
      "a variable that is absent",
      { Effect: "Allow", Action: "kms:*", Resource: "arn:aws:kms:*:*:key/${aws:PrincipalTag/no}" },
      false,
    ],
    [
      "a default",
      { Effect: "Allow", Action: "kms:*", Resource: "arn:aws:kms:*:*:${aws:PrincipalTag/no, 'key'}/*" },
      true,
    ],
    [
      "the caller's account against the key's",
      {
        ...{ Effect: "Allow", Action: "kms:*", Resource: "*" },
        Condition: { StringEquals: { "aws:ResourceAccount": "${aws:PrincipalAccount}" } },
      },
      true,
    ],
  ])("%s: %j", (_, statement, decrypts) => {
    const world = readWorld([{ name: "iam", value: inline(statement) }]);
    const request = { principal: arn("role/x/App"), action: "kms:Decrypt", context: {} };
    const lines = listWithWorld(questionIn(world), ["kms:Decrypt"]).filter(
      ({ principal, undecided }) => principal === arn("role/x/App") && undecided === undefined,
    );
    expect([evaluateEffective(request, questionIn(world)).decision, lines.length > 0]).toEqual([
      decrypts ? "allowed" : "not-allowed",
      decrypts,
    ]);
  });
});
