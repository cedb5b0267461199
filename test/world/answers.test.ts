import { describe, expect, test } from "vitest";
import type { KmspolError } from "../../src/errors.ts";
import { permissionSetPattern, someRoleOf } from "../../src/policy/permission-set.ts";
import { withKnownPath } from "../../src/world/find-principal.ts";
import { inPartition } from "../../src/world/in-partition.ts";
import { hasMemberTwice } from "../../src/world/member-twice.ts";
import { lookedAt, organizationPolicies } from "../../src/world/looked-at.ts";
import { peopleOf } from "../../src/world/people.ts";
import { goesOn } from "../../src/world/plain-json.ts";
import { readEndpoints } from "../../src/world/read-ceilings.ts";
import { readDirectory } from "../../src/world/read-directory.ts";
import { grantsOn, readGrants } from "../../src/world/read-grants.ts";
import { readOrganization } from "../../src/world/read-organization.ts";
import { emptyWorld } from "../../src/world/read-world.ts";

// What AWS's answers say in the corners: one entry on each side of every reading.

const account = "111122223333";
const arn = (what: string, of = account) => `arn:aws:iam::${of}:${what}`;
const person = (kind: "Role" | "User", name: string, rest: object = {}) => ({
  [`${kind}Name`]: name,
  [`${kind}Id`]: `A${name}`,
  Path: "/",
  Arn: arn(`${kind.toLowerCase()}/${name}`),
  ...rest,
});
const sso = "AWSReservedSSO_Dev_0123456789abcdef";
const ssoPath = "/aws-reserved/sso.amazonaws.com/";
const directory = readDirectory({
  UserDetailList: [
    person("User", "CI"),
    person("User", "Ann", { Path: "/team/", Arn: arn("user/team/Ann") }),
  ],
  GroupDetailList: [],
  RoleDetailList: [
    person("Role", "App", { RoleLastUsed: { LastUsedDate: "2026-11-01T00:00:00Z" } }),
    person("Role", "Old", { RoleLastUsed: { LastUsedDate: "long ago" } }),
    person("Role", "CI", { Path: "/ci/", Arn: arn("role/ci/CI") }),
    person("Role", sso, { Path: ssoPath, Arn: arn(`role${ssoPath}${sso}`) }),
    person("Role", "AWSServiceRoleForX", {
      Path: "/aws-service-role/x.amazonaws.com/",
      Arn: arn("role/aws-service-role/x.amazonaws.com/AWSServiceRoleForX"),
    }),
  ],
  Policies: [],
});
const world = { ...emptyWorld, directories: new Map([[account, directory]]) };

describe("a name without its path is the one that IAM has of that kind", () => {
  test.each([
    [arn("role/CI"), arn("role/ci/CI")],
    [arn("user/CI"), arn("user/CI")],
    [arn("user/Ann"), arn("user/team/Ann")],
    [arn("role/Ann"), arn("role/Ann")],
    [arn("role/other/CI"), arn("role/other/CI")],
    [arn("role/CI", "444455556666"), arn("role/CI", "444455556666")],
    [arn("root"), arn("root")],
    [account, account],
    [
      arn(`role${ssoPath}AWSReservedSSO_Dev_kmspol0000000000`),
      arn(`role${ssoPath}AWSReservedSSO_Dev_kmspol0000000000`),
    ],
  ])("%s", (asked, known) => {
    expect(withKnownPath(asked, world)).toBe(known);
  });
});

test("some role of a permission set is the one that the set has, and stays where the set has none", () => {
  const some = (name: string) => someRoleOf(permissionSetPattern({ name, account }, "aws"));
  expect(withKnownPath(some("Dev"), world)).toBe(arn(`role${ssoPath}${sso}`));
  expect(withKnownPath(some("Ops"), world)).toBe(some("Ops"));
});

