import { mkdtemp, readdir, readFile, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { Sandbox } from "../../src/sandbox/sandbox.ts";
import { sandboxForTest } from "../support/sandbox.ts";
import { within } from "../support/in-process.ts";

// `collect DIR`: what AWS says, kept in private files that --iam-data reads.

const place = async (given?: Sandbox, as = "default") => {
  const sandbox = given ?? (await sandboxForTest());
  const state = await mkdtemp(join(tmpdir(), "kmspol-collect-"));
  const dir = join(state, "data");
  const run = (...args: readonly string[]) => within({ state, sandbox, as }, args);
  const file = async (name: string) =>
    JSON.parse(await readFile(join(dir, name), "utf8")) as Record<string, unknown>;
  return { sandbox, dir, run, file };
};

const modeOf = async (path: string) => (await stat(path)).mode & 0o777;

test("keeps the account in a private file that --iam-data reads, and answers as --iam does", async () => {
  const { dir, run, file } = await place();
  const { exit, stdout } = await run("collect", dir);
  expect({ exit, stdout }).toEqual({
    exit: 0,
    stdout: `${dir}/iam-111122223333.json: IAM of 111122223333\n`,
  });
  expect(await readdir(dir)).toEqual(["iam-111122223333.json", "not-read.json"]);
  expect(await modeOf(dir)).toBe(0o700);
  expect(await modeOf(join(dir, "iam-111122223333.json"))).toBe(0o600);
  const { RoleDetailList: roles } = await file("iam-111122223333.json");
  expect(roles).toContainEqual(
    expect.objectContaining({
      RoleName: "Deploy",
      RolePolicyList: [
        {
          PolicyName: "Deploy",
          PolicyDocument: {
            Version: "2012-10-17",
            Statement: [{ Effect: "Allow", Action: "kms:*", Resource: "*" }],
          },
        },
      ],
    }),
  );
  const answers = await Promise.all(
    [["--iam"], ["--iam-data", dir]].map(async (flags) => {
      const { stdout: json } = await run("who-can", "alias/app", "--json", ...flags);
      return (JSON.parse(json) as { access: unknown }).access;
    }),
  );
  expect(answers[0]).toEqual(answers[1]);
});

test("with --org the organization, whole, as its management account tells it", async () => {
  const { dir, run, file } = await place(undefined, "management");
  expect(await run("collect", dir, "--org")).toMatchObject({ exit: 0 });
  expect(await file("organization-o-exampleorg.json")).toMatchObject({
    Organization: { Id: "o-exampleorg", MasterAccountId: "888877776666" },
    PolicyTypes: ["SERVICE_CONTROL_POLICY", "RESOURCE_CONTROL_POLICY"],
    Parents: { "111122223333": "ou-exam-workload", "ou-exam-workload": "r-exam" },
    Attachments: { "111122223333": ["p-FullAWSAccess", "p-RCPFullAWSAccess"] },
  });
});

test("a member may not read the organization: told, noted, and never taken for none", async () => {
  const { dir, run, file } = await place();
  const { exit, stderr } = await run("collect", dir, "--org");
  expect(exit).toBe(5);
  expect(stderr).toMatch(/not read: the policies of the organization: .*may not organizations:ListRoots/);
  expect(await file("not-read.json")).toMatchObject({
    NotRead: [{ What: "the policies of the organization" }],
  });
  const { stdout } = await run("who-can", "alias/app", "kms:Decrypt", "--iam-data", dir, "--json");
  expect(JSON.parse(stdout)).toMatchObject({ lookedAt: { scp: "not-known", rcp: "not-known" } });
});

test("what may not be read leaves the older file in place, and says so", async () => {
  const { dir, run, sandbox, file } = await place();
  await run("collect", dir);
  const older = await file("iam-111122223333.json");
  sandbox.faults.failNext({ operation: "GetAccountAuthorizationDetails", error: "AccessDenied", count: 1 });
  const { exit, stdout, stderr } = await run("collect", dir);
  expect({ exit, stdout }).toEqual({ exit: 5, stdout: "" });
  expect(stderr).toMatch(/not read: IAM of 111122223333/);
  expect(await file("iam-111122223333.json")).toEqual(older);
});

test("its own files are replaced, a foreign one is not", async () => {
  const { dir, run, sandbox } = await place();
  expect((await run("collect", dir)).exit).toBe(0);
  expect((await run("collect", dir)).exit).toBe(0);
  await writeFile(join(dir, "iam-111122223333.json"), '{"UserDetailList":[]}');
  const asked = sandbox.requests.filter(({ service }) => service === "iam").length;
  const refused = await run("collect", dir);
  expect(refused.exit).toBe(2);
  expect(refused.stderr).toContain("was not written by kmspol collect");
  expect(await readFile(join(dir, "iam-111122223333.json"), "utf8")).toBe('{"UserDetailList":[]}');
  expect(sandbox.requests.filter(({ service }) => service === "iam")).toHaveLength(asked);
});

test.each([
  ["a file in its place", "data", "it is no folder|a file is in the way"],
  ["a folder that cannot be made", "data/below", "a file is in the way"],
])("%s is refused in words", async (_, name, words) => {
  const { dir, run } = await place();
  await writeFile(dir, "");
  const { exit, stderr } = await run("collect", join(dir, "..", name));
  expect(exit).toBe(2);
  expect(stderr).toMatch(new RegExp(words));
});
