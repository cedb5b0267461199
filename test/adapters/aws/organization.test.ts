import { expect, test } from "vitest";
import { readOrganization } from "../../../src/adapters/aws/organization.ts";
import type { OrganizationsCall } from "../../../src/adapters/aws/organizations-client.ts";
import { AwsError } from "../../../src/errors.ts";

// An organization of two levels, asked for by an account in it: what is read of it, and what is asked for that.

const [management, own, other, stranger] = ["111111111111", "222222222222", "333333333333", "999999999999"];
const parents: Readonly<Record<string, string>> = {
  ...{ [management]: "r-ab12", [own]: "ou-deep", [other]: "ou-top", "ou-deep": "ou-top", "ou-top": "r-ab12" },
};
const attached: Readonly<Record<string, readonly string[]>> = {
  "r-ab12": ["p-full"],
  "ou-top": ["p-full", "p-top"],
  [own]: ["p-own"],
};

const childrenOf = (parent: string, isUnit: boolean) =>
  Object.entries(parents)
    .filter(([child, above]) => above === parent && child.startsWith("ou-") === isUnit)
    .map(([Id]) => ({ Id }));

const ids = (list: readonly string[]) => list.map((Id) => ({ Id }));

type Answers = Readonly<Record<string, (about: string) => unknown>>;

const usual: Answers = {
  DescribeOrganization: () => ({ Organization: { Id: "o-abcdefghij", MasterAccountId: management } }),
  ListRoots: () => ({
    Roots: [
      {
        Id: "r-ab12",
        PolicyTypes: [
          { Type: "SERVICE_CONTROL_POLICY", Status: "ENABLED" },
          { Type: "RESOURCE_CONTROL_POLICY", Status: "PENDING_DISABLE" },
        ],
      },
    ],
  }),
  ListParents: (child) => {
    const parent = parents[child];
    if (parent === undefined) throw new AwsError("not-found", `${child} does not exist`);
    return { Parents: ids([parent]) };
  },
  ListOrganizationalUnitsForParent: (parent) => ({ OrganizationalUnits: childrenOf(parent, true) }),
  ListAccountsForParent: (parent) => ({ Accounts: childrenOf(parent, false) }),
  ListPoliciesForTarget: (target) => ({ Policies: ids(attached[target] ?? []) }),
  ListPolicies: () => ({ Policies: ids(["p-own", "p-full", "p-top"]) }),
  ListTargetsForPolicy: (policy) => ({
    Targets: Object.keys(attached)
      .filter((target) => attached[target]?.includes(policy))
      .map((TargetId) => ({ TargetId })),
  }),
  DescribePolicy: (Id) => ({ Policy: { PolicySummary: { Id }, Content: "{}" } }),
};

const organization = (more: Answers = {}) => {
  const asked: string[] = [];
  const call: OrganizationsCall = async <Output>(operation: string, about: string) => {
    asked.push(`${operation} ${about}`.trim());
    return Promise.resolve(({ ...usual, ...more }[operation]?.(about) ?? {}) as Output);
  };
  return { call, asked };
};

const denied = (): never => {
  throw new AwsError("access-denied", "it may not");
};

test("the way up from one's own account and from those that are asked for, and what is attached on it", async () => {
  const { call, asked } = organization();
  const { value, notRead } = await readOrganization(call, {
    ...{ own, accounts: [other, stranger], everything: false },
  });
  expect(notRead).toEqual([]);
  expect(value).toMatchObject({
    Organization: { Id: "o-abcdefghij", MasterAccountId: management },
    PolicyTypes: ["SERVICE_CONTROL_POLICY"],
    Parents: { [own]: "ou-deep", "ou-deep": "ou-top", "ou-top": "r-ab12", [other]: "ou-top" },
    Attachments: { "r-ab12": ["p-full"], "ou-top": ["p-full", "p-top"], [own]: ["p-own"], [other]: [] },
  });
  // The root has no parent, and what is known already is not asked for again.
  expect(asked.filter((one) => one.startsWith("ListParents"))).toEqual([
    ...[`ListParents ${own}`, "ListParents ou-deep", "ListParents ou-top"],
    ...[`ListParents ${other}`, `ListParents ${stranger}`],
  ]);
  expect(asked.filter((one) => one.startsWith("DescribePolicy"))).toHaveLength(3);
});

test("all of it: units within units, and several policies on one of them", async () => {
  const { value } = await readOrganization(organization().call, { own, accounts: [], everything: true });
  expect(value).toMatchObject({ Parents: parents });
  const found = (value as { Attachments: Readonly<Record<string, readonly string[]>> }).Attachments;
  const sorted = Object.fromEntries(
    Object.entries(found).map(([target, list]) => [target, [...list].sort()]),
  );
  expect(sorted).toEqual({ ...attached, "ou-deep": [], [other]: [], [management]: [] });
});

test("lists that an answer leaves out were not read", async () => {
  const answers = { ListOrganizationalUnitsForParent: () => ({}), ListAccountsForParent: () => ({}) };
  const asked = { own, accounts: [], everything: true };
  const { notRead } = await readOrganization(organization(answers).call, asked);
  expect(notRead.map(({ because }) => because).join()).toContain(
    "AWS gives a page of a list without the list",
  );
});

test.each<[string, Answers, string, object | undefined, number]>([
  [
    "an account in none",
    {
      DescribeOrganization: () => {
        throw new AwsError("no-organization", "the account is in no organization");
      },
    },
    own,
    { Organization: null, Accounts: [own] },
    0,
  ],
  ["nothing may be read", { DescribeOrganization: denied }, own, undefined, 1],
  ["a member may not see its place", { ListRoots: denied }, own, { Parents: { [own]: null } }, 1],
  ["no policy is over the management account", { ListRoots: denied }, management, { Parents: {} }, 1],
])("%s", async (_, answers, asker, value, unread) => {
  const read = await readOrganization(organization(answers).call, {
    ...{ own: asker, accounts: [], everything: false },
  });
  if (value === undefined) expect(read.value).toBeUndefined();
  else expect(read.value).toMatchObject(value);
  expect((read.value as { Parents?: object } | undefined)?.Parents ?? {}).toEqual(
    (value as { Parents?: object } | undefined)?.Parents ?? {},
  );
  expect(read.notRead).toHaveLength(unread);
});
