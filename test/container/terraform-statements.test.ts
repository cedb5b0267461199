import { describe, expect, test } from "vitest";
import { sourceIn } from "../../src/container/terraform/source.ts";
import { documentOf, parsePolicyText } from "../../src/policy/document.ts";
import { documentValue } from "../../src/policy/json-value.ts";
import { unveil } from "../../src/policy/symbols.ts";

// The statements of a policy that are put together by functions and choices: each is there, under the choices that it depends on, and
// what nobody can read may be anything.

interface Statement {
  readonly Sid?: string;
  readonly Principal?: unknown;
  readonly Condition?: { readonly Bool?: Readonly<Record<string, string>> };
}

const statementsIn = async (source: string, set: Readonly<Record<string, string>> = {}) => {
  const container = await sourceIn(source, "main.tf", {
    ...{ account: "111122223333", parameters: new Map(Object.entries(set)) },
    ...{
      siblings: () => Promise.resolve(new Map()),
      fileBeside: () => Promise.resolve({ unread: "is not there" }),
    },
  });
  const policy = container.keys[0]?.policy;
  if (policy?.state !== "policy") throw new Error(policy?.state);
  const document = documentOf(parsePolicyText(policy.text, policy.format, policy.dialect));
  const text = unveil(JSON.stringify(document && documentValue(document)));
  const { Statement } = JSON.parse(text) as { Statement: Statement | readonly Statement[] };
  return { isAlone: !Array.isArray(Statement), all: [Statement].flat() };
};

/** `A`, `A if var.x`, `A if not var.x`. */
const told = ({ Sid, Condition: { Bool = {} } = {} }: Statement): string =>
  [
    Sid ?? "open",
    ...Object.entries(Bool).map(
      ([name, value]) => `${value === "true" ? "if" : "if not"} ${name.replace(/^template:/, "")}`,
    ),
  ].join(" ");

const one = (sid: string, more = ""): string =>
  `{ Sid = "${sid}", Effect = "Allow", Principal = "*", Action = "kms:Decrypt", Resource = "*"${more} }`;
const [a, b, c] = [one("A"), one("B"), one("C")];
const encoded = (statements: string, more = ""): string => `
variable "x" {
  type = bool
}
variable "y" {
  type = bool
}
variable "more" {}
${more}
resource "aws_kms_key" "app" {
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = ${statements}
  })
}
`;

describe("jsonencode", () => {
  test.each<
    [what: string, statements: string, expected: readonly string[], set?: Readonly<Record<string, string>>]
  >([
    ["a list", `[${a}, ${b}]`, ["A", "B"]],
    ["lists put together", `concat([${a}], [${b}, ${c}])`, ["A", "B", "C"]],
    ["lists in a list", `flatten([[${a}], [[${b}]]])`, ["A", "B"]],
    ["a list whose empty ones are left out", `compact([${a}, ${b}])`, ["A", "B"]],
    ["a list that has each once", `distinct([${a}, ${b}])`, ["A", "B"]],
    ["a set as a list", `tolist([${a}])`, ["A"]],
    [
      "a choice that is open",
      `var.x ? [${a}] : [${b}, ${c}]`,
      ["A if var.x", "B if not var.x", "C if not var.x"],
    ],
    ["a choice that is made", `var.x ? [${a}] : [${b}]`, ["A"], { x: "true" }],
    ["a choice that is made otherwise", `var.x ? [${a}] : [${b}]`, ["B"], { x: "false" }],
    ["a choice of one of a list", `[${a}, var.x ? ${b} : ${c}]`, ["A", "B if var.x", "C if not var.x"]],
    [
      "a choice within a choice",
      `concat([${a}], var.x ? (var.y ? [${b}] : []) : [${c}])`,
      ["A", "B if var.x if var.y", "C if not var.x"],
    ],
    ["a choice between statements and none", `concat([${a}], var.x ? [${b}] : [])`, ["A", "B if var.x"]],
    ["what is not known", `concat([${a}], var.more)`, ["A", "open"]],
    ["what is not known, if", `concat([${a}], var.x ? var.more : [])`, ["A", "open if var.x"]],
    ["statements of a local value", `concat([${a}], local.more)`, ["A", "B"], { local: `[${b}]` }],
  ])("%s", async (_, statements, expected, { local, ...set } = {}) => {
    const source = encoded(statements, local === undefined ? "" : `locals {\n  more = ${local}\n}`);
    expect((await statementsIn(source, set)).all.map(told)).toEqual(expected);
  });

  test("a statement whose parts are chosen is one for each way", async () => {
    const part = one("A", `, Condition = { Bool = { "aws:SecureTransport" = var.x ? "true" : "false" } }`);
    const { all } = await statementsIn(encoded(`[${part}]`));
    expect(all.map(({ Condition }) => Condition?.Bool)).toEqual([
      { "aws:SecureTransport": "true", "template:var.x": "true" },
      { "aws:SecureTransport": "false", "template:var.x": "false" },
    ]);
  });

  test("one statement alone stays alone, and its ways are a list", async () => {
    expect((await statementsIn(encoded(a))).isAlone).toBe(true);
    const chosen = await statementsIn(encoded(`{ Sid = var.x ? "A" : "B", Effect = "Allow" }`));
    expect([chosen.isAlone, chosen.all.map(told)]).toEqual([false, ["A if var.x", "B if not var.x"]]);
  });

  test("what nobody can read may let anybody in", async () => {
    const { all } = await statementsIn(encoded(`var.more`));
    expect(all).toMatchObject([{ Effect: "Allow", Action: "kms:*", Resource: "*" }]);
    expect(JSON.stringify(all[0]?.Principal)).toContain("var.more");
  });
});

