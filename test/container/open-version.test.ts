import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { within } from "../support/in-process.ts";

// The Version tells whether `${…}` is a variable or plain text. Where the deployment tells the Version, nobody knows which.

const account = "111122223333";
const root = `arn:aws:iam::${account}:root`;
const app = `arn:aws:iam::${account}:role/App`;
const template = `Parameters:
  V: { Type: String }
Resources:
  K:
    Type: AWS::KMS::Key
    Properties:
      KeyPolicy:
        Version: !Ref V
        Statement:
          - { Effect: Allow, Principal: { AWS: "${root}" }, Action: "kms:*", Resource: "*" }
          - Effect: Allow
            Principal: { AWS: "${app}" }
            Action: kms:Decrypt
            Resource: "*"
            Condition: { StringEquals: { "aws:PrincipalTag/team": "\${aws:PrincipalTag/group}" } }
`;
const block = (who: string, action: string, rest = "") => `  statement {
    actions   = ["${action}"]
    resources = ["*"]
    principals {
      type        = "AWS"
      identifiers = ["${who}"]
    }
${rest}  }
`;
const condition = `    condition {
      test     = "StringEquals"
      variable = "aws:PrincipalTag/team"
      values   = ["&{aws:PrincipalTag/group}"]
    }
`;
const data = `variable "V" { type = string }
data "aws_iam_policy_document" "d" {
  version = var.V
${block(root, "kms:*")}${block(app, "kms:Decrypt", condition)}}
resource "aws_kms_key" "k" {
  policy = data.aws_iam_policy_document.d.json
}
`;
const bare = `{
  "Version": "\${V}",
  "Statement": [
    { "Effect": "Allow", "Principal": { "AWS": "${root}" }, "Action": "kms:*", "Resource": "*" },
    {
      "Effect": "Allow",
      "Principal": { "AWS": "${app}" },
      "Action": "kms:Decrypt",
      "Resource": "*",
      "Condition": { "StringEquals": { "aws:PrincipalTag/team": "\${aws:PrincipalTag/group}" } }
    }
  ]
}
`;

const run = async (name: string, text: string, verb: string, ...rest: readonly string[]) => {
  const state = await mkdtemp(join(tmpdir(), "kmspol-open-version-"));
  const path = join(state, name);
  await writeFile(path, text);
  return within({ state }, [verb, path, ...rest, "--account", account]);
};

const tagged = (team: string, group: string) => [
  ...["--context", `aws:PrincipalTag/team=${team}`, "--context", `aws:PrincipalTag/group=${group}`],
];

describe.each([
  ["a template", "t.yaml", template],
  ["a data document", "main.tf", data],
  ["a bare policy", "p.json", bare],
])("%s", (_, name, text) => {
  const statement2 = async (...flags: readonly string[]) => {
    const { stdout } = await run(name, text, "can", app, "kms:Decrypt", "--json", ...flags);
    const { decision, undecided } = JSON.parse(stdout) as { decision: string; undecided?: string };
    return { decision, undecided };
  };

  test.each([
    ["the variable's", "blue", "blue"],
    ["the text's", "${aws:PrincipalTag/group}", "blue"],
    ["neither", "red", "blue"],
  ])("whether a value is %s, is undecided", async (_what, team, group) => {
    const found = await statement2(...tagged(team, group));
    expect(found.decision).toBe("needs-iam");
    expect(found.undecided).toContain("${aws:PrincipalTag/group}");
  });

  test.each([
    ["2012-10-17", "blue", "allowed"],
    ["2012-10-17", "red", "needs-iam"],
    ["2008-10-17", "blue", "needs-iam"],
    ["2008-10-17", "${aws:PrincipalTag/group}", "allowed"],
  ])("with the Version told to be %s, team %s is decided", async (version, team, decision) => {
    const found = await statement2(...tagged(team, "blue"), "--set", `V=${version}`);
    expect(found).toEqual({ decision, undecided: undefined });
  });

  test("check neither takes it for a Version that does not exist, nor a variable for a text that never matches", async () => {
    const { stdout } = await run(name, text, "check", "--json");
    const { findings } = JSON.parse(stdout) as { findings: { code: string; severity: string }[] };
    expect(findings.filter(({ severity }) => severity !== "suggestion")).toEqual([]);
  });

  test("show does not say that it is another Version", async () => {
    const { stdout } = await run(name, text, "show");
    expect(stdout).toContain("It is not known whether the Version is 2012-10-17.");
    const told = await run(name, text, "show", "--set", "V=2008-10-17");
    expect(told.stdout).toContain("The Version is not 2012-10-17.");
  });
});
