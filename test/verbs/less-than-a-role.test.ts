import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { newPlace } from "../support/binary.ts";
import { within } from "../support/in-process.ts";
import { samePolicy } from "../support/policies.ts";
import { sandboxForTest } from "../support/sandbox.ts";

// `--only` and its like on keys, on files, and on policies inside other documents: what is added goes again, byte for byte.

const own = "111122223333";
const keyArn = `arn:aws:kms:eu-west-1:${own}:key/1234abcd-12ab-34cd-56ef-1234567890ab`;

const template = `# the keys of the application
Resources:
  AppKey:
    Type: AWS::KMS::Key
    Properties:
      KeyPolicy:
        Version: "2012-10-17"
        Statement:
          - Sid: Enable IAM User Permissions # the account
            Effect: Allow
            Principal:
              AWS: !Sub arn:\${AWS::Partition}:iam::\${AWS::AccountId}:root
            Action: kms:*
            Resource: "*"
`;

const jsonencode = `resource "aws_kms_key" "app" {
  description = "of the application"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid       = "Enable IAM User Permissions" # the account
        Effect    = "Allow"
        Principal = { AWS = "arn:aws:iam::${own}:root" }
        Action    = "kms:*"
        Resource  = "*"
      },
    ]
  })
}
`;

const dataDocument = `data "aws_iam_policy_document" "app" {
  statement {
    sid       = "Enable IAM User Permissions"
    actions   = ["kms:*"]
    resources = ["*"]

    principals {
      type        = "AWS"
      identifiers = ["arn:aws:iam::${own}:root"]
    }
  }
}

resource "aws_kms_key" "app" {
  policy = data.aws_iam_policy_document.app.json
}
`;

const documents = [
  ["template.yaml", template],
  ["main.tf", jsonencode],
  ["main.tf", dataDocument],
  [
    "policy.json",
    `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::${own}:root"},"Action":"kms:*","Resource":"*"}]}`,
  ],
] as const;

/** What is asked, and how `show` words it. */
const asked: readonly (readonly [flags: readonly string[], words: RegExp])[] = [
  [["--only", "decrypt"], /role\/Report \(only decrypt\)/],
  [["--only", "grants", "--only", "encrypt"], /role\/Report \(only encrypt and grants\)/],
  [
    ["--via", "s3", "--until", "2099-01-31"],
    /role\/Report \(only through s3\.eu-west-1\.amazonaws\.com and only before 2099-01-31T00:00:00Z\)/,
  ],
  [
    ["--only", "decrypt", "--encryption-context", "app=a"],
    /\(only decrypt, only with EncryptionContext:app = a\)/,
  ],
];

const cases = documents.flatMap(([name, text]) =>
  asked.map(([flags, words]) => ({ name, text, flags, words, asked: flags.join(" ") })),
);

test.each(cases)("add-user $asked in $name, and back", async ({ name, text, flags, words }) => {
  const { work, state } = await newPlace();
  const file = join(work, name);
  await writeFile(file, text);
  const who = `arn:aws:iam::${own}:role/Report`;
  const run = (...args: readonly string[]) => within({ state }, [...args, "--key-arn", keyArn]);

  const added = await run("add-user", file, who, ...flags, "--yes", "--json");
  expect([added.exit, JSON.parse(added.stdout)]).toMatchObject([0, { outcome: "changed" }]);
  expect((await run("show", file)).stdout.replaceAll(/\s+/g, " ")).toMatch(words);
  const again = await run("add-user", file, who, ...flags, "--yes", "--json");
  expect(JSON.parse(again.stdout)).toMatchObject({ outcome: "unchanged" });
  expect((await run("check", file)).exit).toBe(0);

  const removed = await run("remove-user", file, who, ...flags, "--yes", "--json");
  expect([removed.exit, JSON.parse(removed.stdout)]).toMatchObject([0, { outcome: "changed", gained: [] }]);
  expect(await readFile(file, "utf8")).toBe(text);
});

test.each(asked)("add-user %s on a key, and back", async (flags, words) => {
  const [{ state }, sandbox] = [await newPlace(), await sandboxForTest()];
  const run = (...args: readonly string[]) => within({ state, sandbox }, args);
  const before = sandbox.policyOf("alias/app");
  const roles = ["role/Deploy", ...flags, "--yes", "--json"];
  const added = await run("add-user", "alias/app", ...roles);
  expect([added.exit, JSON.parse(added.stdout)]).toMatchObject([0, { outcome: "changed", verified: true }]);
  const page = (await run("show", "alias/app")).stdout.replaceAll(/\s+/g, " ");
  expect(page.replaceAll("role/ci/pipelines/Deploy", "role/Report")).toMatch(words);
  expect((await run("remove-user", "alias/app", ...roles)).exit).toBe(0);
  expect(samePolicy(sandbox.policyOf("alias/app"), before)).toBe(true);
});

test("a permission set on a key: added, told, asked about, removed", async () => {
  const [{ state }, sandbox] = [await newPlace(), await sandboxForTest()];
  const run = (...args: readonly string[]) => within({ state, sandbox }, args);
  const before = sandbox.policyOf("alias/app");
  expect((await run("add-user", "alias/app", "sso/Developers", "--yes")).exit).toBe(0);
  expect((await run("show", "alias/app", "--json")).stdout).toContain('"sso/Developers"');
  expect((await run("can", "alias/app", "sso/Developers", "kms:Decrypt", "--json")).stdout).toContain(
    "needs-iam",
  );
  expect((await run("what-can", "sso/Developers", "kms:Decrypt")).exit).toBe(0);
  expect((await run("remove-user", "alias/app", "sso/Developers", "--yes")).exit).toBe(0);
  expect(samePolicy(sandbox.policyOf("alias/app"), before)).toBe(true);
});

test("a word that --only does not know is refused with the nearest", async () => {
  const { state } = await newPlace();
  const run = await within({ state }, ["add-user", "x.json", "role/A", "--only", "decript"]);
  expect([run.exit, run.stderr]).toEqual([2, expect.stringContaining("did you mean decrypt?")]);
});
