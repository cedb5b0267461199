import { expect, test } from "vitest";
import { grantsOn } from "../../src/world/read-grants.ts";
import { readWorld } from "../../src/world/read-world.ts";

const dump = (account: string) => ({
  UserDetailList: [],
  GroupDetailList: [],
  RoleDetailList: [{ RoleName: "App", Arn: `arn:aws:iam::${account}:role/App` }],
  Policies: [],
});
const organization = { Organization: { Id: "o-aaaa", MasterAccountId: "999988887777" } };
const grants = {
  Grants: [
    {
      GrantId: "g1",
      GranteePrincipal: "dynamodb.us-west-2.amazonaws.com",
      IssuingAccount: "arn:aws:iam::444455556666:root",
      Operations: ["Decrypt", "DescribeKey"],
      Constraints: { EncryptionContextEquals: { team: "a" } },
    },
    { GrantId: "g2", GranteePrincipal: "x", Operations: ["Sign"], Constraints: { SourceArn: "arn:x" } },
  ],
};

test("files are told apart by what they hold", () => {
  const files = [dump("111122223333"), dump("444455556666"), organization, grants];
  const world = readWorld(files.map((value, place) => ({ name: `${place}.json`, value })));
  expect([...world.directories.keys()]).toEqual(["111122223333", "444455556666"]);
  expect(world.organizations.map(({ id }) => id)).toEqual(["o-aaaa"]);
  expect(world.grants).toEqual([
    {
      id: "g1",
      grantee: "dynamodb.us-west-2.amazonaws.com",
      actions: ["kms:Decrypt", "kms:DescribeKey"],
      issuingAccount: "444455556666",
      encryptionContext: { pairs: new Map([["team", "a"]]), exact: true },
    },
    {
      id: "g2",
      grantee: "x",
      actions: ["kms:Sign"],
      issuingAccount: undefined,
      otherConstraint: "SourceArn",
    },
  ]);
});

test.each([
  ["no grantee", { GrantId: "g3", Operations: ["Decrypt"] }],
  ["no operations", { GrantId: "g3", GranteePrincipal: "x" }],
  ["no object", 5],
])("a list of grants with an entry that has %s is refused: whom it serves is not known", (_, entry) => {
  const read = () => readWorld([{ name: "g.json", value: { Grants: [...grants.Grants, entry] } }]);
  expect(read).toThrow("an entry that is no grant");
});

test("without a file about them, grants are not known, which is not none", () => {
  expect(readWorld([]).grants).toBeUndefined();
  expect(readWorld([{ name: "g.json", value: { Grants: [] } }]).grants).toEqual([]);
});

const keyOf = (id: string) => `arn:aws:kms:eu-west-1:111122223333:key/${id}`;

test.each<readonly [what: string, keys: readonly (string | undefined)[], ids: readonly string[] | undefined]>(
  [
    ["of this key, by ARN and by id", [keyOf("a"), "a"], ["g0", "g1"]],
    ["of this key among others", [keyOf("b"), keyOf("a")], ["g1"]],
    ["of another key alone: of this one nothing is known", [keyOf("b")], undefined],
    ["that do not tell their key", [undefined], ["g0"]],
    ["none at all", [], []],
  ],
)("grants %s", (_, keys, ids) => {
  const list = keys.map((KeyId, n) => ({ GrantId: `g${n}`, GranteePrincipal: "x", Operations: [], KeyId }));
  const own = grantsOn(readWorld([{ name: "g", value: { Grants: list } }]).grants, keyOf("a"));
  expect(own?.map(({ id }) => id)).toEqual(ids);
});

test.each([
  ["two files of one account", [dump("111122223333"), dump("111122223333")], "iam-data-twice", /^1\.json /],
  [
    "two organizations with one account",
    ["o-a", "o-b"].map((Id) => ({
      Organization: { Id, MasterAccountId: "999988887777" },
      PolicyTypes: [],
      Parents: { "111122223333": "r-1" },
      Attachments: {},
    })),
    "iam-data-twice",
    /^1\.json .* account 111122223333$/,
  ],
  ["a file of another shape", [{ Buckets: [] }], "unknown-iam-data", /^0\.json: /],
  ["a list", [[]], "unknown-iam-data", /^0\.json: /],
  ["no JSON object", ["text"], "unknown-iam-data", /^0\.json: /],
  ["grants that go on", [{ ...grants, Truncated: true }], "iam-data-cut", /^0\.json: /],
  ["grants that go on, as a text", [{ ...grants, Truncated: "True" }], "iam-data-cut", /^0\.json: /],
  ["grants with the marker of a next page", [{ ...grants, NextMarker: "x" }], "iam-data-cut", /^0\.json: /],
  ["grants cut by the CLI", [{ ...grants, NextToken: "x" }], "iam-data-cut", /^0\.json: /],
  ["a dump that goes on", [{ ...dump("111122223333"), NextToken: "x" }], "iam-data-cut", /^0\.json: /],
])("%s: refused, the file named", (_, values, code, message) => {
  const reading = () => readWorld(values.map((value, place) => ({ name: `${place}.json`, value })));
  expect(reading).toThrow(
    expect.objectContaining({ code, message: expect.stringMatching(message) as string }) as Error,
  );
});
