import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { LookedAt } from "../../src/world/looked-at.ts";
import { sandboxForTest } from "../support/sandbox.ts";
import { within } from "../support/in-process.ts";
import type { Sandbox } from "../../src/sandbox/sandbox.ts";
import type { Access } from "../../src/access/types.ts";

// `--iam`: what AWS says now, read as a dump is read, and what could not be read.

const place = async (sandbox: Sandbox, as = "default") => {
  const state = await mkdtemp(join(tmpdir(), "kmspol-live-"));
  const run = (...args: readonly string[]) => within({ state, sandbox, as }, args);
  return {
    run,
    whoCan: async (...more: readonly string[]) => {
      const { stdout, exit, stderr } = await run(
        "who-can",
        "alias/app",
        "kms:Decrypt",
        "--iam",
        "--json",
        ...more,
      );
      const { access, ...looked } = JSON.parse(stdout) as {
        access: Access[];
        lookedAt: LookedAt;
        notLookedAt: string[];
      };
      return { exit, stderr, principals: access.map(({ principal }) => principal).sort(), ...looked };
    },
  };
};

const arn = (what: string) => `arn:aws:iam::111122223333:${what}`;
const everybody = [
  arn("role/Admin"),
  arn("role/App"),
  arn("role/aws-reserved/sso.amazonaws.com/eu-west-1/AWSReservedSSO_PowerUser_0123456789abcdef"),
  arn("role/ci/pipelines/Deploy"),
  arn("role/service/Backup"),
  arn("user/admin"),
  "root-user:111122223333",
];

