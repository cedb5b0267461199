import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { within } from "../support/in-process.ts";

// A statement that only the deployment knows is read as one that may let anybody do everything. That is a reading: who it is, is told as
// not known, and nothing is found fault with that nobody wrote. What stands beside it is judged as ever.

const root = `{ Effect = "Allow", Principal = { AWS = "arn:aws:iam::111122223333:root" }, Action = "kms:*", Resource = "*" }`;
const admin = `{ Effect = "Allow", Principal = { AWS = var.admin }, Action = "kms:*", Resource = "*" }`;
const terraform = (statements: string): string =>
  `variable "admin" {}\nvariable "more" {}\nvariable "roles" {}\nresource "aws_kms_key" "app" {\n  policy = jsonencode({\n    Version = "2012-10-17"\n    Statement = ${statements}\n  })\n}\n`;
const each = `[for role in var.roles : { Effect = "Allow", Principal = { AWS = role }, Action = "kms:Decrypt", Resource = "*" }]`;
const template = (...statements: readonly string[]): string =>
  [
    ...["Parameters:", "  Extra: { Type: String }", "Resources:", "  App:", "    Type: AWS::KMS::Key"],
    ...["    Properties:", "      KeyPolicy:", '        Version: "2012-10-17"', "        Statement:"],
    '          - { Effect: Allow, Principal: { AWS: !Sub "arn:aws:iam::${AWS::AccountId}:root" }, Action: "kms:*", Resource: "*" }',
    ...statements.map((statement) => `          - ${statement}`),
    "",
  ].join("\n");

test.each<readonly [what: string, name: string, text: string, codes: readonly string[]]>([
  ["a loop", "main.tf", terraform(`concat([${root}], ${each})`), ["opaque-principal"]],
  ["a variable with statements", "main.tf", terraform(`concat([${root}], var.more)`), ["opaque-principal"]],
  ["a statement of a variable", "main.tf", terraform(`[${root}, var.more]`), ["opaque-principal"]],
  ["a parameter", "a.yaml", template("!Ref Extra"), ["opaque-principal"]],
  [
    "a loop of a template",
    "a.yaml",
    template('Fn::ForEach::Each: [x, [a], { "${x}": 1 }]'),
    ["opaque-principal"],
  ],
  [
    "one beside it that somebody wrote",
    "main.tf",
    terraform(`concat([${root}, ${admin}], ${each})`),
    ["full-access-principal", "opaque-principal"],
  ],
])(
  "%s in the place of a statement: who that is, and no other finding of it",
  async (_, name, text, codes) => {
    const state = await mkdtemp(join(tmpdir(), "kmspol-open-statement-"));
    await writeFile(join(state, name), text);
    const { stdout } = await within({ state }, ["check", join(state, name), "--json"]);
    const { findings } = JSON.parse(stdout) as { findings: readonly { code: string }[] };
    expect([...new Set(findings.map(({ code }) => code))].sort()).toEqual(codes);
  },
);
