import { expect, test } from "vitest";
import { addUsers, removeUsers } from "../../src/core-verbs.ts";
import { adminLists, admins, delegation, grants, useLists, users, words } from "./console-policies.ts";
import { accessChange, arn, keys, other, policy, statements, statementsOf, type Short } from "./support.ts";

interface Case {
  readonly name: string;
  readonly key?: keyof typeof keys;
  readonly before: readonly Short[];
  readonly add: readonly string[];
  readonly after: readonly Short[];
  readonly access: readonly string[];
}

const plain = (who: Short["who"], may: Short["may"]): Short => ({ who, may });
const inOrder = <T>(...items: readonly T[]): readonly T[] => items;
const gain = (who: string, what: keyof typeof words) => `+ ${who} ${words[what]}`;

/** Names of condition keys do not depend on case (IAM User Guide, "JSON policy elements: Condition"). */
const oddGrantCondition = { Bool: { "KMS:grantIsForAwsResource": "true" } };

const cases: readonly Case[] = [
  {
    name: "joins both statements of a console policy",
    before: [delegation, admins("role/Ops"), users("role/Old"), grants("role/Old")],
    add: ["role/App"],
    after: [
      ...[delegation, admins("role/Ops")],
      ...[users(["role/Old", "role/App"]), grants(["role/Old", "role/App"])],
    ],
    access: [gain("role/App", "useAndGrants")],
  },
  {
    name: "joins a grants statement whose condition key is written in another case",
    before: [delegation, users("role/Old"), { ...grants("role/Old"), if: oddGrantCondition }],
    add: ["role/App"],
    after: [
      delegation,
      users(["role/Old", "role/App"]),
      { ...grants(["role/Old", "role/App"]), if: oddGrantCondition },
    ],
    access: [gain("role/App", "useAndGrants")],
  },
  {
    name: "an administrator joins both statements, though it has the grants already: the console shows one list",
    before: [delegation, admins("role/Ops"), users("role/Old"), grants("role/Old")],
    add: ["role/Ops"],
    after: [
      ...[delegation, admins("role/Ops")],
      ...[users(["role/Old", "role/Ops"]), grants(["role/Old", "role/Ops"])],
    ],
    access: [`+ role/Ops ${words.use.replace("DescribeKey ", "")}`],
  },
  {
    name: "an administrator is the first user: both statements are made",
    before: [delegation, admins("role/Ops")],
    add: ["role/Ops"],
    after: [delegation, admins("role/Ops"), users("role/Ops"), grants("role/Ops")],
    access: [`+ role/Ops ${words.use.replace("DescribeKey ", "")}`],
  },
  {
    name: "lists that differ in somebody else as well are not made alike",
    before: [delegation, admins("role/Ops"), users(["role/Old", "role/Else"]), grants("role/Old")],
    add: ["role/Ops"],
    after: [
      ...[delegation, admins("role/Ops")],
      ...[users(["role/Old", "role/Else", "role/Ops"]), grants("role/Old")],
    ],
    access: [`+ role/Ops ${words.use.replace("DescribeKey ", "")}`],
  },
  {
    name: "adds both statements where a console policy has no users",
    before: [delegation, admins("role/Ops")],
    add: ["user/Ann"],
    after: [delegation, admins("role/Ops"), users("user/Ann"), grants("user/Ann")],
    access: [gain("user/Ann", "useAndGrants")],
  },
  {
    name: "several at once",
    before: [delegation],
    add: ["user/Ann", "role/ci/Build", arn("role/App")],
    after: [
      delegation,
      users(["user/Ann", "role/ci/Build", "role/App"]),
      grants(["user/Ann", "role/ci/Build", "role/App"]),
    ],
    access: [
      gain("user/Ann", "useAndGrants"),
      gain("role/ci/Build", "useAndGrants"),
      gain("role/App", "useAndGrants"),
    ],
  },
  {
    name: "an external account as 12 digits becomes its root ARN",
    before: [delegation, users("role/App"), grants("role/App")],
    add: [other],
    after: [delegation, users(["role/App", arn("root", other)]), grants(["role/App", arn("root", other)])],
    access: [gain(arn("root", other), "useAndGrants")],
  },
  ...(["rsa", "signing", "agreement", "hmac"] as const).map((key) => ({
    name: `a key for ${key}: its own actions, no grants statement made`,
    key,
    before: [delegation],
    add: ["role/App"],
    after: [delegation, users("role/App", useLists[key])],
    access: [gain("role/App", key)],
  })),
  {
    name: "a signing key that has a grants statement: joined",
    key: "signing",
    before: [delegation, users("role/Old", useLists.signing), grants("role/Old")],
    add: ["role/App"],
    after: [delegation, users(["role/Old", "role/App"], useLists.signing), grants(["role/Old", "role/App"])],
    access: [`+ role/App CreateGrant DescribeKey GetPublicKey ListGrants RevokeGrant Sign Verify`],
  },
  {
    name: "a hand-written statement without Sid that gives just use is joined; the grants statement is made",
    before: [plain("root", "kms:*"), plain("role/Old", useLists.symmetric)],
    add: ["role/App"],
    after: [plain("root", "kms:*"), plain(["role/Old", "role/App"], useLists.symmetric), grants("role/App")],
    access: [gain("role/App", "useAndGrants")],
  },
  {
    name: "the same actions spelled out, in another order and case, are the same right",
    before: [
      delegation,
      plain("role/Old", [
        ...["kms:describekey", "KMS:Decrypt", "kms:Encrypt", "kms:ReEncryptTo", "kms:ReEncryptFrom"],
        ...["kms:GenerateDataKey", "kms:GenerateDataKeyWithoutPlaintext", "kms:GenerateDataKeyPair*"],
      ]),
      grants("role/Old"),
    ],
    add: ["role/App"],
    after: [
      delegation,
      plain(
        ["role/Old", "role/App"],
        [
          ...["kms:describekey", "KMS:Decrypt", "kms:Encrypt", "kms:ReEncryptTo", "kms:ReEncryptFrom"],
          ...["kms:GenerateDataKey", "kms:GenerateDataKeyWithoutPlaintext", "kms:GenerateDataKeyPair*"],
        ],
      ),
      grants(["role/Old", "role/App"]),
    ],
    access: [gain("role/App", "useAndGrants")],
  },
  {
    name: "a statement with a condition is never joined, whatever its Sid; the new Sid is made unique",
    before: [
      delegation,
      { ...users("role/Old"), if: { StringEquals: { "kms:ViaService": "s3.us-east-1.amazonaws.com" } } },
    ],
    add: ["role/App"],
    after: [
      delegation,
      { ...users("role/App"), sid: "Allow use of the key 2" },
      grants("role/App"),
      { ...users("role/Old"), if: { StringEquals: { "kms:ViaService": "s3.us-east-1.amazonaws.com" } } },
    ],
    access: [gain("role/App", "useAndGrants")],
  },
  {
    name: "a wider statement is never joined",
    before: [delegation, users("role/Old", [...useLists.symmetric, "kms:CreateGrant"])],
    add: ["role/App"],
    after: [
      delegation,
      { ...users("role/App"), sid: "Allow use of the key 2" },
      grants("role/App"),
      users("role/Old", [...useLists.symmetric, "kms:CreateGrant"]),
    ],
    access: [gain("role/App", "useAndGrants")],
  },
  {
    name: "of two that fit the one with the console's Sid is joined",
    before: [delegation, plain("role/One", useLists.symmetric), users("role/Two"), grants("role/Two")],
    add: ["role/App"],
    after: [
      ...[delegation, plain("role/One", useLists.symmetric)],
      ...[users(["role/Two", "role/App"]), grants(["role/Two", "role/App"])],
    ],
    access: [gain("role/App", "useAndGrants")],
  },
  {
    name: "a statement for everyone is never joined",
    before: [delegation, plain("*", useLists.symmetric)],
    add: ["role/App"],
    after: [delegation, plain("*", useLists.symmetric), users("role/App"), grants("role/App")],
    access: [gain("role/App", "grants")],
  },
  {
    name: "a statement that names services beside principals is joined in its AWS list",
    before: [delegation, plain({ AWS: arn("role/Old"), Service: "sns.amazonaws.com" }, useLists.symmetric)],
    add: ["role/App"],
    after: [
      delegation,
      plain({ AWS: [arn("role/Old"), arn("role/App")], Service: "sns.amazonaws.com" }, useLists.symmetric),
      grants("role/App"),
    ],
    access: [gain("role/App", "useAndGrants")],
  },
];

