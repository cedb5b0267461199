import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import { newPlace, type Place } from "../support/binary.ts";
import { kmspol } from "../support/here.ts";

// A policy that stands in a document as text and has a fault is told as a policy with a fault, with the place in the document: never as
// "known later", never as KMS's default one, never as one that gives nobody anything.

let place: Place;
beforeEach(async () => {
  place = await newPlace();
});

const run = async (...words: readonly string[]) => kmspol(place, undefined, words);
const write = (name: string, text: string) => writeFile(join(place.work, name), text);
const read = (name: string) => readFile(join(place.work, name), "utf8");

const stringWith = (part: string): unknown => expect.stringContaining(part);

const root =
  '{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111122223333:root"},"Action":"kms:*","Resource":"*"}';
const whole = `{"Version":"2012-10-17","Statement":[${root}]}`;
const broken = whole.replace(',"Resource"', ' "Resource"');
const at = broken.indexOf(' "Resource"') + 1;

const template = (policy: string) =>
  `Resources:\n  K:\n    Type: AWS::KMS::Key\n    Properties:\n      KeyPolicy: ${policy}\n`;
const json = (value: unknown) => JSON.stringify(value);
const planned = (policy: string, before: string | null = null) => ({
  format_version: "1.2",
  resource_changes: [
    {
      address: "aws_kms_key.k",
      type: "aws_kms_key",
      change: { actions: ["update"], before: before && { policy: before }, after: { policy } },
    },
  ],
});
const state = (policy: string) => ({
  version: 4,
  terraform_version: "1.5.0",
  resources: [{ mode: "managed", type: "aws_kms_key", name: "k", instances: [{ attributes: { policy } }] }],
});
const event = (policy: string) => ({
  eventSource: "kms.amazonaws.com",
  eventTime: "2026-01-01T00:00:00Z",
  requestParameters: { policy },
});
const item = (Policy: string) => ({ resourceType: "AWS::KMS::Key", supplementaryConfiguration: { Policy } });
const manifest = (policy: string) =>
  `apiVersion: kms.services.k8s.aws/v1alpha1\nkind: Key\nmetadata: { name: k }\nspec:\n  policy: ${policy}\n`;
const terraform = (policy: string) => `resource "aws_kms_key" "k" {\n  policy = ${policy}\n}\n`;
const indented = (text: string, columns: number) => `|\n${" ".repeat(columns)}${text}`;

