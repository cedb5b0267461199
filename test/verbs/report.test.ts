import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { newPlace } from "../support/binary.ts";
import { kmspol } from "../support/here.ts";
import { sandboxForTest } from "../support/sandbox.ts";

// `kmspol report`: one page, and the same as tables.

const arn = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";
const root = { Effect: "Allow", Principal: { AWS: "111122223333" }, Action: "kms:*", Resource: "*" };
const open = { Effect: "Allow", Principal: "*", Action: "kms:Decrypt", Resource: "*" };
const policy = { Version: "2012-10-17", Statement: [root, open] };
const hostile = "alias/</script><script>alert(1)</script>\u202Egnp";
const row = (aliases: readonly string[]) =>
  JSON.stringify({
    arn,
    policy: JSON.stringify(policy),
    spec: "SYMMETRIC_DEFAULT",
    usage: "ENCRYPT_DECRYPT",
    aliases,
  });

const report = async (args: string, input: string) => {
  const place = await newPlace();
  await writeFile(join(place.work, "keys.jsonl"), input);
  const run = await kmspol(place, undefined, ["report", "--from", "keys.jsonl", ...args.split(" ")]);
  return { ...run, place };
};

test("the page asks nothing of a server, and no name of a key gets out of its data", async () => {
  const { exit, stdout } = await report("--format html", `${row([hostile])}\n`);
  expect(exit).toBe(0);
  expect(stdout).toContain("default-src 'none'; script-src 'sha256-");
  expect(stdout).not.toMatch(/https?:\/\//);
  expect(stdout.match(/<script/g)).toHaveLength(2);
  expect(stdout.match(/<\/script>/g)).toHaveLength(2);
});

test("it is written to a file, and a row that is broken is told and stops no other", async () => {
  const { exit, stderr, place } = await report("--out keys.html", `{"cut\n${row([])}\n`);
  expect([exit, stderr]).toEqual([1, expect.stringContaining("line 1 of keys.jsonl tells no key's policy")]);
  expect(stderr).toMatch(/^keys\.html: 1 key, \d findings$/m);
  const page = await readFile(join(place.work, "keys.html"), "utf8");
  expect(page).toContain(arn);
  expect(page).toContain("line 1 of keys.jsonl");
});

test("no cell of a spreadsheet is a formula", async () => {
  const { stdout } = await report("--format csv", `${row(['=HYPERLINK("x")'])}\n`);
  const lines = stdout.trimEnd().split("\r\n");
  expect(lines[0]).toMatch(/^"account","region","key"/);
  expect(stdout).toContain(`"'=HYPERLINK(""x"")"`);
  expect(lines[1]).toContain('"anyone","yes"');
});

test("the report never takes the place of the rows that it is made of", async () => {
  const { exit, stderr, place } = await report("--out ./keys.jsonl", `${row([])}\n`);
  expect([exit, stderr]).toEqual([2, expect.stringContaining("it would be replaced")]);
  expect(await readFile(join(place.work, "keys.jsonl"), "utf8")).toBe(`${row([])}\n`);
});

test("a key whose policy cannot be read is told, and is no success", async () => {
  const cut = JSON.stringify({ arn, policy: '{"Version":"2012-10-17","Statement":[' });
  const { exit, stderr } = await report("--format csv", `${cut}\n`);
  expect([exit, stderr]).toEqual([1, expect.stringContaining("who has access is not known")]);
});

test("it has its row in the tables, and so has a row that tells no key", async () => {
  const cut = JSON.stringify({ arn, policy: '{"Version":"2012-10-17","Statement":[' });
  const { stdout } = await report("--format csv", `${cut}\n{"cut\n`);
  const unknown = '"not known","not known","not known","not known","not known","not known"';
  expect(stdout.trimEnd().split("\r\n").slice(1)).toEqual([
    expect.stringContaining(`"${arn}","",${unknown}`),
    expect.stringContaining(`"","","","",${unknown},"line 2 of keys.jsonl`),
  ]);
});

test.each<readonly [string, object, string]>([
  ["a deleted role", { AWS: "AROAEXAMPLEEXAMPLE000" }, "not known"],
  ["whom only a deployment knows", { AWS: "${RoleArn}" }, "not known"],
  ["a service", { Service: "logs.eu-west-1.amazonaws.com" }, "no"],
  ["another account", { AWS: "arn:aws:iam::444455556666:role/App" }, "yes"],
  ["the key's own account", { AWS: "arn:aws:iam::111122223333:role/App" }, "no"],
])("whether somebody is outside: %s", async (_, principal, outside) => {
  const text = JSON.stringify({ ...policy, Statement: [{ ...open, Principal: principal }] });
  const { stdout } = await report("--format csv", `${JSON.stringify({ arn, policy: text })}\n`);
  const rows = stdout.trimEnd().split("\r\n").slice(1);
  expect(rows.map((line) => line.split(",")[5])).toEqual([`"${outside}"`]);
});

test.each(["html", "markdown", "csv"])(
  "a %s takes the place of an earlier one, and of nothing else",
  async (format) => {
    const { exit, place } = await report(`--format ${format} --out out.txt`, `${row([])}\n`);
    expect(exit).toBe(0);
    const again = () =>
      kmspol(place, undefined, ["report", "--from", "keys.jsonl", "--format", format, "--out", "out.txt"]);
    expect((await again()).exit).toBe(0);
    await writeFile(join(place.work, "out.txt"), "my notes\n");
    const refused = await again();
    expect([refused.exit, refused.stderr]).toEqual([2, expect.stringContaining("is no report of kmspol")]);
    expect(await readFile(join(place.work, "out.txt"), "utf8")).toBe("my notes\n");
    await writeFile(join(place.work, "out.txt"), "");
    expect((await again()).exit).toBe(0);
  },
);

test.each<readonly [string, string]>([
  ["--from keys.jsonl --json", "no JSON document"],
  ["--all --account 111122223333", "nothing says how the keys of --account are reached"],
  ["--all --key-spec RSA_2048", "--key-spec tells"],
  ["--all --keys-from keys.txt", "--all"],
])("a flag that would do nothing is not taken: %s", async (line, words) => {
  const run = await kmspol(await newPlace(), undefined, ["report", ...line.split(" ")]);
  expect([run.exit, run.stderr]).toEqual([2, expect.stringContaining(words)]);
});

test("no control character reaches the screen with a table", async () => {
  const { stdout } = await report("--format csv", `${row(["alias/\u001b]0;x\u0007\u202Ea"])}\n`);
  expect(stdout.replaceAll("\r\n", "")).not.toMatch(/[\u0000-\u001f\u202a-\u202e]/);
});

test("in tables for a wiki every text from outside stands in a code span", async () => {
  const { stdout } = await report("--format markdown", `${row(["alias/[a](javascript:x)"])}\n`);
  expect(stdout).toContain("`alias/[a](javascript:x)`");
  expect(stdout).toContain("`public-access`");
});

test("the keys of AWS are chosen as each chooses them", async () => {
  const [sandbox, place] = [await sandboxForTest(), await newPlace()];
  const { exit, stdout } = await kmspol(place, sandbox, [
    "report",
    "--alias",
    "alias/app",
    "--format",
    "csv",
  ]);
  expect(exit).toBe(0);
  expect(stdout).toContain('"alias/app"');
  const none = await kmspol(place, sandbox, ["report"]);
  expect([none.exit, none.stderr]).toEqual([2, expect.stringContaining("nothing says which keys")]);
});
