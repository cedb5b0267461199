import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { newPlace } from "../support/binary.ts";
import { kmspol } from "../support/here.ts";
import { sandboxForTest } from "../support/sandbox.ts";

// What the configuration forbids, no verb writes; what stood there before keeps nobody from changing something else.

const role = (name: string, of = "111122223333") => ({ AWS: `arn:aws:iam::${of}:role/${name}` });
const root = {
  ...{ Sid: "Root", Effect: "Allow", Principal: { AWS: "arn:aws:iam::111122223333:root" } },
  ...{ Action: "kms:*", Resource: "*" },
};
const gives = (Principal: object, Action: string | readonly string[], more: object = {}) => ({
  ...{ Sid: "More", Effect: "Allow", Principal, Action, Resource: "*", ...more },
});
const withMfa = { Condition: { Bool: { "aws:MultiFactorAuthPresent": "true" } } };
const config = {
  forbid: [
    { principal: "outside", actions: ["kms:Decrypt"], except: ["444455556666"], reason: "data stays here" },
    { principal: "role/Dev", actions: ["kms:Decrypt", "kms:ReEncryptFrom"], reason: "no plain text" },
  ],
};

const changed = async (statements: readonly object[], line: readonly string[], text?: string) => {
  const place = await newPlace();
  const policy = (more: readonly object[]) =>
    JSON.stringify({ Version: "2012-10-17", Statement: [root, ...more] }, undefined, 2);
  await writeFile(join(place.work, ".kmspolrc.json"), JSON.stringify(config));
  await writeFile(join(place.work, "policy.json"), policy(statements));
  if (text !== undefined) await writeFile(join(place.work, "new.json"), text);
  const [verb = "", ...rest] = line;
  const run = await kmspol(place, undefined, [
    ...[verb, "policy.json", ...rest, "--account", "111122223333", "--yes", "--json"],
  ]);
  const after = await readFile(join(place.work, "policy.json"), "utf8");
  return { ...run, wrote: after !== policy(statements) };
};

test.each<readonly [string, readonly object[], readonly string[], number]>([
  ["who is forbidden", [], ["add-user", "role/Dev"], 3],
  ["who is not", [], ["add-user", "role/App"], 0],
  ["a part that nobody forbids", [], ["add-user", "role/Dev", "--only", "encrypt"], 0],
  ["an account that is outside", [], ["grant-account", "777788889999"], 3],
  ["one that is excepted", [], ["grant-account", "444455556666"], 0],
  [
    "another one, where it is given already",
    [gives(role("Dev"), "kms:Decrypt")],
    ["add-user", "role/App"],
    0,
  ],
  ["more of it than there was", [gives(role("Dev"), "kms:Decrypt")], ["add-user", "role/Dev"], 3],
  [
    "it without the condition that there was",
    [gives(role("Dev"), ["kms:Decrypt", "kms:ReEncrypt*"], withMfa)],
    ["add-user", "role/Dev"],
    3,
  ],
  ["taking it away", [gives(role("Dev"), "kms:Decrypt")], ["remove-user", "role/Dev"], 0],
])("a change: %s", async (_, statements, line, exit) => {
  const run = await changed(statements, line);
  expect([run.exit, run.wrote]).toEqual([exit, exit === 0]);
  if (exit === 3) expect(run.stdout + run.stderr).toMatch(/which the configuration forbids/);
});

test("put is asked, too, and the refusal says why", async () => {
  const text = JSON.stringify({
    ...{ Version: "2012-10-17", Statement: [root, gives(role("Dev"), "kms:Decrypt")] },
  });
  const run = await changed([], ["put", "new.json"], text);
  expect([run.exit, run.wrote]).toEqual([3, false]);
  expect(JSON.parse(run.stdout)).toMatchObject({ error: { code: "forbidden-access" } });
  expect(run.stderr).toContain("no plain text");
});

test("no --accept lifts it", async () => {
  const run = await changed([], ["add-user", "role/Dev", "--accept", "forbidden-access"]);
  expect([run.exit !== 0, run.wrote]).toEqual([true, false]);
});

test("a configuration that cannot be read stops what goes by it, and never the way back", async () => {
  const place = await newPlace();
  const run = (...line: readonly string[]) =>
    kmspol(place, undefined, [...line, "--account", "111122223333"]);
  const before = JSON.stringify({ Version: "2012-10-17", Statement: [root] }, undefined, 2);
  await writeFile(join(place.work, "policy.json"), before);
  expect((await run("add-user", "policy.json", "role/App", "--yes")).exit).toBe(0);
  await writeFile(join(place.work, ".kmspolrc.json"), '{ "forbid": [');
  const refused = await run("add-user", "policy.json", "role/Other", "--yes");
  expect([refused.exit, refused.stderr]).toEqual([2, expect.stringContaining("kmspol explain bad-config")]);
  const undone = await run("undo", "policy.json", "--yes");
  expect([undone.exit, undone.stderr]).toEqual([
    0,
    expect.stringMatching(/\.kmspolrc\.json at line 1.*; undo does without the configuration/),
  ]);
  expect(await readFile(join(place.work, "policy.json"), "utf8")).toBe(before);
});

test("of a key, too, which is looked at from the current folder", async () => {
  const [place, sandbox] = [await newPlace(), await sandboxForTest()];
  const before = sandbox.policyOf("alias/app");
  expect((await kmspol(place, sandbox, ["add-user", "alias/app", "role/Auditor", "--yes"])).exit).toBe(0);
  await writeFile(join(place.work, ".kmspolrc.json"), '{ "forbid": [');
  expect((await kmspol(place, sandbox, ["remove-user", "alias/app", "role/App", "--yes"])).exit).toBe(2);
  const undone = await kmspol(place, sandbox, ["undo", "alias/app", "--yes"]);
  expect([undone.exit, undone.stderr]).toEqual([
    0,
    expect.stringContaining("undo does without the configuration"),
  ]);
  expect(sandbox.policyOf("alias/app")).toBe(before);
});
