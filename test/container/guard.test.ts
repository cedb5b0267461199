import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { newPlace } from "../support/binary.ts";
import { kmspol } from "../support/here.ts";

const text = '{"name":"x","dependencies":{}}';
const good = '{"Version":"2012-10-17","Statement":[]}';

test.each([
  "list ./other.json",
  "show ./other.json",
  "check ./other.json",
  "check ./other.json --fix --yes",
  "can ./other.json role/App kms:Decrypt",
  "who-can ./other.json",
  "diff ./other.json ./good.json",
  "diff ./good.json ./other.json",
  "add-user ./other.json role/App --yes",
  "remove-user ./other.json role/App --yes",
  "add-admin ./other.json role/App --yes",
  "allow-deletion ./other.json --yes",
  "grant-account ./other.json 444455556666 --yes",
  "grant-service ./other.json sns.amazonaws.com --unscoped --yes",
  "prune ./other.json --yes",
  "upgrade ./other.json --yes",
  "put ./other.json ./good.json --yes",
  "put ./good.json ./other.json --yes",
  "edit ./other.json --yes",
])("%s: exit 2, and nothing is written", async (line) => {
  const place = await newPlace();
  await writeFile(join(place.work, "other.json"), text);
  await writeFile(join(place.work, "good.json"), good);
  const run = await kmspol(place, undefined, [...line.split(" "), "--json"], {
    environment: { EDITOR: "false" },
  });
  expect(JSON.parse(run.stdout) as object).toMatchObject({ error: { code: "no-key-policy" } });
  expect(run.exit).toBe(2);
  expect(await readFile(join(place.work, "other.json"), "utf8")).toBe(text);
  expect(await readFile(join(place.work, "good.json"), "utf8")).toBe(good);
});

test("standard input is no other road", async () => {
  const run = await kmspol(await newPlace(), undefined, ["show", "-"], { input: "[]" });
  expect(run.exit).toBe(2);
  expect(run.stderr).toContain("holds no key policy: it is a list");
});

test("a saved plan of Terraform is no text, and is named", async () => {
  const place = await newPlace();
  await writeFile(join(place.work, "plan.tfplan"), Buffer.from([0x50, 0x4b, 3, 4, 0xff, 0xfe, 0x80]));
  const run = await kmspol(place, undefined, ["show", "plan.tfplan"]);
  expect(run.exit).toBe(2);
  expect(run.stderr).toContain("terraform show -json plan.tfplan > plan.json");
});
