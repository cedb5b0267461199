import { mkdtemp, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { within } from "../support/in-process.ts";

// Of what kind a principal is, and so who, may be told when the document is deployed: `"*"` under `AWS` is everybody, and under no other.

const account = "111122223333";
const stranger = "arn:aws:iam::444455556666:role/X";
const statement = (kind: string, who: string, action: string) => `  statement {
    actions   = ["${action}"]
    resources = ["*"]
    principals {
      type        = ${kind}
      identifiers = ["${who}"]
    }
  }
`;
const root = `arn:aws:iam::${account}:root`;
const data = `variable "kind" { type = string }
data "aws_iam_policy_document" "d" {
${statement('"AWS"', root, "kms:*")}${statement("var.kind", "*", "kms:Decrypt")}}
resource "aws_kms_key" "k" {
  policy = data.aws_iam_policy_document.d.json
}
`;
const source = `variable "kind" { type = string }
resource "aws_kms_key" "k" {
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [
      { Effect = "Allow", Principal = { AWS = "${root}" }, Action = "kms:*", Resource = "*" },
      { Effect = "Allow", Principal = { (var.kind) = "*" }, Action = "kms:Decrypt", Resource = "*" },
    ]
  })
}
`;
const bare = `{
  "Version": "2012-10-17",
  "Statement": [
    { "Effect": "Allow", "Principal": { "AWS": "${root}" }, "Action": "kms:*", "Resource": "*" },
    { "Effect": "Allow", "Principal": { "\${kind}": "*" }, "Action": "kms:Decrypt", "Resource": "*" }
  ]
}
`;

const place = async (name: string, text: string) => {
  const state = await mkdtemp(join(tmpdir(), "kmspol-open-kind-"));
  const path = join(state, name);
  await writeFile(path, text);
  const run = (verb: string, ...rest: readonly string[]) => within({ state }, [verb, path, ...rest]);
  return { path, run };
};

describe.each<[what: string, name: string, text: string, kind: string]>([
  ["a data document", "main.tf", data, "${var.kind}"],
  ["an object of Terraform", "main.tf", source, "${var.kind}"],
  ["a bare policy", "p.json", bare, "${kind}"],
])("%s", (_, name, text, kind) => {
  const unknown = `what ${kind} stands for is not known here`;

  test("it may be anybody, and nobody is told to be named for certain", async () => {
    const { run } = await place(name, text);
    const { stdout } = await run("who-can", "kms:Decrypt", "--json");
    const { access } = JSON.parse(stdout) as { access: { principal: string; undecided?: string }[] };
    expect(access).toContainEqual(expect.objectContaining({ principal: kind, undecided: unknown }));
    const can = await run("can", stranger, "kms:Decrypt", "--json");
    const { decision, undecided } = JSON.parse(can.stdout) as { decision: string; undecided?: string };
    expect([can.exit, decision, undecided]).toEqual([1, "not-allowed", `statement 2: ${unknown}`]);
    expect((await run("show")).stdout).toContain(`not known: ${kind} may be "*", everyone`);
  });

  test("check asks who it is, and does not call it a misspelt kind", async () => {
    const { run } = await place(name, text);
    const { stdout } = await run("check", "--json");
    const { findings } = JSON.parse(stdout) as {
      findings: { code: string; message: string; hint?: string }[];
    };
    expect(findings.map(({ code }) => code)).not.toContain("invalid-principal-key");
    expect(findings).toContainEqual(
      expect.objectContaining({
        code: "opaque-principal",
        message: `who this is, is not known here: ${unknown}`,
        hint: "--set NAME=VALUE or --parameters FILE tells it",
      }),
    );
  });

  test.each([
    ["AWS", "needs-iam"],
    ["Service", "not-allowed"],
  ])("told to be %s, it is that", async (value, decision) => {
    const { run } = await place(name, text);
    const { stdout } = await run("can", stranger, "kms:Decrypt", "--json", "--set", `kind=${value}`);
    expect(JSON.parse(stdout)).toMatchObject({ decision });
    expect(stdout).not.toContain("undecided");
  });

  test("another principal is added beside it", async () => {
    const { path, run } = await place(name, text);
    expect((await run("add-user", "role/Other", "--account", account, "--yes")).exit).toBe(0);
    const after = await readFile(path, "utf8");
    const lost = text.split("\n").filter((line) => !after.includes(line.replace(/[\]},]*$/, "")));
    expect([lost, after]).toEqual([[], expect.stringContaining("role/Other")]);
  });
});

test("so is one of which only a part is open, till that is told", async () => {
  const { run } = await place("p.json", bare.replace("${kind}", "A${kind}"));
  const decided = async (...flags: readonly string[]) => {
    const { stdout } = await run("can", stranger, "kms:Decrypt", "--json", ...flags);
    const { decision, undecided } = JSON.parse(stdout) as { decision: string; undecided?: string };
    return [decision, undecided];
  };
  expect(await decided()).toEqual(["not-allowed", "statement 2: what A${kind} stands for is not known here"]);
  expect(await decided("--set", "kind=WS")).toEqual(["needs-iam", undefined]);
});