describe("what was looked at, and what was not", () => {
  const given = { session: {}, endpoint: {} };
  test.each<[what: string, told: readonly string[], looked: ReturnType<typeof lookedAt>]>([
    [
      "nothing but IAM",
      ["service and resource control policies (no)", "grants", "session policies", "VPC endpoint policies"],
      lookedAt({ ...world, notRead: [{ what: organizationPolicies, because: "no" }] }, account),
    ],
    [
      "grants and the call's own policies",
      ["service control policies", "resource control policies"],
      lookedAt({ ...world, grants: [] }, account, given),
    ],
    [
      "IAM of another account is missing",
      ["service control policies", "resource control policies", "IAM of 444455556666 (no)"],
      lookedAt(
        {
          ...world,
          grants: [],
          notRead: [
            { what: "IAM of 444455556666", because: "no" },
            { what: `IAM of ${account}`, because: "no" },
          ],
        },
        account,
        given,
      ),
    ],
  ])("%s", (_, told, { notLookedAt, lookedAt: looked }) => {
    expect(notLookedAt).toEqual(told);
    expect(looked.directories).toEqual([{ account, at: "", roles: 5, users: 2 }]);
  });
});

test("the people of an account are its own roles and users, and when a role was used is known or is not", () => {
  const people = peopleOf(world, new Date(0));
  expect([...people.inAccount(account)].sort()).toEqual(
    [
      arn("role/App"),
      arn("role/Old"),
      arn("role/ci/CI"),
      arn(`role${ssoPath}${sso}`),
      arn("user/CI"),
      arn("user/team/Ann"),
    ].sort(),
  );
  expect(people.inAccount("444455556666")).toEqual([]);
  expect(people.lastUsed(arn("role/App"))?.toISOString()).toBe("2026-11-01T00:00:00.000Z");
  for (const unknown of ["role/Old", "user/CI", "role/Nobody"])
    expect(people.lastUsed(arn(unknown))).toBeUndefined();
});

describe("data of another partition is of another account", () => {
  test("it is left out, and said to be", () => {
    const before = [{ what: "IAM of 444455556666", because: "it may not be read" }];
    const { directories, notRead } = inPartition({ ...world, notRead: before }, "aws-cn");
    expect([directories.size, notRead]).toEqual([
      0,
      [...before, { what: `IAM of ${account}`, because: "its data is of partition aws, the key of aws-cn" }],
    ]);
    expect(inPartition(world, "aws-cn").notRead).toHaveLength(1);
  });
  test.each(["aws", undefined])("of %s it stays", (partition) => {
    expect(inPartition(world, partition)).toBe(world);
  });
});

test("an account is known by its groups alone", () => {
  const groups = {
    UserDetailList: [],
    RoleDetailList: [],
    Policies: [],
    GroupDetailList: [{ Arn: arn("group/Dev") }],
  };
  expect(readDirectory(groups).account).toBe(account);
  const nameless = { ...groups, GroupDetailList: [{ GroupName: "Dev" }] };
  expect(() => readDirectory(nameless)).toThrow(
    expect.objectContaining({ code: "bad-iam-data" }) as KmspolError,
  );
});

describe("whether more pages follow", () => {
  test.each<[answer: Readonly<Record<string, unknown>>, goes: boolean]>([
    [{}, false],
    [{ IsTruncated: false }, false],
    [{ IsTruncated: "False" }, false],
    [{ IsTruncated: true }, true],
    [{ IsTruncated: "yes" }, true],
    [{ Marker: "" }, false],
    [{ Marker: null }, false],
    [{ Marker: "AAA" }, true],
    [{ IsTruncated: false, NextToken: "AAA" }, true],
    [{ Other: "AAA" }, false],
  ])("%j: %s", (answer, goes) => {
    expect(goesOn(answer, "IsTruncated", "Marker", "NextToken")).toBe(goes);
  });
});

describe("a member twice is seen, wherever it stands", () => {
  test.each([
    ["{}", false],
    ['{"a":1,"b":{"a":null}}', false],
    ['{"a":null,"b":[null,1,"x:y",{"c":null}]}', false],
    ['{"a":"\\"b\\":","c":"\\\\"}', false],
    ['{"a":1,"a":1}', true],
    ['[{"a" : 1},{"b":[{"a":1,\n"a"\n: 2}]}]', true],
    ['{"a":{"x":1},"a":{"x":1,"y":2}}', true],
    ["null", false],
    ['"a"', false],
  ])("%s: %s", (text, twice) => {
    expect(hasMemberTwice(text, JSON.parse(text))).toBe(twice);
  });
});

