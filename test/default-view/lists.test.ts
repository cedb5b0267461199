import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { PutKeyPolicyCommand } from "@aws-sdk/client-kms";
import { expect, test } from "vitest";
import { clientsOf } from "../support/aws-clients.ts";
import { newPlace } from "../support/binary.ts";
import { kmspol } from "../support/here.ts";
import { samePolicy } from "../support/policies.ts";
import { sandboxForTest } from "../support/sandbox.ts";

// Every verb that takes several operands takes them as a list on standard input too: one a line, whatever ends it, with
// empty lines, remarks, spaces around, and the same one twice.

const own = "111122223333";
const [alpha, beta] = ["444455556666", "777788889999"];
const keyArn = `arn:aws:kms:eu-west-1:${own}:key/1234abcd-12ab-34cd-56ef-1234567890ab`;

/** What stands in the policy before: role App as user, role Admin as administrator, these, and an account to revoke. */
const guests = { users: ["role/Auditor", "user/alice"], admins: ["role/Auditor", "user/alice"] };

const lists: readonly (readonly [verb: string, list: string, operands: readonly string[]])[] = [
  [
    "add-admin",
    "# the new ones\nrole/Deploy\r\n\r\n  user/bob  # moved here\nrole/Deploy\n",
    ["role/Deploy", "user/bob"],
  ],
  ["remove-admin", "role/Auditor\r\nuser/alice\r\nrole/Auditor", ["role/Auditor", "user/alice"]],
  ["add-user", "\n\nrole/Deploy\n\tuser/bob\n#user/carol\n", ["role/Deploy", "user/bob"]],
  ["remove-user", "role/Auditor\ruser/alice\r", ["role/Auditor", "user/alice"]],
  ["grant-account", `# partners\n${alpha} # the new one\n\n${alpha}\n#${beta}`, [alpha]],
  ["revoke-account", `${alpha}\r\n# ${beta}\r\n`, [alpha]],
  ["add-group", "finance\ngroup/auditors # by name\nfinance\n", ["finance", "auditors"]],
  ["grant-service", "sns\n# sqs comes later\ns3\nsns\n", ["sns", "s3"]],
];
const flags: Readonly<Record<string, readonly string[]>> = {
  "add-group": ["--expand"],
  "grant-service": ["--source-account", own],
};

const more = (verb: string): readonly string[] => flags[verb] ?? [];

const policyBefore = (text: string, verb: string): string => {
  const outside = verb === "grant-account" ? [] : [`arn:aws:iam::${alpha}:root`];
  const value = JSON.parse(text) as { Statement: { Principal: { AWS: unknown } }[] };
  const arns = (names: readonly string[]) => names.map((name) => `arn:aws:iam::${own}:${name}`);
  const [, admins, ...users] = value.Statement;
  if (admins) admins.Principal.AWS = arns(["role/Admin", ...guests.admins]);
  for (const statement of users)
    statement.Principal.AWS = [...arns(["role/App", ...guests.users]), ...outside];
  return JSON.stringify(value, undefined, 2);
};

const stage = async (verb = "") => {
  const [place, sandbox] = [await newPlace(), await sandboxForTest()];
  const { kms } = clientsOf(sandbox);
  const before = policyBefore(sandbox.policyOf("alias/app"), verb);
  const reset = async () => {
    await kms.send(new PutKeyPolicyCommand({ KeyId: keyArn, PolicyName: "default", Policy: before }));
  };
  await reset();
  return { place, sandbox, before, reset };
};

test.each(lists)("%s on a key", async (verb, input, operands) => {
  const { place, sandbox, before, reset } = await stage(verb);
  const run = (listed: readonly string[], ...others: readonly string[]) =>
    kmspol(place, sandbox, [verb, "alias/app", ...listed, ...more(verb), ...others], { input });

  // Nobody can be asked: standard input is the list.
  const silent = await run(["-"]);
  expect([silent.exit, silent.stderr]).toEqual([2, expect.stringContaining("--yes")]);
  expect(samePolicy(sandbox.policyOf("alias/app"), before)).toBe(true);

  const dry = await run(["-"], "--dry-run", "--json");
  expect(JSON.parse(dry.stdout)).toMatchObject({ outcome: "planned" });
  const listed = await run(["-"], "--yes", "--json");
  expect(JSON.parse(listed.stdout)).toMatchObject({ outcome: "changed", verified: true });
  const byList = sandbox.policyOf("alias/app");
  const again = await run(["-"], "--yes", "--json");
  expect(JSON.parse(again.stdout)).toMatchObject({ outcome: "unchanged" });
  // On another machine: this one knows what it wrote, and would wait long for a read that shows it.
  await reset();
  const elsewhere = await kmspol(await newPlace(), sandbox, [
    verb,
    "alias/app",
    ...operands,
    ...more(verb),
    "--yes",
  ]);
  expect(elsewhere.exit).toBe(0);
  expect(samePolicy(sandbox.policyOf("alias/app"), byList)).toBe(true);
});

test.each(lists)("%s on a file", async (verb, input, operands) => {
  const { place, sandbox, before } = await stage(verb);
  const file = join(place.work, "policy.json");
  const afterOf = async (listed: readonly string[]) => {
    await writeFile(file, before);
    const args = [verb, "policy.json", ...listed, ...more(verb), "--key-arn", keyArn, "--yes"];
    const { exit, stderr } = await kmspol(place, sandbox, args, { input });
    expect([exit, stderr]).toEqual([0, expect.any(String)]);
    return readFile(file, "utf8");
  };
  const byList = await afterOf(["-"]);
  expect(byList).not.toBe(before);
  expect(byList).toBe(await afterOf(operands));
});

test.each(lists)("%s with a list of nothing is refused, nothing is written", async (verb) => {
  const { place, sandbox, before } = await stage();
  for (const input of ["", "\r\n \n", "# nobody yet\n"]) {
    const args = [verb, "alias/app", "-", ...more(verb), "--yes", "--json"];
    const run = await kmspol(place, sandbox, args, { input });
    expect([run.exit, JSON.parse(run.stdout)]).toMatchObject([2, { error: { code: "missing-operand" } }]);
    expect(run.stderr).toContain("the list on standard input is empty\nhint: write one a line");
  }
  expect(samePolicy(sandbox.policyOf("alias/app"), before)).toBe(true);
});

test("operands and a list together; one bad line refuses all; standard input is read once", async () => {
  const { place, sandbox, before } = await stage();
  const run = (input: string, ...args: readonly string[]) => kmspol(place, sandbox, args, { input });
  const both = await run("user/bob\n", "add-user", "alias/app", "role/Deploy", "-", "--dry-run", "--json");
  const { gained } = JSON.parse(both.stdout) as { gained: { principal: string }[] };
  expect([...new Set(gained.map(({ principal }) => principal))].sort()).toEqual([
    ...[`arn:aws:iam::${own}:role/ci/pipelines/Deploy`, `arn:aws:iam::${own}:user/team/bob`],
  ]);
  const bad = await run("role/Deploy\ngroup/finance\n", "add-user", "alias/app", "-", "--yes");
  expect([bad.exit, bad.stderr]).toEqual([2, expect.stringContaining("group/finance is an IAM group")]);
  const twice = await run("role/Deploy\n", "add-user", "-", "-", "--yes");
  expect([twice.exit, twice.stderr]).toEqual([2, expect.stringContaining("only be read once")]);
  expect(samePolicy(sandbox.policyOf("alias/app"), before)).toBe(true);
});
