import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { newPlace } from "../support/binary.ts";
import { kmspol } from "../support/here.ts";

// What only the deployment can name is written by nobody but who edits the document: a fix that would have to write it is none, and keeps
// no other one from being made.

const arn = (who: string) => `arn:aws:iam::111122223333:${who}`;
const statement = (sid: string, more: string, who = "role/A") =>
  `    { Sid = "${sid}", Effect = "Allow", Principal = { AWS = "${arn(who)}" }, ${more}, Resource = "*" },\n`;
const source = (second: string, third: string) =>
  `variable "env" {}
resource "aws_kms_key" "a" {
  policy = jsonencode({ Version = "2012-10-17", Statement = [
${statement("Use${var.env}", 'Action = "kms:*"', "root")}${second}${third}  ] })
}
`;
const twice = statement("Use${var.env}", 'Action = "kms:Encrypt"');

const fixed = async (text: string) => {
  const place = await newPlace();
  const path = join(place.work, "main.tf");
  await writeFile(path, text);
  const run = await kmspol(place, undefined, [
    "check",
    "main.tf",
    "--account",
    "111122223333",
    "--fix",
    "--yes",
  ]);
  return { ...run, after: await readFile(path, "utf8") };
};

test("the second of two open Sids stays, and is told", async () => {
  const text = source(twice, "");
  const { after, stdout } = await fixed(text);
  expect(after).toBe(text);
  expect(stdout).toContain('another statement has the Sid "Use${var.env}" too');
});

test("a Sid that is known twice is mended in the same document", async () => {
  const known = statement("Read", 'Action = "kms:Decrypt"');
  const other = statement("Read", 'Action = "kms:Decrypt"', "role/B");
  const { after } = await fixed(source(twice, known + other));
  expect(after).toBe(source(twice, known + other.replace("Read", "Read2")));
});
