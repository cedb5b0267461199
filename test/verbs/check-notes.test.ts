import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { newPlace } from "../support/binary.ts";
import { kmspol } from "../support/here.ts";

// What check did not look at it says, in words and for programs, as a change does before it writes.

const account = "111122223333";
const policy = (values: number, conditionOn: "Allow" | "Deny") => {
  const team = Array.from({ length: values }, (_, n) => `team${n}`);
  const own = { Principal: { AWS: `arn:aws:iam::${account}:root` }, Resource: "*" };
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      { Sid: "All", Effect: "Allow", Action: "kms:*", ...own },
      {
        ...{ Sid: "Teams", Effect: conditionOn, Action: "kms:PutKeyPolicy", ...own },
        Condition: { StringNotEquals: { "aws:PrincipalTag/team": team } },
      },
    ],
  });
};
const sentence = "its conditions were looked at one by one only";

test.each<readonly [string, string, boolean]>([
  ["a Deny with hundreds of values", policy(400, "Deny"), true],
  ["a Deny with three values", policy(3, "Deny"), false],
  ["an Allow with hundreds of values, beside the account", policy(400, "Allow"), false],
])("%s", async (_, text, isTold) => {
  const place = await newPlace();
  await writeFile(join(place.work, "policy.json"), text);
  const args = ["check", "policy.json", "--account", account, "--fail-on", "never"];
  const words = await kmspol(place, undefined, args);
  expect(words.stdout.replaceAll(/\s+/g, " ").includes(sentence)).toBe(isTold);
  const { stdout } = await kmspol(place, undefined, [...args, "--json"]);
  const { notes } = JSON.parse(stdout) as { notes?: readonly string[] };
  expect(notes?.map((note) => note.includes(sentence))).toEqual(isTold ? [true] : undefined);
});

test("of a folder with many policies, which of them", async () => {
  const place = await newPlace();
  for (const name of ["a", "b", "c", "d"])
    await writeFile(join(place.work, `${name}.json`), policy(name === "c" ? 400 : 3, "Deny"));
  const { stdout } = await kmspol(place, undefined, [
    "check",
    ".",
    "--account",
    account,
    "--fail-on",
    "never",
  ]);
  expect(stdout.replaceAll(/\s+/g, " ").split(sentence)).toHaveLength(2);
  expect(stdout).toMatch(/^\.\/c\.json: The policy says so much/m);
});

test.each([
  [{}],
  [{ account: "111122223333", partition: "aws" }],
  [{ account: "111122223333", organization: "o-exampleorg1" }],
])("no setting of the configuration is said to do nothing: %j", async (settings) => {
  const place = await newPlace();
  await writeFile(join(place.work, "policy.json"), policy(1, "Allow"));
  await writeFile(join(place.work, ".kmspolrc.json"), JSON.stringify(settings));
  const { stderr } = await kmspol(place, undefined, ["check", "policy.json", "--account", "111122223333"]);
  expect(stderr).not.toContain("no effect");
});
