import { cp, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import { newPlace, type Place } from "../support/binary.ts";
import { kmspol } from "../support/here.ts";

// Who is known by a name of the document alone is asked for, taken out and told by that name, everywhere alike.

let place: Place;
beforeEach(async () => {
  place = await newPlace();
  await cp("test/container/worked", place.work, { recursive: true });
});

const run = async (...words: readonly string[]) => kmspol(place, undefined, words);

describe("a name that an answer tells is an operand as well", () => {
  test.each([
    ["04-own-roles-and-edit/template.yaml", "${ReaderRole}", "- role/svc/reader loses use of the key"],
    ["04-own-roles-and-edit/template.yaml", "${OrdersRole}", "- ${OrdersRole} loses use of the key"],
    [
      "12-hcl/main.tf#aws_kms_key.queue",
      "${aws_iam_role.worker.arn}",
      "- role/worker possibly loses use of the key",
    ],
    ["12-hcl/main.tf#aws_kms_key.queue", "${var.reader_arn}", "- ${var.reader_arn} possibly loses use"],
    ["03-parameters/template.yaml", "${ReaderArn}", "- ${ReaderArn} possibly loses kms:Decrypt"],
  ])("remove-user %s %s", async (target, name, told) => {
    const { stderr, exit } = await run("remove-user", target, name, "--dry-run");
    expect(exit).toBe(0);
    expect(stderr).toContain(told);
  });

  test.each([
    ["04-own-roles-and-edit/template.yaml", "${ReaderRole}", "allowed: role/svc/reader, kms:Decrypt"],
    ["04-own-roles-and-edit/template.yaml", "${OrdersRole}", "allowed: ${OrdersRole}, kms:Decrypt"],
    [
      "04-own-roles-and-edit/template.yaml",
      "arn:aws:iam::${AWS::AccountId}:role/X",
      "allowed if IAM allows it too: role/X",
    ],
    ["12-hcl/main.tf#aws_kms_key.queue", "${aws_iam_role.worker.arn}", "allowed: role/worker, kms:Decrypt"],
    [
      "12-hcl/main.tf#aws_kms_key.queue",
      "${var.reader_arn}",
      "undecided: who this is, is not known here: the variable reader_arn has no default",
    ],
  ])("can %s %s", async (target, name, told) => {
    const { stdout } = await run("can", target, name, "kms:Decrypt");
    expect(stdout).toContain(told);
  });

  test("a name that the document does not have names nobody", async () => {
    const { stderr, exit } = await run("remove-user", "03-parameters/template.yaml", "${Nobody}", "--yes");
    expect(exit).toBe(2);
    expect(stderr).toContain("${Nobody} names no principal");
  });
});

test("a partition that the deployment knows is told by its name, and no other is", async () => {
  const open = await run("who-can", "01-sub-list-and-join/short.yaml");
  expect(open.stdout).toContain(
    "aws:logs:arn = arn:${AWS::Partition}:logs:${AWS::Region}:${AWS::AccountId}:log-group:/ledger/*",
  );
  const told = await run(
    ...["who-can", "01-sub-list-and-join/short.yaml", "--account", "111122223333", "--partition", "aws-cn"],
    ...["--region", "cn-north-1"],
  );
  expect(told.stdout).toContain("= arn:aws-cn:logs:cn-north-1:111122223333:log-group:/ledger/*");
  const written = await run("who-can", "11-diff-of-templates/new.yaml#AppKey");
  expect(written.stdout).not.toContain("AWS::Partition");
  const asked = "arn:${AWS::Partition}:iam::${AWS::AccountId}:role/svc/reader";
  const can = await run("can", "04-own-roles-and-edit/template.yaml", asked, "kms:Decrypt");
  expect(can.stdout).toContain("allowed: role/svc/reader");
});

test("a table is as wide as the names that it shows", async () => {
  for (const target of ["03-parameters/template.yaml", "12-hcl/main.tf#aws_kms_key.queue"]) {
    const { stdout } = await run("who-can", target);
    const [head = "", ...rows] = stdout.split("\n\n")[0]?.split("\n") ?? [];
    const column = head.indexOf("use");
    for (const row of rows) expect(row.slice(column, column + 3), row).toMatch(/^ [●◐?·] $/);
  }
});

test("who is known only later is not said to be of another account", async () => {
  const { stdout } = await run("diff", "06-plan-unknown/plan.json");
  const told = stdout.slice(
    stdout.indexOf("${aws_iam_role.loader.arn}"),
    stdout.indexOf("aws_kms_key.plain"),
  );
  expect(told).toContain("undecided: known only after");
  expect(told).not.toContain("another account");
});

describe("conditions of a template", () => {
  test("what holds in both branches is told without them", async () => {
    const { stdout } = await run("who-can", "02-if-and-novalue/template.yaml");
    expect(stdout.split("\n").find((line) => line.startsWith("role/Reader"))).not.toContain("IsProduction");
    expect(stdout.split("\n").find((line) => line.startsWith("role/Restore"))).toMatch(/if IsProduction$/);
  });

  test("that a finding stands under are told with it, but for what stands in both branches", async () => {
    const { stdout } = await run("check", "02-if-and-novalue/template.yaml", "--json");
    const { findings } = JSON.parse(stdout) as { findings: readonly { code: string; if?: string[] }[] };
    expect(findings.map((one) => [one.code, one.if])).toEqual([
      ["external-account-access", ["IsProduction"]],
    ]);
  });

  test("are told by their name", async () => {
    const { stdout } = await run("can", "02-if-and-novalue/template.yaml", "role/Restore", "kms:Decrypt");
    expect(stdout).toContain("it depends on IsProduction, which the document leaves open");
    expect(stdout).toContain("the answer would turn if IsProduction\n");
    expect(stdout).not.toContain("template:");
  });
});

test("what cannot be edited or read is told with its line", async () => {
  const edit = await run(
    ...["remove-user", "03-parameters/template.yaml", "arn:aws:iam::444455556666:root", "--yes"],
  );
  expect(edit.stderr).toContain(
    "444455556666 comes from the Default of PartnerAccounts (line 7)\nhint: change that value, or write the list out here",
  );
  const read = await run("show", "13-not-a-policy/macro.template.yaml#TeamKey");
  expect(read.stderr).toContain("line 7: Fn::Transform");
});

test("check tells of a key that has no policy", async () => {
  const { stderr } = await run("check", "09-manifests/manifests.yaml");
  expect(stderr).toContain("manifests.yaml#drafts has no policy in this document: KMS puts its default one");
});

describe("values that Terraform takes from files by itself", () => {
  const target = "12-hcl/main.tf#aws_kms_key.queue";
  const role = (name: string) => `arn:aws:iam::111122223333:role/${name}`;
  const put = async (files: Readonly<Record<string, string>>) => {
    for (const [name, text] of Object.entries(files)) await writeFile(join(place.work, "12-hcl", name), text);
  };
  const hcl = (name: string) => `reader_arn = "${role(name)}"\n`;

  // Terraform, "Variable definition precedence".
  test.each([
    [{ "terraform.tfvars": hcl("A") }, [], "A"],
    [{ "terraform.tfvars.json": `{"reader_arn":"${role("B")}"}`, "terraform.tfvars": hcl("A") }, [], "B"],
    [{ "a.auto.tfvars": hcl("C"), "terraform.tfvars.json": `{"reader_arn":"${role("B")}"}` }, [], "C"],
    [{ "a.auto.tfvars": hcl("C"), "b.auto.tfvars.json": `{"reader_arn":"${role("D")}"}` }, [], "D"],
    [{ "terraform.tfvars": hcl("A"), "prod.tfvars": hcl("E") }, [], "A"],
    [{ "terraform.tfvars": hcl("A"), "prod.tfvars": hcl("E") }, ["--parameters", "12-hcl/prod.tfvars"], "E"],
    [{ "terraform.tfvars": hcl("A") }, ["--set", `reader_arn=${role("F")}`], "F"],
  ])("%j %j", async (files, flags, expected) => {
    await put(files);
    const { stdout, stderr } = await run("who-can", target, "--account", "111122223333", ...flags);
    expect(stdout).toContain(`role/${expected}`);
    expect(stdout).not.toContain("${var.reader_arn}");
    expect(stderr.includes("which Terraform reads by itself")).toBe(flags.length === 0);
  });

  test("one that cannot be read is named, and nothing of what is in it", async () => {
    await put({ "terraform.tfvars": 'password = "hunter2\n' });
    const { stdout, stderr } = await run("who-can", target);
    expect(stderr).toContain("terraform.tfvars holds no parameters");
    expect(stderr).not.toContain("hunter2");
    expect(stdout).toContain("${var.reader_arn}");
  });

  test("an edit is still one of the source alone", async () => {
    await put({ "terraform.tfvars": hcl("A") });
    const file = join(place.work, "12-hcl/main.tf");
    const before = await readFile(file, "utf8");
    await run("remove-user", target, role("A"), "--account", "111122223333", "--yes");
    expect(await readFile(file, "utf8")).toBe(before.replace("            var.reader_arn,\n", ""));
    expect(await readFile(join(place.work, "12-hcl/terraform.tfvars"), "utf8")).toBe(hcl("A"));
  });
});

test.each([
  ["a merge key", "          - <<: *common\n            Principal: '*'\n", "*common"],
  ["an alias", "          - *common\n", "*common"],
  [
    "an alias of a value",
    "          - { Effect: Allow, Principal: *who, Action: 'kms:*', Resource: '*' }\n",
    "*who",
  ],
])("%s for what stands outside of the policy is never nothing", async (_, statement, name) => {
  const before = "x-common: &common { Effect: Allow, Action: 'kms:*', Resource: '*' }\nx-who: &who '*'\n";
  const key =
    "Resources:\n  K:\n    Type: AWS::KMS::Key\n    Properties:\n      KeyPolicy:\n        Statement:\n";
  await writeFile(join(place.work, "t.yaml"), before + key + statement);
  expect((await run("who-can", "t.yaml")).stderr).not.toContain("stands for");
  await writeFile(join(place.work, "t.yaml"), "x-a: a\nx-b: b\n" + key + statement);
  const { stderr, exit } = await run("who-can", "t.yaml");
  expect([exit, stderr]).toEqual([
    2,
    expect.stringContaining(`line 9: ${name} stands for what is written outside`),
  ]);
  const within =
    before +
    key.replace("KeyPolicy:", "KeyPolicy:\n        Id: &common x") +
    "          - { Sid: *common }\n";
  await writeFile(join(place.work, "t.yaml"), within);
  expect((await run("who-can", "t.yaml")).stderr).not.toContain("stands for");
});
