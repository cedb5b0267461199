import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { within } from "../support/in-process.ts";

// A statement that a parameter, a macro, a loop or a variable puts in its place (AWS CloudFormation User Guide, "Fn::Transform"; Terraform,
// "For Expressions", "merge"): whom it lets in is not known, which is not nobody.

const template = (statements: string) => `Parameters: { S: { Type: String } }
Resources:
  K:
    Type: AWS::KMS::Key
    Properties:
      KeyPolicy:
        Version: "2012-10-17"
        Statement: ${statements}
`;
const terraform = (policy: string) => `locals {
  p = { Version = "2012-10-17", Statement = [for one in var.all : one] }
}
resource "aws_kms_key" "k" {
  policy = jsonencode(${policy})
}
`;

const run = async (name: string, text: string, ...args: readonly string[]) => {
  const state = await mkdtemp(join(tmpdir(), "kmspol-open-statements-"));
  const path = join(state, name);
  await writeFile(path, text);
  const [verb = "", ...rest] = args;
  return within({ state }, [verb, path, ...rest, "--account", "111122223333"]);
};

test.each<[string, string, string, string]>([
  ["a parameter", "a.yaml", template("!Ref S"), "${S}"],
  ["a parameter in the list", "a.yaml", template("[!Ref S]"), "${S}"],
  [
    "a macro",
    "a.yaml",
    template("[{ Fn::Transform: { Name: AWS::Include } }]"),
    "${Fn::Transform({Name: AWS::Include})}",
  ],
  [
    "a loop",
    "a.yaml",
    template("[{ Fn::ForEach::All: [One, !Ref S, {}] }]"),
    "${Fn::ForEach::All(One, ${S}, {})}",
  ],
  ["a variable", "a.tf", terraform('merge({ Version = "2012-10-17" }, { Statement = var.s })'), "${var.s}"],
  [
    "a loop that is merged",
    "a.tf",
    terraform("merge(local.p, { Id = var.id })"),
    "${[for one in var.all : one]}",
  ],
])("%s lets in somebody who is not known", async (_, name, text, who) => {
  const listed = await run(name, text, "who-can", "kms:PutKeyPolicy", "kms:Decrypt", "--json");
  const { access } = JSON.parse(listed.stdout) as { access: { principal: string; undecided?: string }[] };
  expect(access).toEqual([
    expect.objectContaining({ principal: who, undecided: expect.any(String) as string }),
  ]);
  const { exit, stdout } = await run(name, text, "can", "role/App", "kms:Decrypt", "--json");
  const { decision, undecided } = JSON.parse(stdout) as { decision: string; undecided?: string };
  expect([exit, decision, undecided]).toEqual([
    ...[1, "not-allowed"],
    `statement 1: what ${who} stands for is not known here`,
  ]);
  const checked = await run(name, text, "check", "--fail-on", "never");
  expect(checked.stdout).not.toContain("lockout");
});

test("in a bare policy nothing is told without it", async () => {
  const { exit, stderr } = await run("a.json", '{"Version":"2012-10-17","Statement":"${s}"}', "who-can");
  expect(exit).toBe(2);
  expect(stderr).toContain("what statement stands here is not known before it is filled in");
});
