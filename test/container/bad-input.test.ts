import { mkdir, readFile, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import { newPlace, type Place } from "../support/binary.ts";
import { kmspol } from "../support/here.ts";

// What people hand over by mistake, and documents that are wrong in themselves: each is told what it is, and nothing is guessed.

let place: Place;
beforeEach(async () => {
  place = await newPlace();
});

const write = async (files: Readonly<Record<string, string>>): Promise<void> => {
  for (const [name, text] of Object.entries(files)) {
    await mkdir(join(place.work, name, ".."), { recursive: true });
    await writeFile(join(place.work, name), text);
  }
};

const run = async (line: string) => kmspol(place, undefined, line.split(" "));

const account = "111122223333";
const root = `{ "Effect": "Allow", "Principal": { "AWS": "arn:aws:iam::${account}:root" }, "Action": "kms:*", "Resource": "*" }`;
const policy = `{ "Version": "2012-10-17", "Statement": [${root}] }`;
const key = (name: string, value: string) => `resource "aws_kms_key" "${name}" {\n  policy = ${value}\n}\n`;

describe("a file that goes with Terraform and is no source by itself says what to name instead", () => {
  const values = "values for the variables of a Terraform folder";
  test.each<[name: string, text: string, seems: string, hint: string]>([
    ["terraform.tfvars", 'team = "App"\n', values, "kmspol check main.tf --parameters terraform.tfvars"],
    ["eu.auto.tfvars", '# ours\n\n/* all */ roles = [\n  "a",\n]\n', values, "--parameters eu.auto.tfvars"],
    ["terraform.tfvars.json", '{ "team": "App" }', values, "--parameters terraform.tfvars.json"],
    ["variables", "count = 3\nteam = null\n", values, "--parameters ./variables"],
    [
      "a.tf.json",
      `{ "resource": { "aws_kms_key": { "a": {} } } }`,
      "Terraform source in JSON",
      "terraform show -json",
    ],
  ])("%s", async (name, text, seems, hint) => {
    await write({ [name]: text });
    const operand = name.includes(".") ? name : `./${name}`;
    for (const verb of ["show", "check", "list", "who-can", "add-user"]) {
      const { exit, stderr } = await run(`${verb} ${operand}${verb === "add-user" ? " role/App --yes" : ""}`);
      expect([exit, stderr]).toEqual([
        2,
        expect.stringContaining(`${operand} holds no key policy: it is ${seems}`),
      ]);
      expect(stderr).toContain(hint);
    }
    expect(await readFile(join(place.work, name), "utf8")).toBe(text);
  });

  test("a folder is checked, and else a file in it is to be named", async () => {
    await write({ "infra/main.tf": key("k", `jsonencode(${policy})`) });
    const { exit, stderr } = await run("list ./infra");
    expect([exit, stderr]).toEqual([2, expect.stringContaining("it is a folder")]);
    expect(stderr).toContain("name a file in it; kmspol check takes a whole folder");
  });
});

describe("why a policy from another file is not known", () => {
  test.each<[what: string, value: string, why: string]>([
    ["no such file", 'file("gone.json")', "gone.json is not there"],
    ["above the folder", 'file("../p.json")', "../p.json lies outside of this folder, and is not read"],
    [
      "a link out of the folder",
      'file("link.json")',
      "link.json lies outside of this folder, and is not read",
    ],
    [
      "below a link",
      'templatefile("away/p.json", {})',
      "away/p.json lies outside of this folder, and is not read",
    ],
    ["a folder", 'file("${path.module}/sub")', "sub is no file"],
    ["no policy", 'file("other.json")', "it has no Statement"],
    ["another module's folder", 'file("${path.root}/p.json")', "which file that is, Terraform works out"],
    ["directives", 'templatefile("if.tpl", {})', "if.tpl has directives (%{ … }), which Terraform works out"],
    [
      "a template that is cut off",
      'templatefile("cut.tpl", {})',
      "cut.tpl is no template that Terraform can read",
    ],
    [
      "names from elsewhere",
      'templatefile("p.tpl", module.m.names)',
      "names that are known only when Terraform",
    ],
    ["a variable without a value", "var.policy", "the variable policy has no default"],
    ["by way of a local", "local.policy", "gone.json is not there"],
    ["what another resource has", "aws_s3_object.p.content", "which Terraform works out"],
  ])("%s", async (_, value, why) => {
    await write({
      "p.json": policy,
      "infra/sub/x": "",
      "infra/broken.json": policy.slice(0, -1),
      "infra/other.json": "{}",
      "infra/if.tpl": `%{ if module.m }${policy}%{ endif }`,
      "infra/cut.tpl": "{ ${",
      "infra/p.tpl": policy,
      "infra/main.tf": `variable "policy" {}\nlocals {\n  policy = file("gone.json")\n}\n${key("k", value)}`,
    });
    await symlink("../p.json", join(place.work, "infra/link.json"));
    await symlink("..", join(place.work, "infra/away"));
    const listed = await run("list infra/main.tf");
    expect([listed.exit, listed.stdout.replace(/\s+/g, " ")]).toEqual([0, expect.stringContaining(why)]);
    const shown = await run("show infra/main.tf#aws_kms_key.k");
    expect([shown.exit, shown.stderr]).toEqual([2, expect.stringContaining(why)]);
    const checked = await run("check infra/main.tf --format json");
    expect(checked.stdout).toContain("policy-unknown");
  });

  test("a file of the folder, also by a link within it", async () => {
    await write({ "infra/p.json": policy, "infra/main.tf": key("k", 'file("link.json")') });
    await symlink("p.json", join(place.work, "infra/link.json"));
    expect((await run("who-can infra/main.tf kms:Decrypt --account 111122223333")).stdout).toContain(
      "this account has",
    );
  });
});

test("sources of a folder are read through links within it, and links out of it are named", async () => {
  await write({
    "shared/names.tf": 'locals {\n  outside = "role/Outside"\n}\n',
    "infra/real/inside.tf": 'locals {\n  inside = "arn:aws:iam::111122223333:role/Inside"\n}\n',
    "infra/main.tf": key(
      "k",
      'jsonencode({ Statement = [{ Effect = "Allow", Principal = { AWS = [local.inside, local.outside] }, Action = "kms:Decrypt", Resource = "*" }] })',
    ),
  });
  await symlink("real/inside.tf", join(place.work, "infra/inside.tf"));
  await symlink("../shared/names.tf", join(place.work, "infra/names.tf"));
  await symlink("nowhere.tf", join(place.work, "infra/gone.tf"));
  const { stdout, stderr } = await run("who-can infra/main.tf kms:Decrypt --account 111122223333");
  expect(stdout).toMatch(/^role\/Inside has kms:Decrypt$/m);
  expect(stdout).toMatch(/local\.outside.* possibly has/);
  for (const name of ["gone", "names"])
    expect(stderr).toContain(`infra/${name}.tf is a link out of its folder, or to nothing, and is not read`);
  expect(stderr).not.toContain("inside.tf");
});

test("a source beside that cannot be read is named, and spoils no other", async () => {
  await write({ "infra/main.tf": key("k", `jsonencode(${policy})`) });
  await writeFile(join(place.work, "infra/latin.tf"), Buffer.from([0x23, 0xe4, 0x0a]));
  const { exit, stderr } = await run("show infra/main.tf");
  expect(exit).toBe(0);
  expect(stderr).toContain("what infra/latin.tf says is not known here");
});

const template = `Parameters:
  Stage:
    Type: String
    AllowedValues: [test, production]
  Days:
    Type: Number
    Default: 7
  Readers:
    Type: CommaDelimitedList
    AllowedValues: [role/A, role/B]
    Default: role/A
Resources:
  AppKey:
    Type: AWS::KMS::Key
    Properties:
      KeyPolicy: ${policy}
`;

describe("values that are given for parameters", () => {
  type Outcome = readonly [exit: number, stderr: unknown];
  const bad = (what: string): Outcome => [2, expect.stringContaining(what)];
  const noted = (what: string): Outcome => [0, expect.stringContaining(what)];
  test.each<[flag: string, outcome: Outcome]>([
    ["--set Stage=prod", bad('Stage is "prod", and the template allows test, production')],
    ["--set Stage=", bad('Stage is "", and the template allows test, production')],
    ["--set Readers=role/A,role/C", bad("and the template allows role/A, role/B")],
    ["--set Days=many", bad('Days is "many", and it is to be a number')],
    ["--set Days=", bad("it is to be a number")],
    ["--set AWS::AccountId=111122223333", bad("AWS::AccountId is no parameter: --account tells it")],
    ["--set AWS::Region=eu-west-1", bad("AWS::Region is no parameter: --region tells it")],
    ["--set Stage", bad('"Stage" is no NAME=VALUE')],
    ["--set =test", bad('"=test" is no NAME=VALUE')],
    [
      "--set Stge=test",
      noted(
        "t.yaml has no parameter Stge: that value says nothing; it has Stage, Days, Readers; did you mean Stage?",
      ),
    ],
    ["--set Stage=test --set Days=0x10", [0, ""]],
    ["--set Readers=role/A,role/B", [0, ""]],
    ["--parameters gone.json", bad("there is no such file")],
    ["--parameters t.yaml", bad("t.yaml holds no parameters")],
    ["--parameters number.json", bad("it is no list and no object")],
    ["--parameters nameless.json", bad("entry 2 has no ParameterKey")],
    ["--parameters object.json", bad("the value of Stage is no text, no number and no list of texts")],
    ["--parameters valueless.json", bad("the value of Stage is no text")],
    ["--parameters null.json", bad("the value of Stage is no text")],
    ["--parameters other.json", noted("t.yaml has no parameter Version, Statement")],
    ["--parameters previous.json", [0, ""]],
    ["--parameters pipeline.json", bad('Stage is "prod"')],
    ["--parameters list.json", [0, ""]],
  ])("%s", async (flags, outcome) => {
    await write({
      "t.yaml": template,
      "number.json": "12",
      "nameless.json": '[{ "ParameterKey": "Stage", "ParameterValue": "test" }, { "ParameterValue": "x" }]',
      "object.json": '{ "Stage": { "a": 1 } }',
      "valueless.json": '[{ "ParameterKey": "Stage" }]',
      "null.json": '{ "Stage": null }',
      "other.json": '{ "Version": "2012-10-17", "Statement": "x" }',
      "previous.json": '[{ "ParameterKey": "Stage", "UsePreviousValue": true }]',
      "pipeline.json": '{ "Parameters": { "Stage": "prod" } }',
      "list.json": '{ "Readers": ["role/A", "role/B"], "Days": 3 }',
    });
    const { exit, stderr } = await run(`show t.yaml --account ${account} ${flags}`);
    expect([exit, stderr.replaceAll(/\s+/g, " ").trim()]).toEqual(outcome);
  });

  test("values of Terraform in JSON keep their lists", async () => {
    await write({
      "main.tf": `variable "readers" {}\n${key("k", 'jsonencode({ Statement = [{ Effect = "Allow", Principal = { AWS = var.readers }, Action = "kms:Decrypt", Resource = "*" }] })')}`,
      "x.tfvars.json": `{ "readers": ["arn:aws:iam::${account}:role/A", "arn:aws:iam::${account}:role/B"] }`,
    });
    const { stdout } = await run(
      `who-can main.tf kms:Decrypt --account ${account} --parameters x.tfvars.json`,
    );
    expect(stdout).toMatch(/role\/A has kms:Decrypt[^]*role\/B has kms:Decrypt/);
  });

  const open = `{ "Version": "2012-10-17", "Statement": [{ "Effect": "Allow", "Principal": { "AWS": "arn:aws:iam::\${account_id}:root" }, "Action": "kms:*", "Resource": "*", "Condition": { "StringEquals": { "aws:PrincipalTag/team": "{{ team }}" } } }] }`;

  test.each([
    ["show p.json --set tema=x", "p.json has no parameter tema"],
    ["check p.json --set tema=x", "did you mean team?"],
    ["who-can p.json --set account=x", "it has account_id, team"],
    ["can p.json root-user kms:Decrypt --set tema=x", "did you mean team?"],
    ["get p.json --set zzzzzz=x --set team=y", "has no parameter zzzzzz: that value says nothing"],
    ["show p.json --set team=x --set account_id=111122223333", undefined],
  ])("a name that a policy by itself has nowhere: %s", async (line, says) => {
    await write({ "p.json": open });
    const { stderr } = await run(`${line} --account ${account}`);
    if (says === undefined) expect(stderr).not.toContain("has no parameter");
    else expect(stderr.replaceAll(/\s+/g, " ")).toContain(says);
  });

  test.each([
    "show p.json --set team=x",
    "check p.json --set team=x",
    "who-can p.json --set team=x",
    "can p.json root-user kms:Decrypt --set team=x",
    "get p.json --set team=x",
    "add-user p.json role/A --dry-run --set team=x",
    "check p.json --parameters values.json",
  ])("a value for a policy that nothing completes: %s", async (line) => {
    await write({ "p.json": policy, "values.json": '{ "team": "x" }' });
    const { stderr } = await run(`${line} --account ${account}`);
    const told = stderr.replaceAll(/\s+/g, " ");
    expect(
      told.match(/p\.json has no parameter team: that value says nothing; it has none at all/g),
    ).toHaveLength(1);
  });

  test("a name that the folder has no variable of", async () => {
    await write({ "main.tf": `variable "team" {}\n${key("k", `jsonencode(${policy})`)}` });
    expect((await run("show main.tf --set tema=x")).stderr).toContain("main.tf has no parameter tema");
  });
});

describe("a document that is wrong in itself", () => {
  const resource = "  AppKey:\n    Type: AWS::KMS::Key\n    Properties:\n      KeyPolicy:";
  const twice = `Resources:\n${resource} ${policy}\n  Topic:\n    Type: AWS::SNS::Topic\n${resource} ${policy}\n`;

  test.each(["show", "get", "who-can", "can", "add-user"])(
    "a logical id that is there twice: %s",
    async (verb) => {
      await write({ "t.yaml": twice });
      const more = { can: " role/A kms:Decrypt", "add-user": " role/A --yes" }[verb] ?? "";
      const { exit, stderr } = await run(`${verb} t.yaml#AppKey${more}`);
      expect(exit).toBe(2);
      expect(stderr).toContain(
        "AppKey stands here 2 times, in lines 2 and 8: a logical id is that of one resource",
      );
      expect(await readFile(join(place.work, "t.yaml"), "utf8")).toBe(twice);
    },
  );

  test("check says so, as an error", async () => {
    await write({ "t.yaml": twice });
    const { exit, stdout } = await run("check t.yaml");
    expect([exit, stdout]).toEqual([1, expect.stringContaining("t.yaml:8:1: error two-policies")]);
  });

  test.each<[what: string, text: string, name: string]>([
    [
      "conditions that ask for each other",
      `Conditions:\n  A: !Condition B\n  B: !Condition A\nResources:\n  AppKey:\n    Type: AWS::KMS::Key\n    Properties:\n      KeyPolicy:\n        Statement:\n          - !If [A, ${root}, ${root}]\n`,
      "t.yaml",
    ],
    [
      "a parameter that is its own Default",
      `Parameters:\n  Who: { Type: String, Default: !Ref Who }\nResources:\n  AppKey:\n    Type: AWS::KMS::Key\n    Properties:\n      KeyPolicy:\n        Statement:\n          - { Effect: Allow, Principal: { AWS: !Ref Who }, Action: "kms:*", Resource: "*" }\n`,
      "t.yaml",
    ],
    [
      "a role that is named by itself",
      `Resources:\n  Role:\n    Type: AWS::IAM::Role\n    Properties: { RoleName: !Ref Role }\n  AppKey:\n    Type: AWS::KMS::Key\n    Properties:\n      KeyPolicy:\n        Statement:\n          - { Effect: Allow, Principal: { AWS: !GetAtt Role.Arn }, Action: "kms:*", Resource: "*" }\n`,
      "t.yaml",
    ],
    [
      "roles that are named by each other, again and again",
      `Resources:\n${[...Array(40).keys()].map((n) => `  R${n}:\n    Type: AWS::IAM::Role\n    Properties: { RoleName: !Sub "\${R${(n + 1) % 40}}\${R${(n + 1) % 40}}" }\n`).join("")}  AppKey:\n    Type: AWS::KMS::Key\n    Properties:\n      KeyPolicy:\n        Statement:\n          - { Effect: Allow, Principal: { AWS: !GetAtt R0.Arn }, Action: "kms:*", Resource: "*" }\n`,
      "t.yaml",
    ],
    [
      "locals that are each other",
      `locals {\n  a = local.b\n  b = local.a\n}\n${key("k", "local.a")}`,
      "main.tf",
    ],
    [
      "documents that take each other in",
      `data "aws_iam_policy_document" "a" {\n  source_policy_documents = [data.aws_iam_policy_document.b.json]\n}\ndata "aws_iam_policy_document" "b" {\n  source_policy_documents = [data.aws_iam_policy_document.a.json]\n}\n${key("k", "data.aws_iam_policy_document.a.json")}`,
      "main.tf",
    ],
    [
      "a variable whose default is itself",
      `variable "p" {\n  default = var.p\n}\n${key("k", "var.p")}`,
      "main.tf",
    ],
    [
      "anchors within themselves",
      `Resources:\n  AppKey:\n    Type: AWS::KMS::Key\n    Properties:\n      KeyPolicy: &p\n        Statement: *p\n`,
      "t.yaml",
    ],
  ])("goes in a circle: %s", async (_, text, name) => {
    await write({ [name]: text });
    for (const verb of ["list", "check", "who-can", "show"]) {
      const { exit, stderr } = await run(`${verb} ${name}`);
      expect([0, 1, 2]).toContain(exit);
      expect(stderr).not.toMatch(/bug in kmspol|at .*\.[jt]s:/);
    }
  });

  test.each<[what: string, name: string, text: () => string, words: RegExp]>([
    ["source of 5 MB", "main.tf", () => `# ${"x".repeat(5 * 1024 * 1024)}\n`, /larger than 4 MiB/],
    [
      "a template of 5 MB",
      "t.yaml",
      () => `Resources:\n# ${"x".repeat(5 * 1024 * 1024)}\n`,
      /larger than 4 MiB/,
    ],
    [
      "another JSON of 2 MB",
      "x.json",
      () => JSON.stringify({ a: "x".repeat(2 * 1024 * 1024) }),
      /larger than 1 MiB/,
    ],
    [
      "a plan of 65 MB",
      "plan.json",
      () => `{"format_version":"1.2","x":"${"x".repeat(65 * 1024 * 1024)}"}`,
      /larger than 64 MiB/,
    ],
  ])("is too large: %s", async (_, name, text, words) => {
    await write({ [name]: text() });
    const { exit, stderr } = await run(`show ${name}`);
    expect([exit, stderr]).toEqual([2, expect.stringMatching(words)]);
  });
});

const manifest = `apiVersion: kms.services.k8s.aws/v1alpha1
kind: Key
metadata:
  name: app
spec:
  policy: |
    {
      "Version": "2012-10-17",
      "Statement": [
        ${root}
      ]
    }
  keySpec: SYMMETRIC_DEFAULT
`;
const task = `- name: app
  kms_key:
    alias: app
    policy:
      Version: "2012-10-17"
      Statement:
        - Effect: Allow
          Principal: { AWS: "arn:aws:iam::111122223333:root" }
          Action: kms:*
          Resource: "*"
`;

test.each<[what: string, name: string, text: string]>([
  ["a template", "t.yaml", template.replace(policy, `\n        ${policy.replace("[", "[\n          ")}`)],
  [
    "a template in JSON",
    "t.json",
    JSON.stringify(
      {
        Resources: { K: { Type: "AWS::KMS::Key", Properties: { KeyPolicy: JSON.parse(policy) as object } } },
      },
      undefined,
      2,
    ),
  ],
  ["a manifest with a literal block", "k.yaml", manifest],
  ["a task", "a.yml", task],
  [
    "jsonencode",
    "main.tf",
    key("k", `jsonencode({\n    Version = "2012-10-17"\n    Statement = [\n      ${root}\n    ]\n  })`),
  ],
])("%s with CRLF keeps CRLF", async (_, name, text) => {
  const crlf = text.replaceAll("\n", "\r\n");
  await write({ [name]: crlf });
  const read = () => readFile(join(place.work, name), "utf8");
  expect((await run(`add-user ${name} role/Report --account ${account} --yes`)).exit).toBe(0);
  const after = await read();
  expect(after).not.toBe(crlf);
  expect(after.replaceAll("\r\n", "")).not.toMatch(/[\r\n]/);
  expect((await run(`remove-user ${name} role/Report --account ${account} --yes`)).exit).toBe(0);
  expect(await read()).toBe(crlf);
});

describe("a key that a folder of Terraform has under a longer name", () => {
  const key = (name: string) =>
    `resource "aws_kms_key" "${name}" {\n  policy = jsonencode({ Version = "2012-10-17", Statement = [] })\n}\n`;

  test.each([
    ["app", "did you mean main.tf#aws_kms_key.app?"],
    ["aws_kms_key.log", "did you mean main.tf#aws_kms_key.logs?"],
    ["nothing_like_it", "kmspol list FILE lists them; #1 is the first"],
  ])("%s is not taken for it, and the hint names it", async (name, hint) => {
    await write({ "main.tf": key("app") + key("logs") });
    expect(await run(`show main.tf#${name}`)).toMatchObject({
      exit: 2,
      stderr: `kmspol: main.tf holds no key ${name}; it holds aws_kms_key.app, aws_kms_key.logs\nhint: ${hint}\n`,
    });
  });
});
