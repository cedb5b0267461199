import { describe, expect, test } from "vitest";
import { sourceIn } from "../../src/container/terraform/source.ts";
import { valuesIn } from "../../src/container/terraform/values-file.ts";
import { addUsers } from "../../src/default-view/add-users.ts";
import { documentOf, parsePolicyText } from "../../src/policy/document.ts";
import { documentValue } from "../../src/policy/json-value.ts";
import { unveil } from "../../src/policy/symbols.ts";

const account = "111122223333";
const role = `arn:aws:iam::${account}:role/Report`;

interface Beside {
  readonly siblings?: Readonly<Record<string, string>>;
  readonly files?: Readonly<Record<string, string>>;
  readonly set?: Readonly<Record<string, string>>;
}

const keyIn = async (text: string, { siblings = {}, files = {}, set = {} }: Beside = {}) => {
  const container = await sourceIn(text, "main.tf", {
    account,
    parameters: new Map(Object.entries(set)),
    siblings: () => Promise.resolve(new Map(Object.entries(siblings))),
    fileBeside: (name) => {
      const found = files[name];
      return Promise.resolve(found === undefined ? { unread: "is not there" } : { text: found });
    },
  });
  return { ...container, key: container.keys[0] };
};

/** Who the statements of the policy name, by what its text says. */
const principalsIn = async (text: string, beside?: Beside): Promise<unknown> => {
  const { key } = await keyIn(text, beside);
  if (key?.policy.state !== "policy") return key?.policy.state;
  const { text: policy, format, dialect } = key.policy;
  const document = documentOf(parsePolicyText(policy, format, dialect));
  const value = document && (JSON.parse(unveil(JSON.stringify(documentValue(document)))) as Policy);
  return value?.Statement.flatMap(({ Principal }) => Principal.AWS);
};

interface Policy {
  readonly Statement: readonly { readonly Principal: { readonly AWS: string | readonly string[] } }[];
}

/** What adding a user comes to. */
const edit = async (text: string, beside?: Beside): Promise<string> => {
  const { key } = await keyIn(text, beside);
  const policy = key?.policy;
  if (policy?.state !== "policy")
    return `${policy?.state ?? "no key"}: ${"message" in (policy ?? {}) ? (policy as { message: string }).message : ""}`;
  if (policy.readOnly) return `${policy.readOnly.code}: ${policy.readOnly.message}`;
  const document = documentOf(parsePolicyText(policy.text, policy.format, policy.dialect));
  try {
    return document
      ? (policy.put?.(addUsers(document, [role], { ...key?.facts, account }).document.text) ?? "")
      : "";
  } catch (error) {
    return `${(error as { code: string }).code}: ${(error as Error).message}`;
  }
};

const statement = (principal: string) =>
  `{ Effect = "Allow", Principal = { AWS = ${principal} }, Action = "kms:*", Resource = "*" }`;
const root = `"arn:aws:iam::${account}:root"`;
const key = (policy: string) => `resource "aws_kms_key" "k" {\n  policy = ${policy}\n}\n`;
const encoded = (statements: string) =>
  key(`jsonencode({ Version = "2012-10-17", Statement = ${statements} })`);
const block = (identifiers: string) => `  statement {
    actions   = ["kms:*"]
    resources = ["*"]
    principals {
      type        = "AWS"
      identifiers = ${identifiers}
    }
  }
`;
const data = (name: string, body: string) => `data "aws_iam_policy_document" "${name}" {\n${body}}\n`;
/** A block with a Sid. */
const sid = (text: string) => text.replace("{\n", '{\n    sid = "S"\n');
const ofData = key("data.aws_iam_policy_document.d.json");