test.each(cases)("add-user: $name", ({ key = "symmetric", before, add, after, access }) => {
  const document = policy(...before);
  const result = addUsers(document, add, keys[key]);
  expect(statementsOf(result.document)).toEqual(statements(...after));
  expect(accessChange(document, result.document, keys[key])).toEqual(access);
  expect(addUsers(result.document, add, keys[key]).document).toBe(result.document);
  expect(removeUsers(result.document, add, keys[key]).document.text).toBe(document.text);
});

test.each([
  ["use", [users(["role/Old", "role/Ops"]), grants("role/Old")]],
  ["grants", [users("role/Old"), grants(["role/Old", "role/Ops"])]],
])("an administrator who is in the %s statement alone joins the other, and nobody gains more", (_, there) => {
  const document = policy(
    delegation,
    admins("role/Ops", [...adminLists.A4, ...useLists.symmetric]),
    ...there,
  );
  const both = [users(["role/Old", "role/Ops"]), grants(["role/Old", "role/Ops"])];
  const result = addUsers(document, ["role/Ops"], keys.symmetric).document;
  expect(statementsOf(result)).toEqual(
    statements(delegation, admins("role/Ops", [...adminLists.A4, ...useLists.symmetric]), ...both),
  );
  expect(accessChange(document, result, keys.symmetric)).toEqual([]);
});