describe("a data document", () => {
  const block = (sid: string, principals: string): string => `
  statement {
    sid       = "${sid}"
    actions   = ["kms:Decrypt"]
    resources = ["*"]
    ${principals}
  }`;
  const by = (type: string, ...identifiers: readonly string[]): string =>
    `principals {\n      type        = "${type}"\n      identifiers = ${JSON.stringify(identifiers)}\n    }`;
  const documented = (statements: string): string => `
data "aws_iam_policy_document" "app" {${statements}
}
resource "aws_kms_key" "app" {
  policy = data.aws_iam_policy_document.app.json
}
`;
  const app = "arn:aws:iam::111122223333:role/App";

  test.each<[what: string, principals: string, expected: unknown]>([
    ["one type", by("AWS", app, "444455556666"), { AWS: [app, "444455556666"] }],
    [
      "two types",
      `${by("AWS", app)}\n    ${by("Service", "sns.amazonaws.com")}`,
      { AWS: [app], Service: ["sns.amazonaws.com"] },
    ],
    [
      "one type in two blocks",
      `${by("AWS", app)}\n    ${by("AWS", "444455556666")}`,
      { AWS: [app, "444455556666"] },
    ],
    ["everybody", by("*", "*"), "*"],
    ["everybody, twice", `${by("*", "*")}\n    ${by("*", "*")}`, "*"],
    [
      "everybody beside a service",
      `${by("*", "*")}\n    ${by("Service", "sns.amazonaws.com")}`,
      { AWS: ["*"], Service: ["sns.amazonaws.com"] },
    ],
    [
      "dynamic ones",
      `dynamic "principals" {\n      for_each = ["a"]\n      content {\n        type        = "AWS"\n        identifiers = ["${app}"]\n      }\n    }`,
      { AWS: [app] },
    ],
    [
      "another dynamic block is none",
      `${by("AWS", app)}\n    dynamic "condition" {\n      for_each = []\n      content {\n        type        = "AWS"\n        identifiers = ["*"]\n      }\n    }`,
      { AWS: [app] },
    ],
  ])("principals: %s", async (_, principals, expected) => {
    const { all } = await statementsIn(documented(block("A", principals)));
    const [first] = all.map(({ Principal }) => Principal);
    const listed =
      typeof first === "object" && first !== null
        ? Object.fromEntries(
            Object.entries(first).map(([type, who]) => [type, [who as string | string[]].flat()]),
          )
        : first;
    expect(listed).toEqual(expected);
  });
});