describe("who-can --iam", () => {
  test("names the people, and the organization stays not known to a member", async () => {
    const { whoCan } = await place(await sandboxForTest());
    const { principals, lookedAt, notLookedAt, exit } = await whoCan();
    expect(exit).toBe(0);
    expect(principals).toEqual(everybody);
    expect(lookedAt).toMatchObject({
      directories: [{ account: "111122223333", roles: 7, users: 5 }],
      scp: "not-known",
      rcp: "not-known",
      grants: true,
    });
    expect(notLookedAt[0]).toMatch(
      /^service and resource control policies \(.*may not organizations:ListRoots\)$/,
    );
  });

  test("an account of no organization has no such policies, and that is known", async () => {
    const sandbox = await sandboxForTest();
    Object.assign(sandbox.state, { organization: undefined });
    const { lookedAt, notLookedAt } = await (await place(sandbox)).whoCan();
    expect(lookedAt).toMatchObject({ scp: "none", rcp: "none" });
    expect(notLookedAt).toEqual(["session policies", "VPC endpoint policies"]);
  });

  test("a resource control policy does not bind a key that AWS manages", async () => {
    const place = await mkdtemp(join(tmpdir(), "kmspol-live-"));
    const policy = (Id: string, Type: string, Effect: string) => ({
      PolicySummary: { Id, Name: Id, Type },
      Content: JSON.stringify({ Statement: { Effect, Principal: "*", Action: "kms:*", Resource: "*" } }),
    });
    const organization = {
      Organization: { Id: "o-exampleorg", MasterAccountId: "999988887777" },
      PolicyTypes: ["RESOURCE_CONTROL_POLICY"],
      Parents: { "111122223333": "r-exam" },
      Policies: [policy("p-no", "RESOURCE_CONTROL_POLICY", "Deny")],
      Attachments: { "r-exam": ["p-no"], "111122223333": [] },
    };
    const file = join(place, "organization.json");
    await writeFile(file, JSON.stringify(organization));
    const sandbox = await sandboxForTest();
    const run = (...args: readonly string[]) =>
      within({ state: place, sandbox, as: "default" }, [...args, "--iam", "--iam-data", file]);
    const admin = ["role/Admin", "kms:DescribeKey"];
    const [own, ours] = [await run("can", "alias/aws/s3", ...admin), await run("can", "alias/app", ...admin)];
    expect([own.exit, ours.exit]).toEqual([0, 1]);
    expect(own.stdout).toContain("resource control policies: none");
    expect((await run("who-can", "alias/aws/s3", "kms:DescribeKey")).stdout).toContain("role/Admin");
    expect((await run("who-can", "alias/app", "kms:DescribeKey")).stdout).toMatch(/^nobody/);
  });

  test("whoever may not read IAM is told so, and the account stays one row", async () => {
    const sandbox = await sandboxForTest();
    const reading = [{ Effect: "Allow", Action: ["kms:Get*", "kms:List*"], Resource: "*" }];
    const policy = JSON.stringify({ Version: "2012-10-17", Statement: reading });
    sandbox.state.accounts.get("111122223333")?.roles.get("App")?.policies.set("Read", policy);
    const { principals, notLookedAt, exit } = await (await place(sandbox, "app")).whoCan();
    expect(exit).toBe(0);
    expect(principals).toContain("account:111122223333");
    expect(notLookedAt).toContainEqual(
      expect.stringMatching(/^IAM of 111122223333 \(.*may not iam:GetAccountAuthorizationDetails/),
    );
  });

  test("pages are put together, and a boundary that nobody else bears is looked up", async () => {
    const sandbox = await sandboxForTest();
    const account = sandbox.state.accounts.get("111122223333");
    const admin = account?.roles.get("Admin");
    if (!account || !admin) throw new Error("the sandbox has changed");
    for (let n = 0; n < 1500; n++) {
      const name = `Worker${n}`;
      account.roles.set(name, { ...admin, name, id: `AROAWORKER${String(n).padStart(11, "0")}` });
    }
    admin.boundary = "arn:aws:iam::aws:policy/ViewOnlyAccess";
    const { principals, lookedAt } = await (await place(sandbox)).whoCan();
    expect(lookedAt.directories).toMatchObject([{ roles: 1507 }]);
    expect(principals).toContain(arn("role/Worker1499"));
    expect(
      sandbox.requests.filter(({ operation }) => operation === "GetAccountAuthorizationDetails"),
    ).toHaveLength(2);
    expect(sandbox.requests.map(({ operation }) => operation)).toContain("GetPolicyVersion");
    const { lookedAt: without } = await (await place(sandbox)).whoCan();
    expect(without.directories).toMatchObject([{ roles: 1507 }]);
  });

  const twoPages = async () => {
    const sandbox = await sandboxForTest();
    const account = sandbox.state.accounts.get("111122223333");
    const admin = account?.roles.get("Admin");
    if (!account || !admin) throw new Error("the sandbox has changed");
    for (let n = 0; n < 1000; n++) account.roles.set(`W${n}`, { ...admin, name: `W${n}` });
    const operation = "GetAccountAuthorizationDetails";
    const failOnSecond = (error: string) =>
      sandbox.before(operation, () => {
        sandbox.before(operation, () => sandbox.faults.failNext({ operation, error, count: 1 }));
      });
    return { sandbox, failOnSecond };
  };

  test("no permission on the second page: what came before it is no account", async () => {
    const { sandbox, failOnSecond } = await twoPages();
    failOnSecond("AccessDenied");
    const { principals, lookedAt, notLookedAt } = await (await place(sandbox)).whoCan();
    expect(lookedAt.directories).toEqual([]);
    expect(principals).toContain("account:111122223333");
    expect(notLookedAt).toContainEqual(expect.stringMatching(/may not iam:GetAccountAuthorizationDetails/));
  });

  test("throttled on the second page, it is asked again", async () => {
    const { sandbox, failOnSecond } = await twoPages();
    failOnSecond("Throttling");
    const { lookedAt } = await (await place(sandbox)).whoCan();
    expect(lookedAt.directories).toMatchObject([{ roles: 1007 }]);
  });
});

test("can and diff take --iam as well", async () => {
  const sandbox = await sandboxForTest();
  const { run } = await place(sandbox);
  const can = await run("can", "alias/app", "role/ci/pipelines/Deploy", "kms:Decrypt", "--iam", "--json");
  expect(can.exit).toBe(0);
  expect(JSON.parse(can.stdout)).toMatchObject({ decision: "allowed" });
  const diff = await run("diff", "alias/app", "alias/reports", "--iam", "--json");
  const { lost } = JSON.parse(diff.stdout) as { lost: Access[] };
  expect(lost.map(({ principal }) => principal)).toContain(arn("role/ci/pipelines/Deploy"));
});