test.each([
  ["is in the users' statements already", [delegation, users("role/App"), grants("role/App")]],
  ["has everything by name", [plain(inOrder("root", "role/App"), "kms:*")]],
  [
    "has the rights spread over statements",
    [
      plain("role/App", ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*"]),
      plain(["role/App", "role/Old"], ["kms:GenerateDataKey*", "kms:DescribeKey"]),
      grants("role/App"),
    ],
  ],
])("add-user changes nothing for one who %s", (_, before) => {
  const document = policy(...before);
  expect(addUsers(document, ["role/App"], keys.symmetric).document).toBe(document);
});

test("the path of a role that the policy knows is found by its name", () => {
  const document = policy(delegation, users("role/ci/Build"), grants("role/ci/Build"));
  expect(addUsers(document, ["role/Build"], keys.symmetric).document).toBe(document);
  const session = `arn:aws:sts::111122223333:assumed-role/Build/run-7`;
  const result = addUsers(document, [session], keys.symmetric);
  expect(result.document).toBe(document);
  expect(result.notes.join()).toContain("its role is meant");
});

test("a principal of another account is added, with a note that the other half is missing", () => {
  const document = policy(delegation);
  const result = addUsers(document, [arn("role/Theirs", other)], keys.symmetric);
  expect(statementsOf(result.document)[1]).toMatchObject({ Principal: { AWS: arn("role/Theirs", other) } });
  expect(result.notes.join()).toContain(`grant-account ${keys.symmetric.arn} ${other}`);
});

test("a file of which nothing is told is taken for a symmetric key of the account it delegates to, and says so", () => {
  const document = policy(delegation);
  const result = addUsers(document, ["role/App"], {});
  expect(statementsOf(result.document)).toEqual(
    statements(delegation, users("role/App"), grants("role/App")),
  );
  expect(result.notes.join()).toContain("symmetric encryption key is assumed");
});
