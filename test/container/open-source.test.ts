import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { newPlace } from "../support/binary.ts";
import { kmspol } from "../support/here.ts";

// For whose resources a service may use the key, where the deployment fills in which: what it fills in is a value, and no wildcard.

const root = "arn:aws:iam::111122223333:root";
const source = (key: string, value: string) => `variable "a" {}
resource "aws_s3_bucket" "b" {}
resource "aws_kms_key" "app" {
  policy = jsonencode({ Version = "2012-10-17", Statement = [
    { Sid = "Root", Effect = "Allow", Principal = { AWS = "${root}" }, Action = "kms:*", Resource = "*" },
    { Sid = "S", Effect = "Allow", Principal = { Service = "sns.amazonaws.com" }, Action = "kms:Decrypt", Resource = "*", Condition = { ArnLike = { "${key}" = ${value} } } },
  ] })
}
`;
const template = (key: string, value: string) => `Parameters: { A: { Type: String } }
Resources:
  Bucket: { Type: AWS::S3::Bucket }
  Key:
    Type: AWS::KMS::Key
    Properties:
      KeyPolicy:
        Version: "2012-10-17"
        Statement:
          - { Sid: Root, Effect: Allow, Principal: { AWS: "${root}" }, Action: "kms:*", Resource: "*" }
          - { Sid: S, Effect: Allow, Principal: { Service: sns.amazonaws.com }, Action: "kms:Decrypt", Resource: "*", Condition: { ArnLike: { "${key}": ${value} } } }
`;

const documents = { "main.tf": source, "template.yaml": template } as const;
const context = "kms:EncryptionContext:aws:s3:arn";

test.each<[name: keyof typeof documents, key: string, value: string, severity: string]>([
  ["main.tf", "aws:SourceArn", "aws_s3_bucket.b.arn", "-"],
  ["main.tf", "aws:SourceArn", "var.a", "-"],
  ["main.tf", "aws:SourceArn", '"arn:aws:s3:::${var.a}"', "-"],
  ["main.tf", "aws:SourceArn", '"arn:aws:sns:*:*:${var.a}"', "security"],
  ["main.tf", "aws:SourceArn", '"arn:aws:sns:*:${var.a}:*"', "-"],
  ["main.tf", "aws:SourceArn", '["arn:aws:sns:*:*:x", var.a]', "security"],
  ["main.tf", context, "aws_s3_bucket.b.arn", "warning"],
  ["main.tf", context, '"arn:aws:s3:::*"', "security"],
  ["template.yaml", "aws:SourceArn", "!GetAtt Bucket.Arn", "-"],
  ["template.yaml", "aws:SourceArn", "!Ref A", "-"],
  ["template.yaml", "aws:SourceArn", '!Sub "arn:aws:sns:*:*:${A}"', "security"],
  ["template.yaml", context, "!GetAtt Bucket.Arn", "warning"],
])("%s, %s of %s: %s", async (name, key, value, severity) => {
  const place = await newPlace();
  await writeFile(join(place.work, name), documents[name](key, value));
  const { stdout } = await kmspol(place, undefined, ["check", name, "--account", "111122223333", "--json"]);
  const { findings } = JSON.parse(stdout) as { findings: readonly { code: string; severity: string }[] };
  const found = findings.find(({ code }) => code === "service-principal-unscoped");
  expect(found?.severity ?? "-").toBe(severity);
});