describe("endpoints for KMS", () => {
  const answer = (...endpoints: object[]) => ({
    VpcEndpoints: endpoints.map((one) => ({
      ServiceName: "com.amazonaws.eu-west-1.kms",
      VpcEndpointId: "vpce-1",
      ...one,
    })),
  });
  const whole = { name: "the default endpoint policy" };
  test.each<[what: string, endpoint: object]>([
    ["no policy", {}],
    ["an empty one", { PolicyDocument: "" }],
  ])("one with %s lets everything through", (_, endpoint) => {
    expect(readEndpoints("vpc.json", answer(endpoint), "eu-west-1")).toMatchObject([
      { policy: whole, id: "vpce-1" },
    ]);
  });
  test("one with a policy is called by its id, one without an id by the file", () => {
    const policy = '{"Statement":{"Effect":"Allow","Principal":"*","Action":"kms:Decrypt","Resource":"*"}}';
    const [named, nameless] = readEndpoints(
      "vpc.json",
      answer(
        { PolicyDocument: policy, VpcId: "vpc-1" },
        { PolicyDocument: policy, VpcEndpointId: undefined },
      ),
      "eu-west-1",
    );
    expect([named?.policy.name, named?.vpc, nameless?.policy.name, nameless?.id]).toEqual([
      "vpce-1",
      "vpc-1",
      "vpc.json",
      undefined,
    ]);
  });
  test.each([
    ["com.amazonaws.eu-west-1.kms", true],
    ["com.amazonaws.eu-west-1.kms-fips", true],
    ["cn.com.amazonaws.eu-west-1.kms", true],
    ["com.amazonaws.eu-west-2.kms", false],
    ["com.amazonaws.eu-west-1.s3", false],
    ["xcom.amazonaws.eu-west-1.kms", false],
    ["com.amazonaws.eu-west-1.kmsx", false],
  ])("%s is one of this Region: %s", (ServiceName, is) => {
    const read = () => readEndpoints("vpc.json", answer({ ServiceName }), "eu-west-1");
    if (is) expect(read()).toHaveLength(1);
    else expect(read).toThrow("vpc.json has no VPC endpoint for KMS in eu-west-1");
  });
});

describe("grants", () => {
  const key = `arn:aws:kms:eu-west-1:${account}:key/1234`;
  const grant = (rest: object) =>
    readGrants({ Grants: [{ GranteePrincipal: arn("role/App"), Operations: ["Decrypt"], ...rest }] });
  test("what names no operation gives none, and does not hide the others", () => {
    expect(
      grant({ Operations: ["Decrypt", "*", "Encrypt*", "", 7, "De crypt", "kms:Sign"] })[0]?.actions,
    ).toEqual(["kms:Decrypt"]);
  });
  test.each<[what: string, rest: object]>([
    ["no grantee", { GranteePrincipal: undefined }],
    ["no list of operations", { Operations: "Decrypt" }],
  ])("one with %s is left out", (_, rest) => {
    expect(grant(rest)).toEqual([]);
  });
  test("a constraint that is not known by name is told", () => {
    expect(grant({ Constraints: { EncryptionContextSubset: { a: "b", c: 1 }, Newer: {} } })).toMatchObject([
      { otherConstraint: "Newer", encryptionContext: { pairs: new Map([["a", "b"]]), exact: false } },
    ]);
    expect(grant({ Constraints: {} })[0]).not.toHaveProperty("encryptionContext");
  });
  test("those of other keys say nothing of this one", () => {
    const [here, elsewhere, unsaid] = [grant({ KeyId: "1234" }), grant({ KeyId: "5678" }), grant({})].flat();
    expect(grantsOn([here!, elsewhere!, unsaid!], key)).toEqual([here, unsaid]);
    expect(grantsOn([elsewhere!], key)).toBeUndefined();
    expect(grantsOn([], key)).toEqual([]);
    expect(grantsOn([elsewhere!], undefined)).toEqual([elsewhere]);
  });
});

test.each([
  [15, true],
  [16, false],
])("an account below %i others: its way is read: %s", (above, isRead) => {
  const units = Array.from({ length: above - 1 }, (_, i) => `ou-${i}`);
  const way = [account, ...units, "r-1"];
  const levels = readOrganization({
    Organization: { Id: "o-aaaa", MasterAccountId: "999988887777" },
    PolicyTypes: ["SERVICE_CONTROL_POLICY"],
    Parents: Object.fromEntries(way.slice(0, -1).map((one, i) => [one, way[i + 1]])),
    Policies: [],
    Attachments: Object.fromEntries(way.map((one) => [one, []])),
  }).levelsOf(account);
  expect(Array.isArray(levels) ? levels.length : "unknown").toBe(isRead ? above + 1 : "unknown");
});
