import { cp, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Access } from "../../src/access/types.ts";
import type { Finding } from "../../src/check/finding.ts";
import { sourceIn } from "../../src/container/terraform/source.ts";
import { documentOf, parsePolicyText } from "../../src/policy/document.ts";
import { documentValue } from "../../src/policy/json-value.ts";
import { unveil } from "../../src/policy/symbols.ts";
import { newPlace } from "../support/binary.ts";
import { kmspol } from "../support/here.ts";

const run = async (line: string) => {
  const place = await newPlace();
  await cp("test/container/worked", place.work, { recursive: true });
  const ended = await kmspol(place, undefined, line.split(" "));
  return { ...ended, json: () => JSON.parse(ended.stdout) as unknown };
};

const file = "12-hcl/main.tf";

/** The policy of the first key of a source, its names written out. */
const policyOf = async (
  text: string,
  siblings: Readonly<Record<string, string>> = {},
  parameters: ReadonlyMap<string, string> = new Map(),
) => {
  const deployment = {
    account: "111122223333",
    parameters,
    siblings: () => Promise.resolve(new Map(Object.entries(siblings))),
  };
  const { keys } = await sourceIn(text, "main.tf", deployment);
  const policy = keys[0]?.policy;
  if (policy?.state !== "policy") return policy;
  const document = documentOf(parsePolicyText(policy.text, policy.format, policy.dialect));
  return document && (JSON.parse(unveil(JSON.stringify(documentValue(document)))) as object);
};

const statement = (principal: string) =>
  `{ Effect = "Allow", Principal = { AWS = ${principal} }, Action = "kms:*", Resource = "*" }`;
const key = (policy: string) => `resource "aws_kms_key" "k" {\n  policy = ${policy}\n}\n`;
const encoded = (principal: string) =>
  key(`jsonencode({ Version = "2012-10-17", Statement = [${statement(principal)}] })`);

describe("Terraform source", () => {
  test("says of a known part what the bare policy says", async () => {
    const line = `diff ${file}#aws_kms_key.queue 12-hcl/equivalent-queue-known-part.json --account 111122223333`;
    const { gained, lost } = (await run(`${line} --json`)).json() as { gained: Access[]; lost: Access[] };
    expect(gained).toEqual([]);
    expect(lost.map(({ principal, undecided }) => [principal, undecided])).toEqual([
      ["${var.reader_arn}", "the variable reader_arn has no default"],
    ]);
  });

  test("another provider is another account, and a dynamic statement is told", async () => {
    const { access } = (await run(`who-can ${file}#aws_kms_key.archive --json`)).json() as {
      access: Access[];
    };
    const open = access.filter(({ undecided }) => undecided !== undefined);
    expect(open.map(({ principal }) => principal)).toEqual([
      "account:${data.aws_caller_identity.backup.account_id}",
      "${statement.value}",
    ]);
  });

  test("findings have the places of the source", async () => {
    const checked = (await run(`check ${file} --json`)).json() as { findings: readonly Finding[] }[];
    const told = checked.flatMap(({ findings }) =>
      findings.map(({ code, line, column }) => `${code} ${line}:${column}`),
    );
    expect(told).toEqual([
      "opaque-principal 46:13",
      "external-account-full 64:34",
      "external-account-access 64:34",
      "opaque-principal 68:3",
    ]);
  });

  test("a policy put by a resource of its own is the key's", async () => {
    const show = async (name: string) => (await run(`who-can ${file}#${name}`)).stdout;
    expect(await show("aws_kms_key_policy.mail")).toBe(await show("aws_kms_key.mail"));
  });

  test("is changed in place, and nothing but the policy", async () => {
    const place = await newPlace();
    await cp("test/container/worked", place.work, { recursive: true });
    const change = async (line: string) => (await kmspol(place, undefined, line.split(" "))).exit;
    const now = () => readFile(join(place.work, file), "utf8");
    const before = await now();
    expect(await change(`add-user ${file}#aws_kms_key.queue role/Report --yes`)).toBe(0);
    expect(await now()).toBe(await readFile(join(place.work, "12-hcl/after-add-user-Report.tf.txt"), "utf8"));
    expect(await change(`remove-user ${file}#aws_kms_key.queue role/Report --yes`)).toBe(0);
    expect(await now()).toBe(before);
  });

  test("a statement comes behind the last block that is not dynamic", async () => {
    const place = await newPlace();
    await cp("test/container/worked", place.work, { recursive: true });
    const change = async (verb: string) =>
      (await kmspol(place, undefined, [verb, `${file}#aws_kms_key.archive`, "role/Report", "--yes"])).exit;
    const now = () => readFile(join(place.work, file), "utf8");
    const before = await now();
    expect(await change("add-user")).toBe(0);
    const after = await now();
    const added = after.indexOf("role/Report");
    expect(added).toBeGreaterThan(after.indexOf('data "aws_iam_policy_document" "archive"'));
    expect(added).toBeLessThan(after.indexOf('dynamic "statement"'));
    expect(await change("remove-user")).toBe(0);
    expect(await now()).toBe(before);
  });

  test("a fault is told with its place", async () => {
    const place = await newPlace();
    await writeFile(join(place.work, "broken.tf"), 'resource "aws_kms_key" "k" {\n  policy = "open\n}\n');
    const ended = await kmspol(place, undefined, ["show", "broken.tf"]);
    expect(ended.exit).toBe(2);
    expect(ended.stderr).toContain("line 2, column 12: this string has no end");
  });
});

