import { cp, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { newPlace } from "../support/binary.ts";
import { kmspol } from "../support/here.ts";

const examples = async () => {
  const place = await newPlace();
  await cp("test/container/worked", place.work, { recursive: true });
  return place;
};

const account = ["--account", "111122223333"];
const manifests = "09-manifests/manifests.yaml";
const playbook = "13-not-a-policy/playbook.yaml";

test("manifests and tasks are found, and what stands elsewhere is named", async () => {
  const place = await examples();
  const list = async (file: string) => {
    const { stdout } = await kmspol(place, undefined, ["list", file, "--json"]);
    const { keys } = JSON.parse(stdout) as { keys: readonly { selector: string; policy: string }[] };
    return keys.map(({ selector, policy }) => [selector, policy]);
  };
  expect(await list(manifests)).toEqual([
    ["invoices", "here"],
    ["receipts", "here"],
    ["drafts", "none: KMS puts its default one"],
  ]);
  expect(await list(playbook)).toEqual([
    ["Key of the shop", "line 6 takes the policy from the template key-policy.json.j2: name that file"],
    ["Key of the till", "here"],
  ]);
  const check = await kmspol(place, undefined, ["check", manifests, ...account]);
  expect([check.exit, check.stdout.match(/no findings/g)?.length]).toEqual([0, 2]);
  const { stdout } = await kmspol(place, undefined, ["check", manifests, ...account, "--json"]);
  expect(JSON.parse(stdout)).toMatchObject([
    { target: { key: "invoices" }, findings: [] },
    { target: { key: "receipts" }, findings: [] },
    { target: { key: "drafts" }, findings: [], notes: [expect.stringContaining("KMS puts its default one")] },
  ]);
});

test.each([
  ["a template", "a.yaml", "Resources:\n  Key:\n    Type: AWS::KMS::Key\n"],
  ["Terraform", "a.tf", 'resource "aws_kms_key" "a" {}\n'],
  ["a manifest", "a.yaml", "apiVersion: kms.services.k8s.aws/v1alpha1\nkind: Key\nmetadata: { name: a }\n"],
  ["a task", "a.yml", "- name: a\n  kms_key:\n    alias: a\n"],
])("%s whose only key has the default policy is one document to a program, too", async (_, name, text) => {
  const place = await newPlace();
  await writeFile(join(place.work, name), text);
  const json = await kmspol(place, undefined, ["check", name, "--json"]);
  expect(JSON.parse(json.stdout)).toMatchObject({
    findings: [],
    notes: [expect.stringContaining("KMS puts its default one")],
  });
  const sarif = await kmspol(place, undefined, ["check", name, "--format", "sarif"]);
  expect(JSON.parse(sarif.stdout)).toMatchObject({ runs: [{ results: [] }] });
  const people = await kmspol(place, undefined, ["check", name]);
  expect([people.exit, people.stderr]).toEqual([0, expect.stringContaining("KMS puts its default one")]);
});

test.each([
  [`${manifests}#invoices`, manifests],
  [`${manifests}#receipts`, manifests],
  [`${playbook}#Key of the till`, playbook],
])("%s: adding and removing gives the bytes back", async (target, file) => {
  const place = await examples();
  const path = join(place.work, file);
  const before = await readFile(path, "utf8");
  const run = (verb: string) => kmspol(place, undefined, [verb, target, "role/Report", ...account, "--yes"]);
  expect((await run("add-user")).exit).toBe(0);
  const added = await readFile(path, "utf8");
  expect(added).not.toBe(before);
  if (target.endsWith("invoices"))
    expect(added).toBe(await readFile(join(place.work, "09-manifests/after-add-user-Report.yaml"), "utf8"));
  expect((await run("remove-user")).exit).toBe(0);
  expect(await readFile(path, "utf8")).toBe(before);
});
