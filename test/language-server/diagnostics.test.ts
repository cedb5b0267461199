import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, test } from "vitest";
import { clientsOfFile, languageClient } from "../support/language-client.ts";

const policy = (action: string, sid = "Use"): string =>
  JSON.stringify(
    {
      Version: "2012-10-17",
      Statement: [
        {
          Sid: "Enable IAM User Permissions",
          Effect: "Allow",
          Principal: { AWS: "arn:aws:iam::111122223333:root" },
          Action: "kms:*",
          Resource: "*",
        },
        {
          Sid: sid,
          Effect: "Allow",
          Principal: { AWS: "arn:aws:iam::111122223333:role/App" },
          Action: action,
          Resource: "*",
        },
      ],
    },
    null,
    2,
  );

const account = ["--account", "111122223333"];
const clientFor = clientsOfFile();

/** The text that a diagnostic underlines. */
const underlined = (
  text: string,
  { range: { start, end } }: { range: { start: Place; end: Place } },
): string => {
  const lines = text.split("\n");
  expect(start.line).toBe(end.line);
  return lines[start.line]?.slice(start.character, end.character) ?? "";
};
interface Place {
  readonly line: number;
  readonly character: number;
}

test("a policy is checked when it is opened, and after each change; what was found is taken back when it is closed", async () => {
  const client = await languageClient(account);
  const uri = "file:///nowhere/key-policy.json";
  client.open(uri, policy("kms:Decryptt"));
  const [found, ...others] = await client.diagnostics(uri);
  expect(others).toEqual([]);
  expect(found).toMatchObject({ code: "unknown-action", severity: 1, source: "kmspol" });
  expect(underlined(policy("kms:Decryptt"), found!)).toBe('"kms:Decryptt"');
  client.replace(uri, policy("kms:Decrypt"));
  expect(await client.diagnostics(uri)).toEqual([]);
  expect(await client.end()).toBe(0);
});

test.each([
  ["emoji", "Use 🔑🔑"],
  ["CJK", "鍵を使う"],
  ["a letter and its accent, two", "Schlu\u0308ssel"],
])("places count UTF-16 code units: %s before them on the line", async (_, sid) => {
  const client = await clientFor(account);
  const uri = "untitled:Untitled-1";
  const text = policy("kms:Decryptt", sid).replace(/\n\s*/g, " ");
  client.open(uri, text);
  const found = (await client.diagnostics(uri)).find(({ code }) => code === "unknown-action");
  expect(underlined(text, found!)).toBe('"kms:Decryptt"');
});

test("what is no policy has no findings, and a policy that is broken says where", async () => {
  const client = await clientFor();
  client.open("file:///nowhere/package.json", '{ "name": "x", "scripts": {} }');
  expect(await client.diagnostics("file:///nowhere/package.json")).toEqual([]);
  client.open("untitled:a", '{ "Version": "2012-10-17", "Statement": [ { "Effect": }');
  expect(await client.diagnostics("untitled:a")).toMatchObject([{ code: "json-syntax" }]);
});

const template = (action: string): string =>
  `Resources:
  Key:
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
          - Sid: Use
            Effect: Allow
            Principal: { AWS: !Sub "arn:aws:iam::\${AWS::AccountId}:role/App" }
            Action: ${action}
            Resource: "*"
`;
const manifest = (action: string): string =>
  `apiVersion: kms.services.k8s.aws/v1alpha1
kind: Key
metadata: { name: app }
spec:
  policy: |
    { "Version": "2012-10-17", "Statement": [
      { "Sid": "Root", "Effect": "Allow", "Principal": { "AWS": "arn:aws:iam::111122223333:root" }, "Action": "kms:*", "Resource": "*" },
      { "Sid": "Use", "Effect": "Allow", "Principal": { "AWS": "arn:aws:iam::111122223333:role/App" }, "Action": "${action}", "Resource": "*" } ] }
`;
const terraform = (action: string): string =>
  `resource "aws_kms_key" "app" {
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Sid = "Root", Effect = "Allow", Principal = { AWS = "arn:aws:iam::111122223333:root" }, Action = "kms:*", Resource = "*" },
      { Sid = "Use", Effect = "Allow", Principal = { AWS = "arn:aws:iam::111122223333:role/App" }, Action = "${action}", Resource = "*" },
    ]
  })
}
`;

test.each([
  ["a CloudFormation template", "template.yaml", "yaml", template, "kms:Decryptt"],
  ["a Kubernetes manifest", "key.yaml", "yaml", manifest, '"kms:Decryptt"'],
  ["Terraform source", "main.tf", "terraform", terraform, '"kms:Decryptt"'],
])("%s is checked at the places of the document", async (_, name, languageId, write, marked) => {
  const client = await clientFor(account);
  for (const uri of [
    pathToFileURL(join(await mkdtemp(join(tmpdir(), "kmspol-lsp-")), name)).href,
    `untitled:${name}`,
  ]) {
    client.open(uri, write("kms:Decryptt"), languageId);
    const found = (await client.diagnostics(uri)).filter(({ code }) => code === "unknown-action");
    expect(found.map((one) => underlined(write("kms:Decryptt"), one))).toEqual([marked]);
    client.replace(uri, write("kms:Decrypt"));
    expect((await client.diagnostics(uri)).filter(({ severity }) => severity === 1)).toEqual([]);
  }
});

test("the editor's text is checked, not the file's, and the accepted findings of .kmspolrc.json hold", async () => {
  const folder = await mkdtemp(join(tmpdir(), "kmspol-lsp-"));
  const uri = pathToFileURL(join(folder, "policy.json")).href;
  await writeFile(join(folder, "policy.json"), policy("kms:Decrypt"));
  const client = await clientFor(account);
  client.open(uri, policy("kms:Decryptt"));
  expect(await client.diagnostics(uri)).toMatchObject([{ code: "unknown-action" }]);
  const accept = [{ code: "unknown-action", reason: "it is on purpose" }];
  await writeFile(join(folder, ".kmspolrc.json"), JSON.stringify({ accept }));
  client.replace(uri, `${policy("kms:Decryptt")}\n`);
  expect(await client.diagnostics(uri)).toEqual([]);
  await writeFile(join(folder, ".kmspolrc.json"), JSON.stringify({ accepted: accept }));
  client.replace(uri, policy("kms:Decryptt"));
  const [why] = await client.diagnostics(uri);
  expect(why).toMatchObject({
    severity: 3,
    message: expect.stringMatching(/^not checked: .*\.kmspolrc\.json/) as string,
  });
});
