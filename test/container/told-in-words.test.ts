import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { newPlace } from "../support/binary.ts";
import { kmspol } from "../support/here.ts";

const run = async (files: Readonly<Record<string, string>>, ...line: readonly string[]) => {
  const place = await newPlace();
  for (const [name, text] of Object.entries(files)) await writeFile(join(place.work, name), text);
  return kmspol(place, undefined, line);
};

const key = (name: string, policy: string): string =>
  `resource "aws_kms_key" "${name}" {\n  policy = <<P\n${policy}\nP\n}\n`;

test("a policy that cannot be read is the same where its letters are, and not known where they are not", async () => {
  const broken = '{ "Version": "2012-10-17", "Statement": [], }';
  const whole = key("b", '{ "Version": "2012-10-17", "Statement": [] }');
  const before = key("a", broken) + whole;
  const diff = (after: string) =>
    run({ "a.tf": before, "b.tf": after }, "diff", "a.tf", "b.tf", "--fail-on", "changed");
  const same = await diff(before);
  expect([same.exit, same.stdout]).toEqual([0, expect.stringContaining("aws_kms_key.a: stays as it is")]);
  const other = await diff(key("a", broken.replace("2012", "2008")) + whole);
  expect([other.exit, other.stdout]).toEqual([1, expect.stringContaining("who gains what cannot be said")]);
});

test.each([
  ["${jsonencode({})}", "${jsonencode(…)}"],
  ["${data.aws_iam_policy_document.a.json}", "${data.…}"],
])("what a manifest leaves to Terraform is told as it begins: %s", async (policy, told) => {
  const manifest = `apiVersion: kms.aws.upbound.io/v1beta1\nkind: Key\nmetadata: { name: a }\nspec:\n  forProvider:\n    policy: ${policy}\n`;
  expect((await run({ "k.yaml": manifest }, "list", "k.yaml")).stdout).toContain(
    `line 6 has Terraform's language (${told})`,
  );
});
