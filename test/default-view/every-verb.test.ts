import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PutKeyPolicyCommand } from "@aws-sdk/client-kms";
import { expect, onTestFinished, test } from "vitest";
import { clientsOf } from "../support/aws-clients.ts";
import { newPlace } from "../support/binary.ts";
import { kmspol } from "../support/here.ts";
import { within } from "../support/in-process.ts";
import { samePolicy } from "../support/policies.ts";
import { sandboxForTest } from "../support/sandbox.ts";

// Every verb takes keys and files alike, with --dry-run and with --json, and does nothing the second time.

const own = "111122223333";
const keyArn = `arn:aws:kms:eu-west-1:${own}:key/1234abcd-12ab-34cd-56ef-1234567890ab`;
const use = ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:DescribeKey"];
const administer = [
  ...[
    "Create*",
    "Describe*",
    "Enable*",
    "List*",
    "Put*",
    "Update*",
    "Revoke*",
    "Disable*",
    "Get*",
    "Delete*",
  ],
  ...["TagResource", "UntagResource", "ScheduleKeyDeletion", "CancelKeyDeletion"],
].map((action) => `kms:${action}`);

const statement = (Sid: string, AWS: string | readonly string[], Action: string | readonly string[]) => ({
  ...{ Sid, Effect: "Allow", Principal: { AWS }, Action, Resource: "*" },
});
const role = (name: string, account = own) => `arn:aws:iam::${account}:role/${name}`;

/** A policy on which every verb but prune has something to do. */
const policy = JSON.stringify(
  {
    Version: "2012-10-17",
    Id: "key-consolepolicy-3",
    Statement: [
      statement("Enable IAM User Permissions", `arn:aws:iam::${own}:root`, "kms:*"),
      statement("Allow access for Key Administrators", [role("Admin"), role("Auditor")], administer),
      statement(
        "Allow use of the key",
        [role("App"), role("Auditor"), "arn:aws:iam::999988887777:root"],
        use,
      ),
    ],
  },
  undefined,
  2,
);

const orphaned = policy.replace(`"${role("App")}",`, `"${role("App")}", "AIDACKCEVSQ6C2EXAMPLE",`);

const verbs: readonly (readonly string[])[] = [
  ["add-admin", "role/Deploy", "user/alice"],
  ["remove-admin", "role/Auditor"],
  ["deny-deletion"],
  ["add-user", "role/Deploy", "user/alice"],
  ["remove-user", "role/App", "role/Auditor"],
  ["grant-account", "444455556666", "777788889999"],
  ["revoke-account", "999988887777"],
  ["grant-service", "sns", "sqs", "--source-account", own],
  ["prune"],
  ["upgrade"],
];

/** Something that every change tells a machine. */
const planned = (outcome: string) => ({
  outcome,
  before: expect.any(String) as string,
  after: expect.any(String) as string,
  text: expect.any(String) as string,
  gained: expect.any(Array) as unknown[],
  lost: expect.any(Array) as unknown[],
  findings: expect.any(Array) as unknown[],
});

const folderForTest = async (): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), "kmspol-test-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
};

test.each(verbs)("%s on a file", async (verb = "", ...operands) => {
  const folder = await folderForTest();
  const file = join(folder, "policy.json");
  const before = verb === "prune" ? orphaned : policy;
  await writeFile(file, before);
  const run = (...flags: readonly string[]) =>
    within({ state: folder }, [verb, file, ...operands, "--key-arn", keyArn, ...flags]);

  const dry = await run("--dry-run", "--json");
  expect(JSON.parse(dry.stdout)).toMatchObject({ target: { kind: "file" }, ...planned("planned") });
  expect(await readFile(file, "utf8")).toBe(before);
  expect((await run()).exit).toBe(2);
  expect(await readFile(file, "utf8")).toBe(before);

  const done = await run("--yes", "--json");
  expect([done.exit, JSON.parse(done.stdout)]).toMatchObject([0, planned("changed")]);
  const after = await readFile(file, "utf8");
  expect(after).toBe((JSON.parse(dry.stdout) as { after: string }).after);
  expect(JSON.parse((await run("--yes", "--json")).stdout)).toMatchObject(planned("unchanged"));
  expect(await readFile(file, "utf8")).toBe(after);
});