/** Where a comma is missing in a document: behind the value before `"Resource"`. */
const placeIn = (text: string): string => {
  const action = text.indexOf("kms:*");
  const offset = action + text.slice(action).search(/ \\*"Resource/);
  const lines = text.slice(0, offset).split("\n");
  return `${lines.length}:${(lines.at(-1)?.length ?? 0) + 1}`;
};

describe("the place of the fault", () => {
  test.each<[what: string, name: string, text: string]>([
    ["a template, in single quotes", "t.yaml", template(`'${broken}'`)],
    ["a template, in a literal block", "t.yaml", template(indented(broken, 8))],
    ["a template, in Fn::Sub", "t.yaml", template(`!Sub ${indented(broken, 8)}`)],
    ["a template, in the list of Fn::Sub", "t.yaml", template(`!Sub ['${broken}', { A: b }]`)],
    [
      "a template in JSON",
      "t.json",
      json({ Resources: { K: { Type: "AWS::KMS::Key", Properties: { KeyPolicy: broken } } } }),
    ],
    [
      "a template in JSON, in Fn::Sub",
      "t.json",
      json({ Resources: { K: { Type: "AWS::KMS::Key", Properties: { KeyPolicy: { "Fn::Sub": broken } } } } }),
    ],
    ["a heredoc", "t.tf", terraform(`<<P\n${broken}\nP`)],
    ["an indented heredoc", "t.tf", terraform(`<<-P\n    ${broken}\n  P`)],
    ["a string of Terraform", "t.tf", terraform(json(broken))],
    ["a plan", "plan.json", json(planned(broken))],
    ["a state", "terraform.tfstate", json(state(broken))],
    ["the answer of get-key-policy", "a.json", json({ Policy: broken })],
    ["an event of CloudTrail", "a.json", json({ Records: [event(broken)] })],
    ["an item of AWS Config", "a.json", json(item(broken))],
    ["a manifest, in a literal block", "m.yaml", manifest(indented(broken, 4))],
    ["a manifest, in double quotes", "m.yaml", manifest(json(broken))],
    ["a task", "p.yml", `- name: k\n  amazon.aws.kms_key:\n    policy: '${broken}'\n`],
  ])("%s", async (_, name, text) => {
    await write(name, text);
    const [line = "", column = ""] = placeIn(text).split(":");
    const check = await run("check", name);
    expect([check.exit, check.stdout]).toEqual([
      1,
      expect.stringContaining(`${name}:${line}:${column}: error json-syntax`),
    ]);
    expect(check.stdout).toContain("a comma is missing here");
    const list = await run("list", name);
    expect(list.stdout).toMatch(new RegExp(`broken at line ${line}, column \\d+: a comma is missing here`));
    for (const verb of [["show"], ["who-can"], ["diff", name]]) {
      const { exit, stderr, stdout } = await run(...verb, name);
      expect([exit, stdout]).toEqual([2, ""]);
      expect(stderr).toContain("a comma is missing here");
    }
    const edit = await run("add-user", name, "role/App", "--account", "111122223333", "--yes");
    expect(edit.exit).not.toBe(0);
    expect(await read(name)).toBe(text);
  });
});

describe("a text that stands in another file", () => {
  test.each([
    ["file", 'file("policy.json")'],
    ["templatefile", 'templatefile("policy.json", {})'],
  ])("%s: its line there is told", async (_, expression) => {
    await write("policy.json", `{\n${broken.slice(1)}`);
    await write("main.tf", terraform(expression));
    const { exit, stdout } = await run("check", "main.tf");
    expect([exit, stdout.replace(/\s+/g, " ")]).toEqual([
      1,
      expect.stringContaining(`has a fault at its line 2, column ${at - 1}: a comma is missing here`),
    ]);
  });
});

describe("in a diff of several keys it is neither the same nor nobody", () => {
  test.each([
    ["what will be", planned(broken, whole)],
    ["what stands", planned(whole, broken)],
  ])("%s", async (_, plan) => {
    await write("plan.json", json(plan));
    const { stdout } = await run("diff", "plan.json", "--json");
    expect(JSON.parse(stdout)).toMatchObject({
      equivalent: false,
      keys: [{ gained: [], lost: [], unknown: [], why: stringWith("a comma is missing here") }],
    });
    const words = await run("diff", "plan.json", "--fail-on", "gained");
    expect([words.exit, words.stdout]).toEqual([1, expect.not.stringMatching(/nobody/i)]);
  });

  test("a plan or a state with a text that is no JSON at all has no default policy", async () => {
    await write("plan.json", json(planned("none of it")));
    await write("terraform.tfstate", json(state("none of it")));
    for (const name of ["plan.json", "terraform.tfstate"]) {
      const { stdout } = await run("list", name);
      expect(stdout).toContain("broken at line 1");
    }
  });
});

describe("a policy as text in a template is one like any other", () => {
  const long = `{
          "Version": "2012-10-17",
          "Statement": [
            {
              "Effect": "Allow",
              "Principal": { "AWS": "arn:\${AWS::Partition}:iam::\${AWS::AccountId}:root" },
              "Action": "kms:*",
              "Resource": "*"
            },
            {
              "Effect": "Allow",
              "Principal": { "AWS": ["\${Reader}", "arn:aws:iam::\${Other}:role/Far"] },
              "Action": "kms:Decrypt",
              "Resource": "*",
              "Condition": { "StringEquals": { "aws:\${Word}": "\${!aws:username}" } }
            }
          ]
        }`;
  const list = `!Sub\n        - |\n          ${long.replace(/\n {8}/g, "\n          ")}\n        - { Other: "444455556666", Word: PrincipalOrgID }`;
  const parameter = "Parameters: { Reader: { Type: String } }\n";

  test("Fn::Sub has the template's names, its own variables and what IAM resolves", async () => {
    await write("t.yaml", parameter + template(list));
    const { stdout } = await run("who-can", "t.yaml", "--json", "--account", "111122223333");
    const { access } = JSON.parse(stdout) as { access: readonly { principal: string }[] };
    const names = access.map(({ principal }) => principal);
    expect(names).toEqual(
      expect.arrayContaining(["root-user:111122223333", "arn:aws:iam::444455556666:role/Far", "${Reader}"]),
    );
    expect(stdout).toContain("aws:PrincipalOrgID");
    expect(stdout).toContain("${aws:username}");
    const given = await run("who-can", "t.yaml", "--set", "Reader=arn:aws:iam::777788889999:root");
    expect(given.stdout).toContain("777788889999");
  });

  test.each<[what: string, name: string, text: string]>([
    [
      "Fn::Sub in a literal block",
      "t.yaml",
      parameter + template(`!Sub |\n        ${long.replaceAll("${Other}", "444455556666")}`),
    ],
    ["the list of Fn::Sub", "t.yaml", parameter + template(list)],
    ["single quotes", "t.yaml", template(`'${whole}'`)],
    ["double quotes", "t.yaml", template(json(whole))],
    [
      "JSON",
      "t.json",
      json({ Resources: { K: { Type: "AWS::KMS::Key", Properties: { KeyPolicy: { "Fn::Sub": whole } } } } }),
    ],
  ])("%s: what is added and removed leaves the bytes", async (_, name, text) => {
    await write(name, text);
    const add = await run("add-user", name, "role/App", "--account", "111122223333", "--yes");
    expect([add.exit, await read(name)]).toEqual([0, expect.stringContaining("role/App")]);
    const back = await run("remove-user", name, "role/App", "--account", "111122223333", "--yes");
    expect([back.exit, await read(name)]).toEqual([0, text]);
  });

  const parts = `Fn::Join:
        - ""
        - - '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::'
          - !Ref AWS::AccountId
          - ':root"},"Action":"kms:*","Resource":"*"},'
          - !Sub '{"Effect":"Allow","Principal":{"AWS":["\${Reader}","arn:aws:iam::'
          - !Select [0, ["444455556666"]]
          - ':role/Far"]},"Action":"kms:Decrypt","Resource":"*","Condition":{"StringEquals":{"aws:PrincipalTag/who":"\${aws:username}"}}}]}'`;

  test("Fn::Join is read by its parts, and not edited", async () => {
    const text = parameter + template(`\n        ${parts}`);
    await write("t.yaml", text);
    const { stdout } = await run("who-can", "t.yaml", "--json", "--account", "111122223333");
    const { access } = JSON.parse(stdout) as { access: readonly { principal: string }[] };
    const names = access.map(({ principal }) => principal);
    expect(names).toEqual(
      expect.arrayContaining(["root-user:111122223333", "arn:aws:iam::444455556666:role/Far", "${Reader}"]),
    );
    expect(stdout).toContain("${aws:username}");
    const check = await run("check", "t.yaml", "--account", "111122223333");
    expect(check.stdout).toMatch(/t\.yaml:1[0-4]:\d+: warning external-account-access/);
    const edit = await run("add-user", "t.yaml", "role/App", "--account", "111122223333", "--yes");
    expect([edit.exit, edit.stderr]).toEqual([3, stringWith("Fn::Join puts its text together")]);
    expect(await read("t.yaml")).toBe(text);
  });

  test("Fn::Join with a list or a part that only the deployment knows stays unknown", async () => {
    for (const list of ["!Ref Reader", '["{", !Ref Reader, "}"]']) {
      await write("t.yaml", parameter + template(`!Join ["", ${list}]`));
      const { exit, stderr } = await run("show", "t.yaml");
      expect([exit, stderr]).toEqual([2, stringWith("known only when the stack is deployed")]);
    }
  });

  test("the own account is written by its name in Fn::Sub, and not at all where it has none", async () => {
    await write("t.yaml", template(`!Sub '${whole.replace("111122223333", "${AWS::AccountId}")}'`));
    expect((await run("add-user", "t.yaml", "role/App", "--yes")).exit).toBe(0);
    expect(await read("t.yaml")).toContain("arn:aws:iam::${AWS::AccountId}:role/App");
    await write("t.yaml", template(`'${whole}'`));
    const { exit, stderr } = await run("add-user", "t.yaml", "role/App", "--yes");
    expect([exit, stderr]).toEqual([3, expect.stringContaining("--account tells the number")]);
    expect(await read("t.yaml")).toBe(template(`'${whole}'`));
  });
});

test("a long name of what Terraform works out ends in a sign that it goes on", async () => {
  const call = `module.${"a".repeat(40)}.policies["${"b".repeat(40)}"]`;
  await write("main.tf", terraform(call));
  const { stdout } = await run("list", "main.tf");
  expect(stdout).toContain(`${call.slice(0, 59)}…`);
  await write("main.tf", terraform("module.a.policy"));
  expect((await run("list", "main.tf")).stdout).toMatch(/module\.a\.policy(?!…)/);
});
