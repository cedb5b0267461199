import { mkdtemp, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { within } from "../support/in-process.ts";

/** "Any AWS service" is never said where one is left out: each command names those whom a Deny or NotPrincipal spares. */
const account = "111122223333";
const [Action, Resource] = ["kms:Decrypt", "*"];
const s3 = { Service: "s3.amazonaws.com" };
const own = { Effect: "Allow", Principal: { AWS: account }, Action: "kms:*", Resource };
const butRole = {
  Effect: "Allow",
  NotPrincipal: { AWS: `arn:aws:iam::${account}:role/App` },
  Action,
  Resource,
};
const policies = {
  every: [own, butRole],
  left: [own, { ...butRole, NotPrincipal: s3 }],
  denied: [own, butRole, { Effect: "Deny", Principal: s3, Action, Resource }],
  sometimes: [
    own,
    butRole,
    { Effect: "Deny", Principal: s3, Action, Resource, Condition: { Null: { "aws:SourceArn": "true" } } },
  ],
  four: [
    own,
    {
      ...butRole,
      NotPrincipal: { Service: ["a", "b", "c", "d"].map((name) => `${name}.amazonaws.com`) },
    },
  ],
} as const;

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "kmspol-any-service-"));
  for (const [name, Statement] of Object.entries(policies))
    await writeFile(path(name), JSON.stringify({ Version: "2012-10-17", Statement }));
});
const path = (name: string): string => join(folder, `${name}.json`);
const run = async (...args: readonly string[]): Promise<string> =>
  (await within({ state: join(folder, "state") }, [...args, "--account", account])).stdout;

test.each<readonly [policy: keyof typeof policies, words: string]>([
  ["every", "any AWS service"],
  ["left", "any AWS service but s3.amazonaws.com"],
  ["denied", "any AWS service but s3.amazonaws.com"],
  ["sometimes", "any AWS service but s3.amazonaws.com"],
  ["four", "any AWS service but a.amazonaws.com, b.amazonaws.com, c.amazonaws.com and 1 more"],
])("of the policy %s, all commands say %s", async (policy, words) => {
  const whoCan = await run("who-can", path(policy), "kms:Decrypt");
  expect(whoCan).toContain(`${words} has kms:Decrypt`);
  expect(whoCan.includes("the service s3.amazonaws.com has kms:Decrypt, ")).toBe(policy === "sometimes");
  const shown = await run("show", path(policy));
  expect(shown).toContain(`PUBLIC  ${words} may have kms:Decrypt`);
  expect(shown).toMatch(new RegExp(`^${words.replace(/ and 1 more$/, "")}`, "m"));
});

test("diff says which services gain, and which had it before", async () => {
  expect(await run("diff", path("denied"), path("every"), "--access")).toContain(
    "+ the service s3.amazonaws.com gains kms:Decrypt",
  );
  await writeFile(
    path("named"),
    JSON.stringify({
      Version: "2012-10-17",
      Statement: [own, { Effect: "Allow", Principal: s3, Action, Resource }],
    }),
  );
  const told = await run("diff", path("named"), path("every"), "--access");
  expect(told).toContain("+ any AWS service but s3.amazonaws.com gains kms:Decrypt");
  const table = await run("diff", path("named"), path("every"), "--format", "markdown");
  expect(table).toContain("`any AWS service but s3.amazonaws.com`");
});

test("--json, its rows and a report name who is left out", async () => {
  const { access } = JSON.parse(await run("who-can", path("left"), "--json")) as {
    access: { principal: string; except?: readonly string[] }[];
  };
  const except = ["service:s3.amazonaws.com"];
  expect(access.find(({ principal }) => principal === "service:any")).toMatchObject({ except });
  const rows = (await run("who-can", path("left"), "--format", "jsonl"))
    .split("\n")
    .filter((line) => line.includes("service:any"));
  expect(JSON.parse(rows[0] ?? "")).toMatchObject({ except });
  const lines = join(folder, "keys.jsonl");
  const arn = `arn:aws:kms:eu-west-1:${account}:key/1234abcd-12ab-34cd-56ef-1234567890ab`;
  await writeFile(
    lines,
    JSON.stringify({ arn, policy: { Version: "2012-10-17", Statement: policies.left } }),
  );
  const out = join(folder, "report.csv");
  await within({ state: join(folder, "state") }, [
    ...["report", "--from", lines, "--format", "csv", "--out", out],
  ]);
  expect(await readFile(out, "utf8")).toContain("service:any (but s3.amazonaws.com)");
});
