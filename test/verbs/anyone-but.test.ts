import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { newPlace } from "../support/binary.ts";
import { within } from "../support/in-process.ts";

// "Anyone in any other account" is never said where an account is left out: each command names those whom a Deny keeps away.

const account = "111122223333";
const [Action, Resource] = ["kms:Decrypt", "*"];
const own = { Effect: "Allow", Principal: { AWS: account }, Action: "kms:*", Resource };
const everyone = { Effect: "Allow", Principal: "*", Action, Resource };
const deny = (AWS: string | readonly string[], more: object = {}) => ({ Effect: "Deny", Principal: { AWS }, Action, Resource, ...more }); // prettier-ignore
const partner = "444455556666";
const policies = {
  all: [own, everyone],
  named: [own, everyone, { ...everyone, Principal: { AWS: partner } }],
  role: [own, everyone, deny(`arn:aws:iam::${partner}:role/X`)],
  denied: [own, everyone, deny(partner)],
  root: [own, everyone, deny(`arn:aws:iam::${partner}:root`)],
  sometimes: [
    own,
    everyone,
    deny(partner, { Condition: { StringEquals: { "kms:EncryptionContext:of": "ours" } } }),
  ],
  two: [own, everyone, deny([partner, "777788889999"])],
} as const;

const toldOf = async (name: keyof typeof policies) => {
  const { work, state } = await newPlace();
  const file = join(work, "policy.json");
  await writeFile(file, JSON.stringify({ Version: "2012-10-17", Statement: policies[name] }));
  return async (...args: readonly string[]): Promise<string> =>
    (await within({ state }, [...args.map((arg) => (arg === "FILE" ? file : arg)), "--account", account]))
      .stdout;
};

test.each<readonly [policy: keyof typeof policies, but: string]>([
  ["all", ""],
  ["named", ""],
  ["role", ""],
  ["denied", " but 444455556666"],
  ["root", " but 444455556666"],
  ["sometimes", " but 444455556666"],
  ["two", " but 444455556666 and 777788889999"],
])("of the policy %s: anyone%s", async (policy, but) => {
  const run = await toldOf(policy);
  const lines = (await run("who-can", "FILE", "kms:Decrypt")).split("\n");
  expect(lines[0]).toMatch(new RegExp(`^anyone in any other account${but} has kms:Decrypt,`));
  const isTold = lines.some((line) => line.includes(`account ${partner} has`));
  expect(isTold).toBe(["named", "role", "sometimes"].includes(policy));
  const shown = await run("show", "FILE");
  expect(shown).toContain(`PUBLIC  anyone${but} may have kms:Decrypt`);
  expect(shown).toMatch(new RegExp(`^anyone \\(\\*\\)${but} +◐`, "m"));
});

test("what a wildcard brings later, --json and rows leave the same accounts out", async () => {
  const run = await toldOf("denied");
  const except = [`account:${partner}`];
  const { access } = JSON.parse(await run("who-can", "FILE", "--json")) as { access: readonly object[] };
  expect(access).toContainEqual(expect.objectContaining({ principal: "anyone", except }));
  const rows = (await run("who-can", "FILE", "--format", "jsonl")).split("\n");
  expect(JSON.parse(rows.find((row) => row.includes("anyone")) ?? "")).toMatchObject({ except });
});