/** The sandbox knows one other account: it is there already, or is granted. */
const theirs = "444455556666";
const onKey = (verb: string): string =>
  verb === "grant-account"
    ? policy.replace(/,\s*"arn:aws:iam::999988887777:root"/, "")
    : policy.replace("999988887777", theirs);
const keyVerbs = verbs.map(([verb = "", ...operands]) =>
  verb.endsWith("-account") ? [verb, theirs] : [verb, ...operands],
);

test.each(keyVerbs)("%s on a key", async (verb = "", ...operands) => {
  const [state, sandbox] = [await folderForTest(), await sandboxForTest()];
  const key = verb === "prune" ? "alias/orphaned" : "alias/app";
  const run = (...args: readonly string[]) => within({ state, sandbox }, args);
  if (verb !== "prune") {
    const put = { KeyId: keyArn, PolicyName: "default", Policy: onKey(verb) };
    await clientsOf(sandbox).kms.send(new PutKeyPolicyCommand(put));
  }
  const before = sandbox.policyOf(key);

  const dry = await run(verb, key, ...operands, "--dry-run", "--json");
  expect(JSON.parse(dry.stdout)).toMatchObject({ target: { kind: "key" }, ...planned("planned") });
  expect(samePolicy(sandbox.policyOf(key), before)).toBe(true);

  const done = await run(verb, key, ...operands, "--yes", "--json");
  expect([done.exit, JSON.parse(done.stdout)]).toMatchObject([0, { ...planned("changed"), verified: true }]);
  expect(samePolicy(sandbox.policyOf(key), (JSON.parse(dry.stdout) as { after: string }).after)).toBe(true);
  const again = await run(verb, key, ...operands, "--yes");
  expect([again.exit, `${again.stdout}${again.stderr}`]).toEqual([
    0,
    expect.stringContaining(`${key} in ${own}, eu-west-1: nothing to change`),
  ]);
});

test("allow-deletion after deny-deletion gives the bytes back", async () => {
  const folder = await folderForTest();
  const file = join(folder, "policy.json");
  await writeFile(file, policy);
  for (const verb of ["deny-deletion", "allow-deletion"]) {
    expect((await within({ state: folder }, [verb, file, "--yes", "--account", own])).exit).toBe(0);
  }
  expect(await readFile(file, "utf8")).toBe(policy);
});

// What a list on standard input does, the operands do. A line may end in any way; empty ones are nothing.
test.each([
  ["add-admin", "role/Deploy\r\n\r\nuser/alice\r\n", ["role/Deploy", "user/alice"]],
  ["remove-admin", "role/Auditor", ["role/Auditor"]],
  ["add-user", "\nrole/Deploy\n  user/alice  \n", ["role/Deploy", "user/alice"]],
  ["remove-user", "role/App\nrole/Auditor\n", ["role/App", "role/Auditor"]],
  ["grant-account", "444455556666\n777788889999\n", ["444455556666", "777788889999"]],
  ["revoke-account", "999988887777\n", ["999988887777"]],
])("%s takes a list from standard input", async (verb, input, operands) => {
  const place = await newPlace();
  const afterOf = async (listed: readonly string[]) => {
    const file = join(place.work, "policy.json");
    await writeFile(file, policy);
    const args = [verb, file, ...listed, "--key-arn", keyArn, "--yes"];
    expect((await kmspol(place, undefined, args, { input })).exit).toBe(0);
    return readFile(file, "utf8");
  };
  expect(await afterOf(["-"])).toBe(await afterOf(operands));
});