describe("expressions", () => {
  const own = "arn:aws:iam::111122223333:root";
  test.each<[name: string, text: string, principal: string, siblings?: Readonly<Record<string, string>>]>([
    ["a literal", encoded('"x"'), "x"],
    [
      "a local of another file",
      encoded("local.root"),
      own,
      { "locals.tf": 'locals { root = "arn:aws:iam::${data.aws_caller_identity.me.account_id}:root" }' },
    ],
    ["a default", encoded("var.who"), "someone", { "v.tf": 'variable "who" { default = "someone" }' }],
    ["no default", encoded("var.who"), "${var.who}", { "v.tf": 'variable "who" {}' }],
    ["format", encoded('format("arn:aws:iam::%s:root", data.aws_caller_identity.me.account_id)'), own],
    ["join", encoded('join(":", ["arn:aws:iam:", data.aws_caller_identity.me.account_id, "root"])'), own],
    [
      "a variable of IAM",
      encoded('"arn:aws:iam::111122223333:user/$${aws:username}"'),
      "arn:aws:iam::111122223333:user/${aws:username}",
    ],
    ["a module", encoded("module.roles.arn"), "${module.roles.arn}"],
    [
      "a role with a path",
      encoded("aws_iam_role.r.arn"),
      "arn:aws:iam::111122223333:role/svc/app",
      { "r.tf": 'resource "aws_iam_role" "r" {\n  name = "app"\n  path = "/svc/"\n}' },
    ],
    ["a role without a name", encoded("aws_iam_role.r.arn"), "${aws_iam_role.r.arn}"],
    [
      "a role of another provider",
      encoded("aws_iam_role.r.arn"),
      "${aws_iam_role.r.arn}",
      { "r.tf": 'resource "aws_iam_role" "r" {\n  provider = aws.b\n  name = "app"\n}' },
    ],
    ["a local that refers to itself", encoded("local.a"), "${local.a}", { "l.tf": "locals { a = local.a }" }],
  ])("%s", async (_, text, principal, siblings = {}) => {
    expect(await policyOf(text, siblings)).toMatchObject({ Statement: [{ Principal: { AWS: principal } }] });
  });

  test.each([
    ["a variable", key("var.policy"), "var.policy"],
    ["a module", key("module.m.policy"), "module.m.policy"],
  ])("a policy that is %s is not known", async (_, text, name) => {
    expect(await policyOf(text)).toMatchObject({ state: "unknown", dependsOn: [name] });
  });

  test("both branches of a choice are told, a default decides nothing, and a value does", async () => {
    const text = `variable "x" {\n  default = true\n}\n${encoded('var.x ? "a" : "b"')}`;
    const policy = (parameters: readonly (readonly [string, string])[]) =>
      policyOf(text, {}, new Map(parameters)) as Promise<{
        Statement: { Principal: unknown; Condition?: unknown }[];
      }>;
    const open = await policy([]);
    expect(open.Statement.map(({ Principal, Condition }) => [Principal, Condition])).toEqual([
      [{ AWS: "a" }, { Bool: { "template:var.x": "true" } }],
      [{ AWS: "b" }, { Bool: { "template:var.x": "false" } }],
    ]);
    const decided = await policy([["x", "false"]]);
    expect(decided.Statement.map(({ Principal }) => Principal)).toEqual([{ AWS: "b" }]);
  });

  test("no policy is KMS's default one", async () => {
    expect(await policyOf('resource "aws_kms_key" "k" {}\n')).toMatchObject({ Id: "key-default-1" });
  });
});
