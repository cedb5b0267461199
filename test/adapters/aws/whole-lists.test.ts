import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { readAccount } from "../../../src/adapters/aws/iam-account.ts";
import { createIdentityDirectory } from "../../../src/adapters/aws/iam-directory.ts";
import { attachedPolicies, groupsOf, inlinePolicies } from "../../../src/adapters/aws/iam-policies.ts";
import { listGrants, listKeys, listTags } from "../../../src/adapters/aws/kms-lists.ts";
import { attachedAnywhere, attachedTo } from "../../../src/adapters/aws/organization-policies.ts";
import { wholeTree } from "../../../src/adapters/aws/organization-tree.ts";
import { type Answer, oddAws, xml } from "../../support/odd-aws.ts";
import { type Answers, answering, type Call, type Input } from "./answering.ts";

// Each list of AWS comes in pages: the next one is asked for with the marker of the one before, and about the same.

beforeEach(() => {
  vi.stubEnv("AWS_ACCESS_KEY_ID", "AKIAIOSFODNN7EXAMPLE");
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "secret");
});
afterEach(() => void vi.unstubAllEnvs());

/** Two pages of `list` by a marker, as IAM and KMS (`isTruncated`) give them. */
const marked =
  (list: string, one: unknown, two: unknown, names: readonly [truncated: string, next: string]) =>
  ({ Marker }: Input): unknown =>
    Marker === undefined
      ? { [list]: [one], [names[0]]: true, [names[1]]: "more" }
      : { [list]: [two], [names[0]]: false };
const iam = (list: string, one: unknown, two: unknown) => marked(list, one, two, ["IsTruncated", "Marker"]);
const kms = (list: string, one: unknown, two: unknown) => marked(list, one, two, ["Truncated", "NextMarker"]);
/** The same of Organizations. */
const tokens =
  (list: string, one: unknown, two: unknown) =>
  ({ NextToken }: Input): unknown =>
    NextToken === undefined ? { [list]: [one], NextToken: "more" } : { [list]: [two] };

const documents: Answers = {
  GetUserPolicy: ({ PolicyName }) => ({ PolicyDocument: String(PolicyName) }),
  GetRolePolicy: ({ PolicyName }) => ({ PolicyDocument: String(PolicyName) }),
  GetGroupPolicy: ({ PolicyName }) => ({ PolicyDocument: String(PolicyName) }),
  GetPolicy: () => ({ Policy: { DefaultVersionId: "v1" } }),
  GetPolicyVersion: ({ PolicyArn }) => ({ PolicyVersion: { Document: String(PolicyArn) } }),
};

const grant = (id: string) => ({ GrantId: id, GranteePrincipal: "arn:x", Operations: ["Decrypt"] });
const own = "111122223333";

const names = (policies: readonly { readonly name: string }[]) => policies.map(({ name }) => name);

describe("both pages are read, and the second one is asked for as the first was", () => {
  test.each<
    [
      operation: string,
      page: (input: Input) => unknown,
      read: (call: Call) => Promise<unknown>,
      found: unknown,
    ]
  >([
    [
      "ListGroupsForUser",
      iam("Groups", { GroupName: "a" }, { GroupName: "b" }),
      (call) => groupsOf(call, "ana"),
      ["a", "b"],
    ],
    ...(["User", "Role", "Group"] as const).flatMap((title) => {
      const kind = title.toLowerCase() as "user" | "role" | "group";
      return [
        [
          `List${title}Policies`,
          iam("PolicyNames", "a", "b"),
          async (call: Call) => names(await inlinePolicies(call, kind, "x")),
          ["a", "b"],
        ] as const,
        [
          `ListAttached${title}Policies`,
          iam("AttachedPolicies", { PolicyArn: "a" }, { PolicyArn: "b" }),
          async (call: Call) => names(await attachedPolicies(call, kind, "x")),
          ["a", "b"],
        ] as const,
      ].map(
        (row) => [...row] as [string, (input: Input) => unknown, (call: Call) => Promise<unknown>, unknown],
      );
    }),
    [
      "ListGrants",
      kms("Grants", grant("a"), grant("b")),
      async (call) => (await listGrants(call, "k")).map(({ id }) => id),
      ["a", "b"],
    ],
    [
      "ListResourceTags",
      kms("Tags", { TagKey: "a", TagValue: "1" }, { TagKey: "b", TagValue: "" }),
      async (call) => [...(await listTags(call, "k"))],
      [
        ["a", "1"],
        ["b", ""],
      ],
    ],
    [
      "ListPoliciesForTarget",
      tokens("Policies", { Id: "a" }, { Id: "b" }),
      async (call) => [...(await attachedTo(call, [own], ["SERVICE_CONTROL_POLICY"]))],
      [[own, ["a", "b"]]],
    ],
  ])("%s", async (operation, page, read, found) => {
    const { call, asked } = answering({ ...documents, [operation]: page });
    expect(await read(call)).toEqual(found);
    const [first = "", second = "", ...others] = asked.filter((one) => one.startsWith(`${operation} `));
    expect(others).toEqual([]);
    expect(second).toContain('"more"');
    expect(second.replace(/,"(?:Marker|NextToken)":"more"/, "")).toBe(first);
  });
});

