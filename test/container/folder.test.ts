import { chmod, cp, mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import type { Finding } from "../../src/check/finding.ts";
import { newPlace, type Place } from "../support/binary.ts";
import { kmspol } from "../support/here.ts";

/** A checkout with policies in documents of every kind, with other files among them, and with files that are broken. */
let place: Place;
beforeEach(async () => {
  place = await newPlace();
  const infra = join(place.work, "infra");
  const worked = "test/container/worked";
  for (const [from, to] of [
    ["02-if-and-novalue/template.yaml", "stacks/vault.yaml"],
    ["11-diff-of-templates/new.yaml", "stacks/app.template"],
    ["06-plan-unknown/plan.json", "plan.json"],
    ["08-answers/terraform.tfstate", "terraform.tfstate"],
    ["08-answers/get-key-policy.json", "answer.json"],
    ["09-manifests/manifests.yaml", "k8s/manifests.yaml"],
    ["12-hcl/main.tf", "terraform/main.tf"],
    ["12-hcl/main.tf", "terraform/.terraform/modules/main.tf"],
    ["08-answers/get-key-policy.json", "node_modules/answer.json"],
    ["13-not-a-policy/package.json", "package.json"],
    ["13-not-a-policy/no-key.template.yaml", "stacks/bucket.yaml"],
    ["13-not-a-policy/deployment.yaml", "k8s/deployment.yaml"],
    ["08-answers/equivalent.json", "bare.json"],
  ] as const) {
    await mkdir(join(infra, to, ".."), { recursive: true });
    await cp(join(worked, from), join(infra, to));
  }
  await mkdir(join(infra, "broken"));
  const broken = (name: string, text: string | Buffer) => writeFile(join(infra, "broken", name), text);
  await broken("main.tf", 'resource "aws_kms_key" "b" {\n  policy =\n  password = "hunter2"\n');
  await broken("other.tf", 'resource "aws_s3_bucket" "b" {\n');
  await broken("plan.tfplan", Buffer.from([0x50, 0x4b, 3, 4, 0xff]));
  await broken("latin.json", Buffer.from([0x7b, 0x22, 0xe4, 0x22, 0x7d]));
  await broken("cut.json", '{"Version":"2012-10-17","Statement":[{"Effect":"Allow"');
});

interface One {
  readonly target: { readonly path: string; readonly key?: string };
  readonly findings: readonly Finding[];
}

const check = async (...flags: readonly string[]) =>
  kmspol(place, undefined, ["check", "infra", "--account", "111122223333", ...flags]);

describe("check of a folder", () => {
  test("finds the policies in every document, and passes over what is none", async () => {
    const { stdout, exit } = await check("--json");
    const found = (JSON.parse(stdout) as readonly One[]).map(
      ({ target: { path, key } }) => `${path.replace("infra/", "")}${key === undefined ? "" : `#${key}`}`,
    );
    expect(exit).toBe(1);
    expect(found).toEqual([
      "answer.json#1",
      "bare.json",
      "broken/cut.json",
      "broken/main.tf",
      "k8s/manifests.yaml#invoices",
      "k8s/manifests.yaml#receipts",
      "plan.json#aws_kms_key.app",
      "plan.json#aws_kms_key.queue",
      "plan.json#aws_kms_key.lake",
      "stacks/app.template#AppKey",
      "stacks/app.template#LogKey",
      "stacks/app.template#ExportKey",
      "stacks/vault.yaml#VaultKey",
      "terraform/main.tf#aws_kms_key.queue",
      "terraform/main.tf#aws_kms_key.archive",
      "terraform/main.tf#aws_kms_key.mail",
      'terraform.tfstate#module.pay.aws_kms_key.sign["eu"]',
    ]);
  });

  test("a broken file is a finding at its place, stops no other, and shows nothing of its text", async () => {
    const { stdout, stderr } = await check();
    expect(stdout).toContain("infra/broken/cut.json:1:55: error json-syntax");
    expect(stdout).toMatch(
      /infra\/broken\/main\.tf:\d+:\d+: error json-syntax\n {2}this is no Terraform source/,
    );
    expect(stdout + stderr).not.toContain("hunter2");
  });

  test("what cannot be read is named, what is no policy is counted, and with --full named", async () => {
    const { stdout, stderr } = await check();
    expect(stderr).toMatch(/left out: infra\/broken\/plan\.tfplan .*Terraform's own binary form/);
    expect(stderr).toMatch(/left out: infra\/broken\/latin\.json/);
    expect(stdout).toMatch(/17 policies, \d+ with findings/);
    expect(stdout).toContain("5 other files left out\n");
    expect((await check("--full")).stdout).toContain(
      "  infra/k8s/deployment.yaml\n  infra/package.json\n  infra/stacks/bucket.yaml\n",
    );
  });

  test("places are lines of the documents, and fingerprints carry the key", async () => {
    const { stdout } = await check("--format", "sarif", "--fail-on", "never");
    expect(stdout).toContain("public-access:ExportKey:/Statement/1/Principal");
    expect(stdout).toContain('"uri": "infra/stacks/app.template"');
    const github = (await check("--format", "github", "--fail-on", "never")).stdout;
    expect(github).toMatch(
      /::error file=infra\/stacks\/app\.template,line=36,col=56,title=security public-access/,
    );
  });

  test("--fix mends every key of a document where it stands, and only reports where nothing is written", async () => {
    const file = join(place.work, "infra", "stacks", "app.template");
    const text = await readFile(file, "utf8");
    const twice = text.replace(
      "[kms:Decrypt, kms:DescribeKey]",
      "[kms:Decrypt, kms:Decrypt, kms:DescribeKey]",
    );
    expect(twice).not.toBe(text);
    await writeFile(file, twice);
    const { stdout } = await check("--fix", "--yes");
    expect(await readFile(file, "utf8")).toContain("[kms:Decrypt, kms:DescribeKey]");
    expect(stdout).toContain("infra/answer.json#1: 1 error, 1 warning");
  });

  test.skipIf(process.getuid?.() === 0)("a folder that may not be read is named", async () => {
    await mkdir(join(place.work, "infra", "closed"));
    await chmod(join(place.work, "infra", "closed"), 0o000);
    const { stderr, exit } = await check();
    expect(stderr).toMatch(/left out: infra\/closed cannot be read: permission is denied/);
    expect(exit).toBe(1);
  });

  test("a folder without any is an error", async () => {
    await mkdir(join(place.work, "empty"));
    const { stderr, exit } = await kmspol(place, undefined, ["check", "empty"]);
    expect([exit, stderr]).toEqual([2, expect.stringContaining("empty holds no policy")]);
  });
});