describe("what Terraform works out is refused with its place", () => {
  test.each([
    [
      "concat",
      encoded(`concat([${statement(root)}], var.more)`),
      /^edit-computed: main\.tf, line 2: .*concat/,
    ],
    [
      "a choice of statements",
      encoded(`var.x ? [${statement(root)}] : []`),
      /^edit-computed: main\.tf, line 2: .*var\.x/,
    ],
    ["for", encoded(`[for a in var.b : ${statement("a")}]`), /^edit-computed: main\.tf, line 2: .*for a in/],
    [
      "merge",
      key(`jsonencode(merge({ Version = "2012-10-17" }, { Statement = [${statement(root)}] }))`),
      /^edit-computed: main\.tf, line 2/,
    ],
    [
      "a list of a variable",
      `variable "a" {\n  default = [${root}]\n}\n${encoded(`[{ Sid = "Allow use of the key", Effect = "Allow", Principal = { AWS = var.a }, Action = ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:DescribeKey"], Resource = "*" }]`)}`,
      /^edit-computed: main\.tf, line 5: .*var\.a/,
    ],
    [
      "a choice of policies",
      key(`var.p == "" ? data.a.b.json : jsonencode({ Statement = [${statement(root)}] })`),
      /^edit-computed: main\.tf, line 2/,
    ],
    [
      "an override",
      data(
        "d",
        `  override_policy_documents = [data.aws_iam_policy_document.o.json]\n${sid(block(`[${root}]`))}`,
      ) +
        data("o", sid(block('["x"]'))) +
        ofData,
      /^edit-computed: main\.tf/,
    ],
    [
      "nothing but dynamic statements",
      data(
        "d",
        `  dynamic "statement" {\n    for_each = var.x\n    content {\n      actions   = ["kms:*"]\n      resources = ["*"]\n      principals {\n        type        = "AWS"\n        identifiers = [statement.value]\n      }\n    }\n  }\n`,
      ) + ofData,
      /^edit-computed: main\.tf, line 1: .*dynamic/,
    ],
    ["a variable", key("var.policy"), /^unknown: the policy comes from var\.policy/],
    ["an output of a module", key("module.m.policy"), /^unknown: the policy comes from module\.m\.policy/],
    ["a directive", key('<<EOF\n{ "Statement": [ %{ if var.x }{}%{ endif } ] }\nEOF'), /^unknown: .*%\{ \}/],
    ["no policy", key("null"), /^no-policy-to-edit/],
    ["a file", key('file("p.json")'), /^edit-computed: main\.tf, line 2: .*file\("p\.json"\)/],
  ])("%s", async (_, text, outcome) => {
    const policy = `{ "Version": "2012-10-17", "Statement": [{ "Effect": "Allow", "Principal": { "AWS": ${root} }, "Action": "kms:*", "Resource": "*" }] }`;
    expect(await edit(text, { files: { "p.json": policy } })).toMatch(outcome);
  });

  test("a policy in another file is named", async () => {
    const siblings = { "data.tf": `\n${data("d", block(`[${root}]`))}` };
    expect(await edit(ofData, { siblings })).toBe("edit-computed: its policy stands in data.tf, line 2");
  });
});

describe("who is named", () => {
  const dynamic = (over: string, value: string) =>
    data(
      "d",
      `  dynamic "statement" {\n    for_each = ${over}\n    content {\n${block(`[${value}]`)
        .replace("  statement {\n", "")
        .replace(/ {2}\}\n$/, "")}    }\n  }\n`,
    ) + ofData;
  const cases: readonly (readonly [string, string, unknown, Beside?])[] = [
    [
      "a dynamic statement over what is known",
      dynamic('toset(["a", "b"])', '"r/${statement.value}"'),
      ["r/a", "r/b"],
    ],
    [
      "a dynamic statement over a list, whose keys are numbers",
      dynamic('["a", "b"]', '"r/${statement.key}${statement.value}"'),
      ["r/0a", "r/1b"],
    ],
    ["a dynamic statement over a map", dynamic('{ x = { arn = "r/1" } }', "statement.value.arn"), ["r/1"]],
    [
      "a dynamic statement over a default, which decides nothing",
      `variable "v" {\n  default = []\n}\n${dynamic("var.v", "statement.value")}`,
      ["${statement.value}"],
    ],
    [
      "lists put together",
      encoded(`[${statement(`concat(["a"], ["b"], [var.c])`)}]`),
      ["a", "b", "${var.c}"],
    ],
    ["maps put together", encoded(`[merge(${statement('"a"')}, { Sid = "x" })]`), ["a"]],
    [
      "flatten and distinct",
      encoded(`[${statement('distinct(flatten([["a"], [["a", "b"]]]))')}]`),
      ["a", "b"],
    ],
    [
      "a template file",
      key('templatefile("${path.module}/p.tpl", { who = "r/app" })'),
      ["r/app"],
      {
        files: {
          "p.tpl":
            '{ "Statement": [{ "Effect": "Allow", "Principal": { "AWS": "${who}" }, "Action": "kms:*", "Resource": "*" }] }',
        },
      },
    ],
    [
      "a template file that is not there",
      key('templatefile("${path.module}/p.tpl", { who = "r/app" })'),
      "unknown",
    ],
    [
      "a value that is set",
      `variable "v" {}\n${encoded(`[${statement("var.v")}]`)}`,
      ["r/set"],
      { set: { v: "r/set" } },
    ],
    [
      "a list that is set",
      `variable "v" {}\n${encoded(`[${statement("var.v")}]`)}`,
      ["a", "b"],
      { set: { v: '["a", "b"]' } },
    ],
    [
      "an element of a map",
      `locals {\n  m = { "x" = { arn = "r/x" } }\n}\n${encoded(`[${statement('local.m["x"].arn')}]`)}`,
      ["r/x"],
    ],
    [
      "a value of a heredoc beside a string",
      key(
        `<<EOF\n{ "Statement": [{ "Effect": "Allow", "Principal": { "AWS": \${jsonencode(["a", "b"])} }, "Action": "kms:*", "Resource": "*" }] }\nEOF`,
      ),
      ["a", "b"],
    ],
    ["escapes", encoded(`[${statement('"\\u0061\\"b\\\\c$${d}%%{e}"')}]`), ['a"b\\c${d}%{e}']],
    [
      "the same provider as the key's",
      `data "aws_caller_identity" "x" {\n  provider = aws.o\n}\nresource "aws_kms_key" "k" {\n  provider = aws.o\n  policy   = jsonencode({ Statement = [${statement('"arn:aws:iam::${data.aws_caller_identity.x.account_id}:root"')}] })\n}\n`,
      [`arn:aws:iam::${account}:root`],
    ],
    [
      "another Region's provider",
      `provider "aws" {\n  alias  = "us"\n  region = "us-east-1"\n}\ndata "aws_caller_identity" "x" {\n  provider = aws.us\n}\n${encoded(`[${statement('"arn:aws:iam::${data.aws_caller_identity.x.account_id}:root"')}]`)}`,
      [`arn:aws:iam::${account}:root`],
    ],
    [
      "another account's provider",
      `provider "aws" {\n  alias = "b"\n  assume_role {\n    role_arn = "x"\n  }\n}\ndata "aws_caller_identity" "x" {\n  provider = aws.b\n}\n${encoded(`[${statement('"arn:aws:iam::${data.aws_caller_identity.x.account_id}:root"')}]`)}`,
      ["arn:aws:iam::${data.aws_caller_identity.x.account_id}:root"],
    ],
    [
      "a document that takes the Sid of another",
      data(
        "d",
        `  override_policy_documents = [data.aws_iam_policy_document.o.json]\n${block('["a"]').replace("{\n", '{\n    sid = "S"\n')}`,
      ) +
        data("o", block('["b"]').replace("{\n", '{\n    sid = "S"\n')) +
        ofData,
      ["b"],
    ],
  ];
  const named = cases.map(([name, text, principals, beside]) => ({ name, text, principals, beside }));
  test.each(named)("$name", async ({ text, principals, beside }) => {
    expect(await principalsIn(text, beside)).toEqual(principals);
  });
});

test("a file of values is read as Terraform reads it", async () => {
  const text = '# of the stage\nrole    = "r/app" # the app\nroles   = ["a", "b"]\nenabled = false\n';
  expect(await valuesIn(text)).toEqual([
    ["role", "r/app"],
    ["roles", '["a","b"]'],
    ["enabled", "false"],
  ]);
});

describe("hostile source ends, with a word", () => {
  const mega = 1024 * 1024;
  test.each([
    ["deep lists", `a {\n  b = ${"[".repeat(4 * mega)}`, /nested deeper/],
    ["deep templates", `a {\n  b = ${'"${'.repeat(mega)}`, /nested deeper/],
    ["deep blocks", "a {".repeat(mega), /nested deeper/],
    ["a heredoc without an end", `a {\n  b = <<EOF\n${"x\n".repeat(2 * mega)}`, /the heredoc EOF has no end/],
    ["a string without an end", `a {\n  b = "${"x".repeat(4 * mega)}`, /this string has no end/],
    ["no language", "@#$%^&*(".repeat(mega / 2), /a block is expected/],
    ["quotes", '"'.repeat(4 * mega), /a block is expected/],
    ["closing brackets", "a {\n)".repeat(mega), /a \} is missing for this bracket/],
    [
      "a block that is too large",
      `resource "aws_kms_key" "k" {\n  policy = "${"x".repeat(2 * mega)}"\n}\n`,
      /larger than 1 MiB/,
    ],
    ["NUL", 'resource "aws_kms_key" "k" {\n  policy = \u0000\n}\n', /Terraform's language/],
    ["an operator without an operand", 'resource "aws_kms_key" "k" {\n  policy = 1 +\n}\n', /./],
  ])("%s", async (_, text, message) => {
    const { fault, keys } = await keyIn(text);
    expect(keys).toEqual([]);
    expect(fault?.message).toMatch(message);
  });

  test("circles of locals, of documents and of iterators are open", async () => {
    const circle = `locals {\n  a = local.b\n  b = "\${local.a}"\n}\n${encoded(`[${statement("local.a")}]`)}`;
    expect(await principalsIn(circle)).toEqual(["${local.a}"]);
    const document =
      data("d", `  source_policy_documents = [data.aws_iam_policy_document.d.json]\n${block('["a"]')}`) +
      ofData;
    expect(await principalsIn(document)).toContain("a");
  });

  test("names that each stand for two others have an end", async () => {
    const locals = Array.from({ length: 40 }, (_, i) => `  a${i} = [local.a${i + 1}, local.a${i + 1}]`).join(
      "\n",
    );
    expect(
      await principalsIn(`locals {\n${locals}\n  a40 = "x"\n}\n${encoded(`[${statement("local.a0")}]`)}`),
    ).toBeDefined();
  });

  test("a fault in another file is as if its names were not told", async () => {
    const siblings = { "b.tf": 'locals {\n  a = "open\n}\n' };
    expect(await principalsIn(encoded(`[${statement("local.a")}]`), { siblings })).toEqual(["${local.a}"]);
  });
});
