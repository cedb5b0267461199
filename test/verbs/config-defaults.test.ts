import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { newPlace } from "../support/binary.ts";
import { kmspol } from "../support/here.ts";

// account and partition of .kmspolrc.json: what holds of the keys of files where no flag and no document tells it.

const policy = (account: string, partition = "aws") => ({
  Version: "2012-10-17",
  Statement: [
    {
      ...{ Sid: "Root", Effect: "Allow", Principal: { AWS: `arn:${partition}:iam::${account}:root` } },
      ...{ Action: "kms:*", Resource: "*" },
    },
  ],
});

const run = async (config: object, line: readonly string[]) => {
  const place = await newPlace();
  const file = (name: string, value: object) =>
    writeFile(join(place.work, name), JSON.stringify(value, undefined, 2));
  await mkdir(join(place.work, "sub"));
  await mkdir(join(place.work, ".git"));
  await file(".kmspolrc.json", config);
  await file("policy.json", policy("111122223333"));
  await file("china.json", policy("111122223333", "aws-cn"));
  await file("sub/policy.json", policy("111122223333"));
  await file("rows.jsonl", { policy: JSON.stringify(policy("111122223333")) });
  return kmspol(place, undefined, line);
};

test.each<readonly [string, object, readonly string[]]>([
  ["of a folder", { accounts: "1" }, ["check", "sub"]],
  ["of a file", { accounts: "1" }, ["check", "sub/policy.json"]],
  ["that --config names, and that is not there", {}, ["check", "sub", "--config", "none.json"]],
])("a configuration that cannot be gone by is no reason to leave a file out: %s", async (_, config, line) => {
  const { exit, stderr } = await run(config, line);
  expect([exit, stderr]).toEqual([2, expect.stringMatching(/there is no setting|none\.json cannot be read/)]);
});

const ours = { account: "111122223333" };
const theirs = { account: "444455556666" };
const can = ["can", "policy.json", "root-user:111122223333", "kms:Decrypt"];

test.each<readonly [string, object, readonly string[], number]>([
  ["can", ours, can, 0],
  ["a flag wins", theirs, [...can, "--account", "111122223333"], 0],
  ["a flag wins, too, where it is the other way round", ours, [...can, "--account", "444455556666"], 1],
  ["check", theirs, ["check", "policy.json"], 1],
  ["check of a folder below", theirs, ["check", "sub"], 1],
  ["check, where it fits", ours, ["check", "policy.json", "sub"], 0],
  ["--no-config", theirs, ["check", "policy.json", "--no-config"], 0],
  ["rows of --from", theirs, ["check", "--from", "rows.jsonl"], 1],
  ["a change", ours, ["add-user", "policy.json", "role/App", "--yes"], 0],
  [
    "a change in another partition",
    { ...ours, partition: "aws-cn" },
    ["add-user", "china.json", "role/App", "--yes"],
    0,
  ],
])("%s goes by the configuration's account", async (_, config, line, exit) => {
  const { exit: got, stderr, stdout } = await run(config, line);
  expect(got, stdout + stderr).toBe(exit);
  expect(stderr).not.toContain("no effect");
});
