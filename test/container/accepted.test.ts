import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { newPlace } from "../support/binary.ts";
import { kmspol } from "../support/here.ts";

const account = "111122223333";

const check = async (name: string, text: string, ...flags: readonly string[]) => {
  const place = await newPlace();
  await writeFile(join(place.work, name), text);
  const ended = await kmspol(place, undefined, ["check", name, "--account", account, "--json", ...flags]);
  const told = ended.exit === 2 ? undefined : (JSON.parse(ended.stdout) as Told);
  const codes = (found: readonly { readonly code: string; readonly line: number }[] = []) =>
    found.map(({ code, line }) => `${code} ${line}`);
  return { ...ended, open: codes(told?.findings), accepted: codes(told?.accepted) };
};

interface Told {
  readonly findings: readonly { readonly code: string; readonly line: number }[];
  readonly accepted?: readonly { readonly code: string; readonly line: number }[];
}

const source = (comment: string) => `resource "aws_kms_key" "a" {
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect    = "Allow"
        Principal = { AWS = "arn:aws:iam::${account}:root" }
        Action    = "kms:*"
        Resource  = "*"
      },
      ${comment}
      {
        Effect    = "Allow"
        Principal = { AWS = "arn:aws:iam::444455556666:root" }
        Action    = "kms:Decrypt"
        Resource  = "*"
      },
    ]
  })
}
`;

const template = (comment: string) => `Resources:
  A:
    Type: AWS::KMS::Key
    Properties:
      KeyPolicy:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Principal: { AWS: !Sub "arn:aws:iam::\${AWS::AccountId}:root" }
            Action: kms:*
            Resource: "*"
          ${comment}
          - Effect: Allow
            Principal: { AWS: "arn:aws:iam::444455556666:root" }
            Action: kms:Decrypt
            Resource: "*"
`;

describe("a finding of a policy in another document is accepted by a comment in the policy", () => {
  test.each([
    ["a comment with #", "main.tf", source("# kmspol-accept external-account-access: INFRA-42"), 14],
    ["a comment with //", "main.tf", source("// kmspol-accept external-account-access: INFRA-42"), 14],
    ["a comment of YAML", "a.yaml", template("# kmspol-accept external-account-access: INFRA-42"), 14],
  ])("%s in %s", async (_, name, text, line) => {
    const { open, accepted } = await check(name, text);
    expect({ open, accepted }).toEqual({ open: [], accepted: [`external-account-access ${line}`] });
  });

  test.each([
    ["main.tf", source("# kmspol-accept no-such-code: INFRA-42"), 11],
    ["a.yaml", template("# kmspol-accept no-such-code: INFRA-42"), 12],
  ])("a code that does not exist in %s is told with the line of the file", async (name, text, line) => {
    const { exit, stderr } = await check(name, text);
    expect([exit, stderr]).toEqual([2, expect.stringContaining(`at line ${line}: "no-such-code"`)]);
  });
});

describe("what is found in the document around a policy is ignored and accepted like other findings", () => {
  const open = template("").replace('"arn:aws:iam::444455556666:root"', "!Ref Reader");

  test("it has a code that --ignore takes", async () => {
    expect((await check("a.yaml", open)).open).toEqual(["opaque-principal 14"]);
    expect((await check("a.yaml", open, "--ignore", "opaque-principal")).open).toEqual([]);
  });

  test("a second policy of one key is an error at the first", async () => {
    const rival = `resource "aws_kms_key_policy" "a" {
  key_id = aws_kms_key.a.id
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = { AWS = "${account}" }, Action = "kms:*", Resource = "*" }] })
}
`;
    expect((await check("main.tf", source("") + rival)).open).toContain("two-policies 2");
    const without = source("").replace(/ {2}policy = jsonencode[^]*\n {2}\}\)\n/, "");
    expect((await check("main.tf", without + rival)).open).not.toContain("two-policies 2");
  });
});
