import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { within } from "../support/in-process.ts";

// Blocks that `dynamic` makes (Terraform, "dynamic Blocks"): as many as its for_each has items, and none where that is empty.

const app = "arn:aws:iam::111122223333:role/App";
const mfa = `content {
        test     = "Bool"
        variable = "aws:MultiFactorAuthPresent"
        values   = ["true"]
      }`;
const named = `principals {
      type        = "AWS"
      identifiers = ["${app}"]
    }`;
const dynamic = (kind: string, over: string, content: string) => `dynamic "${kind}" {
      for_each = ${over}
      ${content}
    }`;
const source = (...inner: readonly string[]) => `variable "mfa" { default = false }
variable "list" { type = list(string) }
data "aws_iam_policy_document" "d" {
  statement {
    actions   = ["kms:Decrypt"]
    resources = ["*"]
    ${inner.join("\n    ")}
  }
}
resource "aws_kms_key" "k" {
  policy = data.aws_iam_policy_document.d.json
}
`;

/** Who may decrypt, under which tests, and what of it is not known. */
const lines = async (text: string, ...flags: readonly string[]) => {
  const state = await mkdtemp(join(tmpdir(), "kmspol-dynamic-"));
  const path = join(state, "main.tf");
  await writeFile(path, text);
  const { stdout } = await within({ state }, [
    ...["who-can", path, "kms:Decrypt", "--json", "--account", "111122223333", ...flags],
  ]);
  interface Line {
    readonly principal: string;
    readonly when: readonly (readonly { key: string; not?: boolean }[])[];
    readonly undecided?: string;
  }
  const { access } = JSON.parse(stdout) as { access: readonly Line[] };
  return access.map(({ principal, when, undecided }) =>
    [
      principal,
      when
        .map((all) => all.map(({ key, not }) => `${not === true ? "not " : ""}${key}`).join(" and "))
        .join(" or "),
      ...(undecided === undefined ? [] : [undecided]),
    ].join(": "),
  );
};

const key = "aws:MultiFactorAuthPresent";
test.each<[what: string, over: string, flags: readonly string[], found: RegExp]>([
  ["of nothing", "[]", [], /^\S+: $/],
  ["of one", "[1]", [], new RegExp(`: ${key}$`)],
  ["of a choice that is open", "var.mfa ? [1] : []", [], new RegExp(`: ${key} or template:var[.]mfa$`)],
  ["of a choice that is made", "var.mfa ? [1] : []", ["--set", "mfa=false"], /^\S+: $/],
  [
    "of a choice that is made the other way",
    "var.mfa ? [1] : []",
    ["--set", "mfa=true"],
    new RegExp(`: ${key}$`),
  ],
  ["of what is not known", "var.list", [], /: what \$\{dynamic Bool\} stands for is not known here$/],
])("a condition %s", async (_, over, flags, found) => {
  const [line, ...others] = await lines(source(named, dynamic("condition", over, mfa)), ...flags);
  expect(others).toEqual([]);
  expect(line).toMatch(found);
  expect(line?.startsWith(app)).toBe(true);
});

test("one for each item, with its value", async () => {
  const content = `content {
        test     = "StringEquals"
        variable = "aws:PrincipalTag/\${condition.value}"
        values   = [condition.key]
      }`;
  expect(await lines(source(named, dynamic("condition", '["a", "b"]', content)))).toEqual([
    `${app}: aws:PrincipalTag/a and aws:PrincipalTag/b`,
  ]);
});

test("principals of nothing are nobody", async () => {
  const content = `content {
        type        = "AWS"
        identifiers = ["${app}"]
      }`;
  expect(await lines(source(dynamic("principals", "[]", content)))).toEqual([]);
  expect(await lines(source(dynamic("principals", "[1]", content)))).toEqual([`${app}: `]);
});

test("principals of a list are its items", async () => {
  const content = `content {
        type        = principals.key
        identifiers = ["${app}-\${principals.value}"]
      }`;
  expect(await lines(source(dynamic("principals", '{ AWS = "a" }', content)))).toEqual([`${app}-a: `]);
  const each = content.replace("principals.key", '"AWS"');
  expect(await lines(source(dynamic("principals", 'toset(["a", "b"])', each)))).toEqual([
    `${app}-a: `,
    `${app}-b: `,
  ]);
});

test.each([
  ["an ARN", "AWS", app],
  ["everyone", "AWS", "*"],
  ["everyone, whoever calls", "*", "*"],
])("principals of what is not known are not there for certain: %s", async (_, kind, who) => {
  const content = `content {
        type        = "${kind}"
        identifiers = ["${who}"]
      }`;
  const name = `\${dynamic principals ${who}}`;
  expect(await lines(source(dynamic("principals", "var.list", content)))).toEqual([
    `${name}: : the block of dynamic principals at line 7 is worked out by Terraform`,
  ]);
  expect(await lines(source(dynamic("principals", "var.list", content)), "--set", "list=[]")).toEqual([]);
});

test("principals of what is not known stand beside those that are", async () => {
  const content = `content {
        type        = "AWS"
        identifiers = ["${app}2"]
      }`;
  expect(await lines(source(named, dynamic("principals", "var.list", content)))).toEqual([
    `${app}: `,
    expect.stringMatching(/^\$\{dynamic principals .*App2\}: : the block of dynamic principals/),
  ]);
});
