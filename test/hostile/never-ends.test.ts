import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { newPlace } from "../support/binary.ts";
import { kmspol } from "../support/here.ts";

// Texts that a pattern could take apart in 2^n ways, or n³: each ends, since each sign can be taken in one way only. Turned round, none ends.

const long = 50_000;
const key = "Resources:\n  K:\n    Type: AWS::KMS::Key\n";
const statement = '{"Effect":"Allow","Principal":{"AWS":"*"},"Action":"kms:*","Resource":"*"';

test.each<[what: string, name: string, text: string, told: string]>([
  ["a line of signs that begins a comment", "t.yaml", `${"#".repeat(long)}\n${key}`, "KMS puts its default"],
  ["comments, one behind the other", "t.json", `${"/**/".repeat(long)}x ${key}`, "t.json"],
  ["a word that never ends", "main.tf", `${"a".repeat(long)} ;\n`, "a block is expected here"],
  ["words that never end", "main.tf", `a ${"b ".repeat(long)};\n`, "a block is expected here"],
  [
    "a placeholder that never ends",
    "p.json",
    `{"Statement":[${statement},"Sid":"{{${" ".repeat(long)}"}]}`,
    "a policy by itself",
  ],
  [
    "anchors, one behind the other",
    "t.yaml",
    `${key}    Properties:\n      KeyPolicy: ${"&".repeat(150)} {Statement: [${statement}}]}\n`,
    "K ",
  ],
])("%s", async (_, name, text, told) => {
  const place = await newPlace();
  await writeFile(join(place.work, name), text);
  const { stdout, stderr } = await kmspol(place, undefined, ["list", name]);
  expect(stdout + stderr).toContain(told);
});

test("a condition key of slashes", async () => {
  const place = await newPlace();
  const condition = `"Condition":{"StringEquals":{"a.b${"/".repeat(long / 2)}":"x"}}`;
  await writeFile(
    join(place.work, "p.json"),
    `{"Version":"2012-10-17","Statement":[${statement},${condition}}]}`,
  );
  const { stdout } = await kmspol(place, undefined, ["check", "p.json"]);
  expect(stdout).toContain("lockout");
});

test.each<[what: string, name: string, text: string]>([
  ["lines with nothing on them", "m.yaml", `# apiVersion\n${"\n".repeat(4 * long)}`],
  ["white space behind letters", "p.txt", `${"a".repeat(30)}${" ".repeat(20 * long)}!`],
  ["white space in a line", "t.yaml", `Resources:\n  K${" ".repeat(20 * long)}x\n`],
  [
    "what Fn::Sub opens and never closes",
    "t.yaml",
    `${key}    Properties:\n      KeyPolicy: !Sub '${"${".repeat(10 * long)}'\n`,
  ],
  ...["json", "jsonc", "yaml", "template", "tf", "txt"].map(
    (suffix) =>
      [`comments that open and never close in .${suffix}`, `t.${suffix}`, "/*".repeat(10 * long)] as [
        string,
        string,
        string,
      ],
  ),
  [
    "one in a template's policy",
    "t.yaml",
    `${key}    Properties:\n      KeyPolicy: ${"/*".repeat(10 * long)}\n`,
  ],
  [
    "one in a JSON template",
    "t.json",
    `{"Resources":{"K":{"Type":"AWS::KMS::Key","x":${"/*".repeat(10 * long)}`,
  ],
  ["one in a block", "main.tf", `resource "aws_kms_key" "k" {\n${"/* ".repeat(10 * long)}`],
  ["one behind many that close", "t.tfvars", `${"/**/\n".repeat(long)}/*`],
])("%s: read once", async (_, name, text) => {
  const place = await newPlace();
  await writeFile(join(place.work, name), text);
  expect([0, 2]).toContain((await kmspol(place, undefined, ["list", name])).exit);
});
