import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { newPlace } from "../support/binary.ts";
import { kmspol } from "../support/here.ts";

const flags = ["--account", "111122223333"];

/** A template and a Terraform source, each with a fault that has one safe answer, and with one that has none. */
const documents: Readonly<Record<string, string>> = {
  "app.yaml": `Resources:
  B: { Type: "AWS::S3::Bucket" }
  AppKey:
    Type: AWS::KMS::Key
    Properties:
      KeyPolicy:
        Version: "2012-10-17"
        Statement:
          - Sid: Root
            Effect: Allow
            Principal: { AWS: !Sub "arn:aws:iam::\${AWS::AccountId}:root" }
            Action: kms:*
            Resource: "*"
          - Sid: Partner
            Effect: Allow
            Principal: { AWS: "444455556666" }
            Action: [kms:Decrypt, "kms:Decrypt"]
            Resource: "*"
`,
  "main.tf": `resource "aws_s3_bucket" "b" {}
resource "aws_kms_key" "app" {
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid       = "Root"
        Effect    = "Allow"
        Principal = { AWS = "arn:aws:iam::111122223333:root" }
        Action    = "kms:*"
        Resource  = "*"
      },
      {
        Sid       = "Partner"
        Effect    = "Allow"
        Principal = { AWS = "444455556666" }
        Action    = ["kms:Decrypt", "kms:Decrypt"]
        Resource  = "*"
      },
    ]
  })
}
`,
};

const withFile = async (name: string, text = documents[name] ?? "") => {
  const place = await newPlace();
  await writeFile(join(place.work, name), text);
  const run = (...line: readonly string[]) => kmspol(place, undefined, [...line, ...flags]);
  return { place, run };
};

interface Told {
  readonly findings: readonly { readonly code: string; readonly line: number; readonly column: number }[];
}

describe.each(["app.yaml", "main.tf"])("places are those of %s, not of the policy's own text", (name) => {
  const lines = (documents[name] ?? "").split("\n");
  const lineWith = (text: string) => lines.findIndex((line) => line.includes(text)) + 1;

  test("in check, in words that a terminal opens", async () => {
    const { run } = await withFile(name);
    const { stdout } = await run("check", name);
    expect(stdout).toContain(`${name}:${lineWith('"444455556666"')}:`);
  });

  test("in check --fix, of what stays", async () => {
    const { place, run } = await withFile(name);
    const { stdout } = await run("check", name, "--fix", "--yes", "--json");
    const after = (await readFile(join(place.work, name), "utf8")).split("\n");
    const found = (JSON.parse(stdout) as Told).findings.find(
      ({ code }) => code === "external-account-access",
    );
    expect(found && after[found.line - 1]?.slice(found.column - 1)).toMatch(
      /^"?(?:arn:aws:iam::)?444455556666/,
    );
  });

  test("in what a change brings in, and in its refusal", async () => {
    const { run } = await withFile(name);
    const { stdout, stderr, exit } = await run(
      "add-user",
      name,
      "arn:aws:iam::444455556666:role/P",
      "--yes",
      "--json",
    );
    expect([exit, stderr]).toEqual([0, expect.any(String)]);
    for (const { line } of (JSON.parse(stdout) as Told).findings) expect(line).toBeGreaterThan(3);
  });

  test("in what show says of a statement", async () => {
    const { run } = await withFile(name);
    const { stdout } = await run("show", name);
    const line = lineWith("Partner") - (name.endsWith(".tf") ? 1 : 0);
    expect(stdout).toContain(`(Sid "Partner", line ${line})`);
  });

  test("in what a removal leaves", async () => {
    const { run } = await withFile(name);
    await run("add-user", name, "role/R", "--yes");
    const { stderr } = await run("remove-user", name, "role/R", "--yes", "--json");
    const line = lineWith("Root") - (name.endsWith(".tf") ? 1 : 0);
    expect(stderr).toContain(`statement 1 (Sid "Root", line ${line})`);
  });

  test("in a syntax error", async () => {
    const text = (documents[name] ?? "").replace(/Sid: Partner|Sid {7}= "Partner"/, "Sid: {");
    const { run } = await withFile(name, text);
    for (const line of [
      ["show", name],
      ["add-user", name, "role/R", "--yes"],
    ]) {
      const { exit, stderr } = await run(...line);
      const [, told = "0"] = /line (\d+)/.exec(stderr) ?? [];
      expect([exit, stderr]).toEqual([2, expect.stringMatching(/line \d+/)]);
      expect(Number(told)).toBeGreaterThanOrEqual(lineWith("Partner") - 1);
    }
  });
});

test("a policy on one line of a document is told by that line", async () => {
  const text = `{\n  "Resources": {\n    "K": { "Type": "AWS::KMS::Key", "Properties": { "KeyPolicy": { "Version": "2012-10-17", "Statement": [{ "Effect": "Allow", "Principal": { "AWS": "arn:aws:iam::111122223333:root" }, "Action": "kms:*", "Resource": "*" }] } } }\n  }\n}\n`;
  const { run } = await withFile("t.json", text);
  expect((await run("show", "t.json")).stdout).toContain("Statement 1 (line 3)");
});
