import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { newPlace } from "../support/binary.ts";
import { kmspol } from "../support/here.ts";

// What a Sid is filled in with later may be letters and digits: what stands around it is looked at, and nothing is guessed of the rest.

const root = "arn:aws:iam::111122223333:root";
const statement = { Effect: "Allow", Principal: { AWS: root }, Action: "kms:*", Resource: "*" };
const bare = (sid: string) =>
  JSON.stringify({ Version: "2012-10-17", Statement: [{ Sid: sid, ...statement }] });
const template = (sid: string) =>
  JSON.stringify({
    Parameters: { Env: { Type: "String" } },
    Resources: {
      Key: {
        Type: "AWS::KMS::Key",
        Properties: {
          KeyPolicy: { Version: "2012-10-17", Statement: [{ Sid: { "Fn::Sub": sid }, ...statement }] },
        },
      },
    },
  });
const source = (sid: string) =>
  `variable "env" {}\nresource "aws_kms_key" "a" {\n  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Sid = "${sid}", Effect = "Allow", Principal = { AWS = "${root}" }, Action = "kms:*", Resource = "*" }] })\n}\n`;

const documents = { "policy.json": bare, "template.json": template, "main.tf": source } as const;

test.each<[name: keyof typeof documents, sid: string, told: boolean]>([
  ["policy.json", "Use${env}", false],
  ["policy.json", "Use-${env}", true],
  ["template.json", "Use ${Env} 1", false],
  ["template.json", "Key ${AWS::AccountId}", false],
  ["template.json", "Use_${Env}", true],
  ["main.tf", "Use${var.env}", false],
  ["main.tf", "${var.env}", false],
  ["main.tf", "${var.env}/key", true],
])("%s with the Sid %s: unusual characters are told: %s", async (name, sid, told) => {
  const place = await newPlace();
  await writeFile(join(place.work, name), documents[name](sid));
  const { stdout } = await kmspol(place, undefined, ["check", name, "--account", "111122223333"]);
  expect(stdout.includes("sid-characters")).toBe(told);
});
