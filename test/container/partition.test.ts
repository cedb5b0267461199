import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { within } from "../support/in-process.ts";

// A partition that only the deployment knows is told by its name, in whatever language the document is written.

const arn =
  "arn:${data.aws_partition.current.partition}:iam::${data.aws_caller_identity.current.account_id}:";
const document = (principal: string, more = "") => `data "aws_partition" "current" {}
data "aws_caller_identity" "current" {}
${more}data "aws_iam_policy_document" "a" {
  statement {
    actions   = ["kms:*"]
    resources = ["*"]
    principals {
      type        = "AWS"
      identifiers = [${principal}]
    }
  }
}
resource "aws_kms_key" "a" {
  policy = data.aws_iam_policy_document.a.json
}
`;
const encoded = (principal: string) => `data "aws_partition" "current" {}
data "aws_caller_identity" "current" {}
resource "aws_kms_key" "a" {
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "kms:*", Resource = "*", Principal = { AWS = ${principal} } }] })
}
`;
const heredoc = `data "aws_partition" "current" {}
data "aws_caller_identity" "current" {}
resource "aws_kms_key" "a" {
  policy = <<EOF
{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"kms:*","Resource":"*","Principal":{"AWS":"${arn}role/App"}}]}
EOF
}
`;
const manifest = `apiVersion: kms.services.k8s.aws/v1alpha1
kind: Key
metadata: { name: a }
spec: { description: a }
`;
const template = `Resources:
  Own: { Type: AWS::IAM::Role, Properties: { RoleName: App } }
  Key:
    Type: AWS::KMS::Key
    Properties:
      KeyPolicy:
        Version: "2012-10-17"
        Statement: [{ Effect: Allow, Action: "kms:*", Resource: "*", Principal: { AWS: PRINCIPAL } }]
`;
const app = "arn:${AWS::Partition}:iam::${AWS::AccountId}:role/App";
const root = "root-user:${AWS::AccountId}";

const answer = async (name: string, text: string, ...flags: readonly string[]) => {
  const state = await mkdtemp(join(tmpdir(), "kmspol-partition-"));
  const file = join(state, name);
  await writeFile(file, text);
  const { stdout } = await within({ state }, ["who-can", file, "kms:Decrypt", "--json", ...flags]);
  return JSON.parse(stdout) as {
    readonly access: readonly {
      readonly principal: string;
      readonly example: { readonly principal: string };
    }[];
  };
};

const local = `locals {\n  before = "arn:\${data.aws_partition.current.partition}:iam"\n}\n`;

test.each<readonly [what: string, name: string, text: string, principal: string]>([
  ["a data document", "a.tf", document(`"${arn}role/App"`), app],
  [
    "a local",
    "a.tf",
    document('"${local.before}::${data.aws_caller_identity.current.account_id}:role/App"', local),
    app,
  ],
  [
    "join",
    "a.tf",
    document(
      'join(":", ["arn", data.aws_partition.current.partition, "iam", "", data.aws_caller_identity.current.account_id, "role/App"])',
    ),
    app,
  ],
  [
    "format",
    "a.tf",
    document(
      'format("arn:%s:iam::%s:role/App", data.aws_partition.current.partition, data.aws_caller_identity.current.account_id)',
    ),
    app,
  ],
  ["jsonencode", "a.tf", encoded(`"${arn}role/App"`), app],
  ["jsonencode of a list", "a.tf", encoded(`["${arn}role/App"]`), app],
  ["a heredoc", "a.tf", heredoc, app],
  [
    "a role of the folder",
    "a.tf",
    document("aws_iam_role.own.arn", 'resource "aws_iam_role" "own" {\n  name = "App"\n}\n'),
    app,
  ],
  ["a role of a template", "a.yaml", template.replace("PRINCIPAL", "!GetAtt Own.Arn"), app],
  ["a template", "a.yaml", template.replace("PRINCIPAL", `!Sub "${app}"`), app],
  [
    "a placeholder",
    "a.json",
    JSON.stringify({
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Action: "kms:*", Resource: "*", Principal: { AWS: app } }],
    }),
    app,
  ],
  ["the default policy of a manifest", "a.yaml", manifest, root],
  ["the default policy of Terraform", "a.tf", 'resource "aws_kms_key" "a" {}\n', root],
])("%s", async (_, name, text, principal) => {
  const found = await answer(name, text);
  expect(found.access.map((one) => one.principal)).toContain(principal);
  // No example of another partition, and no mark that is for this program alone.
  expect(JSON.stringify(found)).not.toMatch(/arn:aws:iam::\$|\uE000|kmspol-later/);
  expect(JSON.stringify(found)).toContain("arn:${AWS::Partition}:iam::");
  const given = await answer(name, text, "--partition", "aws-cn", "--account", "111122223333");
  expect(JSON.stringify(given)).toContain("arn:aws-cn:iam::111122223333:");
});

test.each([
  [
    "Terraform",
    "a.tf",
    document(
      'data.aws_partition.current.partition == "aws" ? "arn:aws:iam::111122223333:role/A" : "arn:aws:iam::111122223333:role/B"',
    ),
  ],
  [
    "a template",
    "a.yaml",
    `Conditions: { IsUsual: !Equals [!Ref AWS::Partition, aws] }\n${template.replace("PRINCIPAL", '!If [IsUsual, "arn:aws:iam::111122223333:role/A", "arn:aws:iam::111122223333:role/B"]')}`,
  ],
])("nothing is decided by a partition that is open: %s", async (_, name, text) => {
  const who = async (...flags: readonly string[]) =>
    (await answer(name, text, "--account", "111122223333", ...flags)).access.map(
      ({ principal }) => principal,
    );
  const role = (of: string) => `arn:aws:iam::111122223333:role/${of}`;
  expect(await who()).not.toEqual([role("A")]);
  expect(await who("--partition", "aws")).toEqual([role("A")]);
});

test("what else names a partition, in a condition or a comment, does not say where the own account is", async () => {
  const state = await mkdtemp(join(tmpdir(), "kmspol-partition-"));
  const file = join(state, "t.yaml");
  const statement = `[{ Effect: Allow, Action: "kms:*", Resource: "*", Principal: { AWS: !Sub "arn:\${AWS::Partition}:iam::\${AWS::AccountId}:root" } },
          { Effect: Allow, Action: "kms:Decrypt", Resource: "*", Principal: { Service: s3.amazonaws.com }, Condition: { ArnLike: { "aws:SourceArn": "arn:aws-cn:s3:::*" } } }]`;
  const text = template
    .replace(/\[\{.*\}\]/, statement)
    .replace("KeyPolicy:", "KeyPolicy: # arn:aws-cn:iam::*");
  await writeFile(file, text);
  const { stdout } = await within({ state }, ["show", file, "--json"]);
  expect(JSON.parse(stdout)).toMatchObject({ iamDelegation: true });
});
