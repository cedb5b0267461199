import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { kmspol } from "../support/here.ts";
import { newPlace } from "../support/binary.ts";

const account = ["--account", "111122223333"];

const statement = (sid: string, action: string, who: string): string => `
  statement {
    sid       = "${sid}"
    actions   = ["${action}"]
    resources = ["*"]
    principals {
      type        = "AWS"
      identifiers = ["${who}"]
    }
  }
`;
const root = statement("Root", "kms:*", "arn:aws:iam::111122223333:root");
const open = statement("Creators", "kms:Create*", "arn:aws:iam::111122223333:role/R");
const document = (name: string): string => `data "aws_iam_policy_document" "${name}" {${root}${open}}\n`;
const key = (policy: string): string =>
  `resource "aws_kms_key" "app" {\n  description = "ours"\n  policy      = ${policy}\n}\n`;
const secret = `resource "aws_key_pair" "p" {\n  public_key = "${"s".repeat(2000)}"\n}\n`;

interface Told {
  readonly findings: readonly {
    readonly code: string;
    readonly line: number;
    readonly column: number;
  }[];
}

const folder = async (files: Readonly<Record<string, string>>) => {
  const place = await newPlace();
  for (const [name, text] of Object.entries(files)) await writeFile(join(place.work, name), text);
  return (...line: readonly string[]) => kmspol(place, undefined, [...line, ...account]);
};

/** What stands at the place of each finding. */
const placesIn = async (files: Readonly<Record<string, string>>): Promise<readonly string[]> => {
  const run = await folder(files);
  const { stdout } = await run("check", "main.tf", "--json");
  const lines = (files["main.tf"] ?? "").split("\n");
  return (JSON.parse(stdout) as Told).findings.map(
    ({ code, line, column }) => `${code}: ${lines[line - 1]?.slice(column - 1) ?? ""}`,
  );
};

describe("a finding in a policy that Terraform works out has a place of the policy", () => {
  const reference = "data.aws_iam_policy_document.p.json";

  test("where its document stands in another file, alone or behind a choice: where that is named", async () => {
    const beside = { "policy.tf": "#\n".repeat(300) + document("p") };
    expect(await placesIn({ "main.tf": key(reference) + secret, ...beside })).toContain(
      `admin-wildcard-grants: ${reference}`,
    );
    const choice = key(`var.on ? ${reference} : ""`);
    expect(await placesIn({ "main.tf": choice + secret, ...beside })).toContain(
      `admin-wildcard-grants: ${reference} : ""`,
    );
  });

  test("where its document stands in the same file, behind a choice: in the document", async () => {
    const text = key(`var.on ? ${reference} : ""`) + secret + document("p");
    expect(await placesIn({ "main.tf": text })).toContain('admin-wildcard-grants: "kms:Create*"]');
  });
});

test("a line that nobody wrote has no number, and statements are told by the lines of the document", async () => {
  const run = await folder({ "main.tf": key("data.aws_iam_policy_document.p.json"), "p.tf": document("p") });
  const { stdout } = await run("check", "main.tf");
  expect(stdout).toContain("main.tf:3:17: security admin-wildcard-grants");
  expect(stdout).toMatch(/\n {6}\| +"kms:Create\*"\n/);
  expect((await run("show", "main.tf")).stdout).toContain('statement 2 (Sid "Creators", line 3)');

  const here = await folder({
    "main.tf": key(`var.on ? data.aws_iam_policy_document.p.json : ""`) + document("p"),
  });
  const both = document("p")
    .split("\n")
    .findIndex((line) => line.includes("Creators"));
  const shown = (await here("show", "main.tf")).stdout;
  expect(shown).toContain(`statement 2 (Sid "Creators", line ${both + 4})`);
  expect(shown).toContain("everything, if not var.on");
});

describe("statements of a template that have one Sid", () => {
  const template = (first: string, second: string): string => `Parameters: { Env: { Type: String } }
Conditions: { IsProd: !Equals [!Ref Env, prod] }
Resources:
  Key:
    Type: AWS::KMS::Key
    Properties:
      KeyPolicy:
        Version: "2012-10-17"
        Statement:
          - { Sid: Root, Effect: Allow, Principal: { AWS: !Sub "arn:aws:iam::\${AWS::AccountId}:root" }, Action: "kms:*", Resource: "*" }
          - ${first}
          - ${second}
`;
  const use = (role: string): string =>
    `{ Sid: Use, Effect: Allow, Principal: { AWS: !Sub "arn:aws:iam::\${AWS::AccountId}:role/${role}" }, Action: "kms:Decrypt", Resource: "*" }`;
  const nothing = '!Ref "AWS::NoValue"';
  const only = (condition: string, role: string, isFirst = true): string =>
    `!If [${condition}, ${isFirst ? `${use(role)}, ${nothing}` : `${nothing}, ${use(role)}`}]`;

  test.each([
    ["both branches of one choice", `!If [IsProd, ${use("A")}, ${use("B")}]`, nothing, 0],
    ["one branch each of one choice", only("IsProd", "A"), only("IsProd", "B", false), 0],
    ["the same branch of one choice", only("IsProd", "A"), only("IsProd", "B"), 1],
    ["a branch, and none", only("IsProd", "A"), use("B"), 1],
    ["branches of two choices", only("IsProd", "A"), only("IsTest", "B"), 1],
  ])("%s", async (_, first, second, twice) => {
    const run = await folder({ "t.yaml": template(first, second) });
    const { stdout } = await run("check", "t.yaml", "--json");
    const found = (JSON.parse(stdout) as Told).findings.filter(({ code }) => code === "duplicate-sid");
    expect(found).toHaveLength(twice);
  });
});