test("keys and their aliases, which come in pages of their own", async () => {
  const key = (id: string) => ({ KeyId: id, KeyArn: `arn:${id}` });
  const alias = (AliasName: string, TargetKeyId: string) => ({ AliasName, TargetKeyId });
  const { call } = answering({
    ListKeys: kms("Keys", key("1"), key("2")),
    ListAliases: kms("Aliases", alias("alias/b", "1"), alias("alias/a", "1")),
  });
  const found = [];
  for await (const { id, aliases } of listKeys(call)) found.push([id, aliases]);
  expect(found).toEqual([
    ["1", ["alias/a", "alias/b"]],
    ["2", []],
  ]);
});

test("units, accounts, and where the policies of an organization are", async () => {
  const { call } = answering({
    ListOrganizationalUnitsForParent: (input) =>
      input["ParentId"] === "r"
        ? tokens("OrganizationalUnits", { Id: "ou-a" }, { Id: "ou-b" })(input)
        : { OrganizationalUnits: [] },
    ListAccountsForParent: (input) =>
      input["ParentId"] === "ou-b" ? tokens("Accounts", { Id: own }, { Id: "2" })(input) : { Accounts: [] },
    ListPolicies: tokens("Policies", { Id: "p" }, { Id: "q" }),
    ListTargetsForPolicy: (input) =>
      input["PolicyId"] === "q"
        ? tokens("Targets", { TargetId: own }, { TargetId: "r" })(input)
        : { Targets: [] },
  });
  expect([...(await wholeTree(call, "r"))].sort()).toEqual([
    [own, "ou-b"],
    ["2", "ou-b"],
    ["ou-a", "r"],
    ["ou-b", "r"],
  ]);
  expect([...(await attachedAnywhere(call, [own], ["SERVICE_CONTROL_POLICY"]))].sort()).toEqual([
    [own, ["q"]],
    ["r", ["q"]],
  ]);
});

test("an account: what its pages hold together", async () => {
  const lists = (name: string) => ({
    UserDetailList: [{ UserName: name }],
    RoleDetailList: [{ RoleName: name }, { RoleName: `${name}${name}` }],
    GroupDetailList: [],
    Policies: [],
  });
  const { call, asked } = answering({
    GetAccountAuthorizationDetails: ({ Marker }) =>
      Marker === undefined
        ? { ...lists("a"), IsTruncated: true, Marker: "more" }
        : { ...lists("b"), IsTruncated: false },
  });
  const seen: number[] = [];
  const { details, notRead } = await readAccount(call, (count) => seen.push(count));
  expect(details).toEqual({
    UserDetailList: [{ UserName: "a" }, { UserName: "b" }],
    RoleDetailList: [{ RoleName: "a" }, { RoleName: "aa" }, { RoleName: "b" }, { RoleName: "bb" }],
    ...{ GroupDetailList: [], Policies: [] },
  });
  expect([seen, notRead, asked]).toEqual([
    [3, 6],
    [],
    [
      'GetAccountAuthorizationDetails {"MaxItems":1000}',
      'GetAccountAuthorizationDetails {"MaxItems":1000,"Marker":"more"}',
    ],
  ]);
});

/** A page of a listing by IAM's Query protocol: the first one says where it goes on. */
const listed =
  (operation: string, list: string, member: (name: string) => string): Answer =>
  (response, asked) => {
    const isSecond = /[?&]Marker=more(?:&|$)/.test(`&${asked}`);
    const rest = isSecond
      ? "<IsTruncated>false</IsTruncated>"
      : "<IsTruncated>true</IsTruncated><Marker>more</Marker>";
    xml(operation, `<${list}><member>${member(isSecond ? "b" : "a")}</member></${list}>${rest}`)(
      response,
      asked,
    );
  };
const entry = (title: string) => (name: string) =>
  `<Path>/</Path><${title}Name>${name}</${title}Name><${title}Id>ID</${title}Id><Arn>arn:aws:iam::${own}:${title.toLowerCase()}/${name}</Arn><CreateDate>2026-01-01T00:00:00Z</CreateDate>`;

test.each(["user", "role", "group"] as const)("everybody of an account, in two pages: %s", async (kind) => {
  const title = `${kind[0]?.toUpperCase() ?? ""}${kind.slice(1)}`;
  const { settings } = await oddAws({
    [`List${title}s`]: listed(`List${title}s`, `${title}s`, entry(title)),
  });
  const found: unknown[] = [];
  for await (const one of createIdentityDirectory(settings).list(kind)) found.push(`${one.kind}/${one.name}`);
  expect(found).toEqual([`${kind}/a`, `${kind}/b`]);
});

test("the members of a group, in two pages", async () => {
  const { settings } = await oddAws({ GetGroup: listed("GetGroup", "Users", entry("User")) });
  const members = await createIdentityDirectory(settings).members("devs");
  expect(members.map(({ arn }) => arn)).toEqual([`arn:aws:iam::${own}:user/a`, `arn:aws:iam::${own}:user/b`]);
});
