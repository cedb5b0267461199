import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { Access } from "../../src/access/types.ts";
import type { LookedAt } from "../../src/world/looked-at.ts";
import { writeProfiles } from "../../src/sandbox/profiles.ts";
import { newPlace } from "../support/binary.ts";
import { kmspol } from "../support/here.ts";
import { sandboxForTest } from "../support/sandbox.ts";
import { within } from "../support/in-process.ts";

// Files and what AWS says now, together: files win for the accounts, organizations and grants that they hold; the rest is asked for.

const [main, partner] = ["111122223333", "444455556666"];
const arn = (what: string, account = main) => `arn:aws:iam::${account}:${what}`;
const allow = (AWS: string) => ({ Effect: "Allow", Principal: { AWS }, Action: "kms:*", Resource: "*" });

const place = async (policy: readonly object[]) => {
  const [sandbox, home] = [await sandboxForTest(), await newPlace()];
  sandbox.setPolicy("alias/app", JSON.stringify({ Statement: policy }));
  const environment = { ...sandbox.environment, ...(await writeProfiles(sandbox, join(home.root, "aws"))) };
  const file = join(home.root, "data.json");
  const whoCan = async (value: object | undefined, ...more: readonly string[]) => {
    if (value) await writeFile(file, JSON.stringify(value));
    const data = value ? ["--iam-data", file] : [];
    const before = sandbox.requests.length;
    const asked = ["who-can", "alias/app", "kms:Decrypt", "--json", ...data, ...more];
    const { stdout, exit, stderr } = await kmspol(home, undefined, asked, { environment });
    expect([exit, stderr]).toEqual([0, ""]);
    const { access, ...looked } = JSON.parse(stdout) as {
      access: Access[];
      lookedAt: LookedAt;
      notLookedAt: string[];
    };
    const operations = sandbox.requests.slice(before).map(({ operation }) => operation);
    return { words: access.map(({ principal }) => principal), operations, ...looked };
  };
  return { sandbox, whoCan };
};

/** A dump of an account with one role that may do everything. */
const dump = (account: string, name: string) => ({
  UserDetailList: [],
  GroupDetailList: [],
  Policies: [],
  RoleDetailList: [
    {
      ...{ RoleName: name, Arn: arn(`role/${name}`, account), RoleId: "AROAFILE", Path: "/" },
      RolePolicyList: [
        { PolicyName: "all", PolicyDocument: { Statement: { Effect: "Allow", Action: "*", Resource: "*" } } },
      ],
    },
  ],
});
const detail = "GetAccountAuthorizationDetails";

test("a file about the key's account wins, and its IAM is not asked", async () => {
  const { whoCan } = await place([allow(arn("root")), allow(arn("root", partner))]);
  const { words, operations, lookedAt } = await whoCan(dump(main, "FromFile"), "--iam");
  expect(words).toContain(arn("role/FromFile"));
  expect(words).not.toContain(arn("role/Admin"));
  expect(operations).not.toContain(detail);
  expect(lookedAt.directories).toMatchObject([{ account: main, roles: 1, users: 0 }]);
  expect(words).toContain(`account:${partner}`);
});

test("with a profile of another account its IAM is asked beside a file about the key's account", async () => {
  const { whoCan } = await place([allow(arn("root")), allow(arn("root", partner))]);
  const both = await whoCan(dump(main, "FromFile"), "--account-profile", "partner");
  expect(both.words).toContain(arn("role/FromFile"));
  expect(both.words).not.toContain(`account:${partner}`);
  expect(both.words.some((word) => word.startsWith(`arn:aws:iam::${partner}:`))).toBe(true);
  expect(both.operations.filter((operation) => operation === detail)).toHaveLength(1);
  expect(both.lookedAt.directories.map(({ account }) => account).sort()).toEqual([main, partner]);
  const other = await whoCan(dump(partner, "Theirs"), "--account-profile", "partner");
  expect(other.words).toContain(arn("role/Theirs", partner));
  expect(other.words).toContain(arn("role/Admin"));
  expect(other.operations.filter((operation) => operation === detail)).toHaveLength(1);
});

test("an organization file and a list of grants win over what AWS says of them now", async () => {
  const { whoCan } = await place([allow(arn("root"))]);
  const denies = {
    Organization: { Id: "o-file", MasterAccountId: "999988887777" },
    PolicyTypes: ["SERVICE_CONTROL_POLICY"],
    Parents: { [main]: "r-1" },
    Policies: [
      {
        PolicySummary: { Id: "p-1", Name: "none", Type: "SERVICE_CONTROL_POLICY" },
        Content: JSON.stringify({ Statement: { Effect: "Deny", Action: "kms:*", Resource: "*" } }),
      },
    ],
    Attachments: { "r-1": ["p-1"], [main]: ["p-1"] },
  };
  const grant = {
    ...{ GrantId: "g-file", GranteePrincipal: arn("user/carol"), Operations: ["Decrypt"] },
    IssuingAccount: arn("root"),
  };
  const capped = await whoCan(denies, "--iam");
  expect(capped.words).toEqual([]);
  expect(capped.lookedAt).toMatchObject({ scp: "known", grants: true });
  expect(capped.operations).not.toContain("ListRoots");
  const granted = await whoCan({ Grants: [grant] }, "--iam");
  expect(granted.words).toContain(arn("user/carol"));
  expect((await whoCan(undefined, "--iam")).words).not.toContain(arn("user/carol"));
});

test.each<readonly [operator: string, values: string | readonly string[]]>([
  ["StringEquals", "x"],
  ["StringNotEquals", "x"],
  ["StringEqualsIfExists", "x"],
  ["Null", "true"],
  ["Null", "false"],
  ["ForAllValues:StringEquals", ["x"]],
])(
  "a Deny under a key that nobody knows (%s %s) is told as open, whatever a call then meets",
  async (operator, values) => {
    const { sandbox, whoCan } = await place([allow(arn("root"))]);
    const app = sandbox.state.accounts.get(main)?.roles.get("App");
    const guard = { [operator]: { "aws:NewThing": values } };
    const Statement = [
      { Effect: "Allow", Action: "kms:*", Resource: "*" },
      { Effect: "Deny", Action: "kms:*", Resource: "*", Condition: guard },
    ];
    app?.policies.set("New", JSON.stringify({ Version: "2012-10-17", Statement }));
    const { words } = await whoCan(undefined, "--iam");
    expect(words).toContain(arn("role/App"));
    const state = await mkdtemp(join(tmpdir(), "kmspol-unknown-key-"));
    const asked = ["can", "alias/app", "role/App", "kms:DescribeKey", "--iam", "--json"];
    const can = await within({ state, sandbox }, asked);
    expect(JSON.parse(can.stdout)).toMatchObject({
      undecided: expect.stringContaining("aws:NewThing") as string,
    });
    // The call itself is let in or not: neither was claimed.
    const call = await within({ state, sandbox, as: "app" }, ["get", "alias/app"]);
    expect([0, 5]).toContain(call.exit);
  },
);
