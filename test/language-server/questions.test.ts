import {
  type CodeAction,
  type CompletionItem,
  type Diagnostic,
  type DocumentSymbol,
  type Hover,
  type TextEdit,
} from "vscode-languageserver-protocol/node";
import { TextDocument } from "vscode-languageserver-textdocument";
import { expect, test } from "vitest";
import { clientsOfFile, type LanguageClient } from "../support/language-client.ts";

const clientFor = clientsOfFile();
const account = ["--account", "111122223333"];
const uri = "untitled:Untitled-1";
const root = '"Principal": { "AWS": "arn:aws:iam::111122223333:root" }, "Action": "kms:*", "Resource": "*" }';

/** A policy of the account's statement and this one. `|` is where the caret stands. */
const policy = (statement: string): string =>
  `{ "Version": "2012-10-17", "Statement": [
    { "Sid": "Root 🔑", "Effect": "Allow", ${root},
    ${statement}
  ] }`;

/** Text and place of a text in which `|` is the caret. */
const caret = (
  marked: string,
): { readonly text: string; readonly position: { line: number; character: number } } => {
  const offset = marked.indexOf("|");
  const text = marked.slice(0, offset) + marked.slice(offset + 1);
  return { text, position: TextDocument.create("", "", 0, text).positionAt(offset) };
};

const applied = (text: string, edits: readonly TextEdit[]): string =>
  TextDocument.applyEdits(TextDocument.create("", "", 0, text), [...edits]);

const ask = <T>(client: LanguageClient, method: string, params: object): Promise<T> =>
  client.ask(method, { textDocument: { uri }, ...params });

test.each<readonly [what: string, marked: string, chosen: string, after: string | RegExp]>([
  [
    "an action in quotes",
    '{ "Effect": "Allow", "Principal": "*", "Action": "kms:De|", "Resource": "*" }',
    "kms:Decrypt",
    /"Action": "kms:Decrypt", "R/,
  ],
  [
    "an action in empty quotes",
    '{ "Effect": "Allow", "Principal": "*", "Action": "|", "Resource": "*" }',
    "kms:Decrypt",
    /"Action": "kms:Decrypt", "R/,
  ],
  [
    "an action of a list, its quotes not closed",
    '{ "Effect": "Allow", "Action": ["kms:Encrypt", "kms:De|\n] }',
    "kms:Decrypt",
    /"kms:Encrypt", "kms:Decrypt"\n\]/,
  ],
  [
    "an action where no quotes are yet",
    '{ "Effect": "Allow", "Action": [ | ] }',
    "kms:Decrypt",
    /"Action": \[ "kms:Decrypt" \]/,
  ],
  [
    "behind a comma that is missing",
    '{ "Effect": "Allow" "Action": "|" }',
    "kms:Decrypt",
    /"Action": "kms:Decrypt" \}/,
  ],
  [
    "an operator",
    '{ "Effect": "Allow", "Action": "kms:Decrypt", "Condition": { "|": {} } }',
    "StringEquals",
    /"Condition": \{ "StringEquals": \{\} \}/,
  ],
  [
    "a condition key of the action",
    '{ "Effect": "Allow", "Action": "kms:Decrypt", "Condition": { "StringEquals": { "kms:|": "" } } }',
    "kms:EncryptionContext:",
    /"kms:EncryptionContext:": ""/,
  ],
  [
    "a value of a key with a closed list",
    '{ "Effect": "Allow", "Action": "kms:CreateGrant", "Condition": { "Bool": { "kms:GrantIsForAWSResource": "|" } } }',
    "true",
    /"kms:GrantIsForAWSResource": "true"/,
  ],
  [
    "a principal of the document",
    '{ "Effect": "Allow", "Principal": { "AWS": "|" }, "Action": "kms:Decrypt" }',
    "arn:aws:iam::111122223333:root",
    /"AWS": "arn:aws:iam::111122223333:root" \}, "Action": "kms:Decrypt"/,
  ],
  [
    "a service",
    '{ "Effect": "Allow", "Principal": { "Service": "log|" }, "Action": "kms:Decrypt" }',
    "logs.amazonaws.com",
    /"Service": "logs.amazonaws.com"/,
  ],
  [
    "a member of a statement",
    '{ "Effect": "Allow", "|": "" }',
    "Principal",
    /"Effect": "Allow", "Principal": ""/,
  ],
  ["an effect", '{ "Effect": "|" }', "Deny", /"Effect": "Deny"/],
])("completion of %s", async (_, statement, chosen, after) => {
  const client = await clientFor(account);
  const { text, position } = caret(policy(statement));
  client.open(uri, text);
  const items = await ask<CompletionItem[] | null>(client, "completion", { position });
  const item = items?.find(({ label }) => label === chosen);
  expect(item, `${chosen} of ${String(items?.length)}`).toBeDefined();
  expect(applied(text, [item!.textEdit as TextEdit])).toMatch(after);
});

test("condition keys are those that the statement's actions carry, those that fit the operator first", async () => {
  const client = await clientFor(account);
  const { text, position } = caret(
    policy('{ "Effect": "Allow", "Action": "kms:Sign", "Condition": { "StringEquals": { "|": "" } } }'),
  );
  client.open(uri, text);
  const items = await ask<CompletionItem[]>(client, "completion", { position });
  const sorted = items.toSorted((a, b) => (a.sortText! < b.sortText! ? -1 : 1)).map(({ label }) => label);
  expect(sorted).toContain("kms:SigningAlgorithm");
  expect(sorted).not.toContain("kms:EncryptionContext:");
  expect(sorted.indexOf("aws:PrincipalAccount")).toBeLessThan(sorted.indexOf("aws:MultiFactorAuthPresent"));
});

test("actions that do not work on a key of this spec stand behind the others, and say so", async () => {
  const client = await clientFor([...account, "--key-spec", "HMAC_256"]);
  const { text, position } = caret(policy('{ "Effect": "Allow", "Action": "|" }'));
  client.open(uri, text);
  const items = await ask<CompletionItem[]>(client, "completion", { position });
  const [mac, decrypt] = ["kms:GenerateMac", "kms:Decrypt"].map((name) =>
    items.find(({ label }) => label === name)!,
  );
  expect(mac!.sortText! < decrypt!.sortText!).toBe(true);
  expect(decrypt!.documentation).toContain("it never works here");
});

test.each([
  [
    "an action",
    '{ "Effect": "Allow", "Principal": "*", "Action": "kms:Dec|rypt", "Resource": "*" }',
    /^Decrypt ciphertext/,
  ],
  [
    "a pattern",
    '{ "Effect": "Allow", "Principal": "*", "Action": "kms:Re|Encrypt*", "Resource": "*" }',
    /kms:ReEncryptFrom, kms:ReEncryptTo/,
  ],
  [
    "a condition key",
    '{ "Effect": "Allow", "Principal": "*", "Action": "*", "Condition": { "Bool": { "aws:Secure|Transport": "true" } } }',
    /over TLS/,
  ],
  [
    "an operator",
    '{ "Effect": "Allow", "Principal": "*", "Action": "*", "Condition": { "ForAnyValue:String|Like": { "aws:CalledVia": "x" } } }',
    /At least one/,
  ],
  [
    "a role",
    '{ "Effect": "Allow", "Principal": { "AWS": "arn:aws:iam::444455556666:role/|App" }, "Action": "*" }',
    /role App of the other account 444455556666/,
  ],
  [
    "an action that is filled in later",
    '{ "Effect": "Allow", "Principal": "*", "Action": "kms:De|c${x}", "Resource": "*" }',
    /What kms:Dec\$\{x\} stands for is not known here\. It may cover kms:Decapsulate, kms:Decrypt\./,
  ],
  [
    "some role that is filled in later",
    '{ "Effect": "Allow", "Principal": { "AWS": "arn:aws:iam::444455556666:role/|{{ Name }}" }, "Action": "*", "Resource": "*" }',
    /role \{\{ Name \}\} of the other account 444455556666: each of its sessions; which one that is, is not known here/,
  ],
  [
    "a service that is filled in later",
    '{ "Effect": "Allow", "Principal": { "Service": "${s|vc}" }, "Action": "kms:Decrypt", "Resource": "*" }',
    /Who this is, is not known here/,
  ],
  [
    "what a statement may take",
    '{ "Effect": "De|ny", "Principal": "*", "Action": "kms:ScheduleKey${what}", "Resource": "*" }',
    /possibly loses kms:ScheduleKeyDeletion[^]*undecided/,
  ],
  [
    "what a statement gives",
    '{ "Sid": "U|se", "Effect": "Allow", "Principal": { "AWS": "arn:aws:iam::444455556666:role/App" }, "Action": "kms:Decrypt", "Resource": "*" }',
    /By this statement:[^]*role\/App of 444455556666 has kms:Decrypt/,
  ],
  [
    "what a statement takes",
    '{ "Effect": "De|ny", "Principal": "*", "Action": "kms:ScheduleKeyDeletion", "Resource": "*" }',
    /loses kms:ScheduleKeyDeletion/,
  ],
])("hover over %s", async (_, statement, told) => {
  const client = await clientFor(account);
  const { text, position } = caret(policy(statement));
  client.open(uri, text);
  const hover = await ask<Hover | null>(client, "hover", { position });
  expect((hover?.contents as { value: string } | undefined)?.value).toMatch(told);
});

test("the outline names each statement by its Sid, or by its number", async () => {
  const client = await clientFor(account);
  const text = policy(
    '{ "Effect": "Deny", "Principal": "*", "Action": ["kms:Sign", "kms:Verify"], "Resource": "*" }',
  );
  client.open(uri, text);
  const symbols = await ask<DocumentSymbol[]>(client, "documentSymbol", {});
  expect(symbols.map(({ name, detail }) => [name, detail])).toEqual([
    ["Root 🔑", "Allow kms:*"],
    ["Statement 2", "Deny kms:Sign and 1 more"],
  ]);
  expect(TextDocument.create("", "", 0, text).getText(symbols[0]!.selectionRange)).toBe('"Root 🔑"');
});

const inTerraform = `resource "aws_kms_key" "app" {
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [
      { Sid = "Root", Effect = "Allow", Principal = { AWS = "arn:aws:iam::111122223333:root" }, Action = "kms:*", Resource = "*" },
      { Sid = "鍵", Effect = "Allow", Principal = { AWS = "arn:aws:iam::111122223333:role/App" }, Action = "kms:Decryptt", Resource = "*" },
    ]
  })
}
`;
const inTemplate = `Resources:
  Key: # kept
    Type: AWS::KMS::Key
    Properties:
      KeyPolicy:
        Version: "2012-10-17"
        Statement:
          - { Sid: Root, Effect: Allow, Principal: { AWS: !Sub "arn:aws:iam::\${AWS::AccountId}:root" }, Action: "kms:*", Resource: "*" }
          - Sid: 🔑
            Effect: Allow
            Principal: { AWS: !Sub "arn:aws:iam::\${AWS::AccountId}:role/App" }
            Action: [kms:Decryptt]
            Resource: "*"
`;
const deny = '{ "Sid": "🔑", "Effect": "Deny", "Principal": "*", "Action": "kms:Decryptt", "Resource": "*" }';

test.each([
  ["a policy", "json", policy(deny)],
  ["a template", "yaml", inTemplate.replace("Effect: Allow\n", "Effect: Deny\n")],
  ["Terraform source", "terraform", inTerraform.replace('"鍵", Effect = "Allow"', '"鍵", Effect = "Deny"')],
])("%s: a fix is one small edit, and the finding is gone with it", async (_, languageId, text) => {
  const client = await clientFor(account);
  client.open(uri, text, languageId);
  const found = await client.diagnostics(uri);
  const wrong = found.find(({ code }) => code === "unknown-action")!;
  const actions = await ask<CodeAction[]>(client, "codeAction", {
    range: wrong.range,
    context: { diagnostics: [wrong], only: ["quickfix"] },
  });
  const [fix] = actions;
  expect(fix).toMatchObject({ kind: "quickfix", diagnostics: [{ code: "unknown-action" }] });
  const edits = fix!.edit!.documentChanges!.flatMap((change) =>
    "edits" in change ? change.edits : [],
  ) as TextEdit[];
  const mended = applied(text, edits);
  expect(mended).toBe(text.replace("kms:Decryptt", "kms:Decrypt"));
  client.replace(uri, mended);
  const left = await client.diagnostics(uri);
  expect(left.filter(({ code }) => code === "unknown-action")).toEqual([]);
});

test("all that has one safe answer is mended at once", async () => {
  const client = await clientFor(account);
  const text = policy(
    '{ "Sid": "Use", "Effect": "Deny", "Principal": "*", "Action": ["kms:Decryptt", "kms:Encrypt", "kms:Encrypt"], "Resource": "*" }',
  );
  client.open(uri, text);
  await client.diagnostics(uri);
  const actions = await ask<CodeAction[]>(client, "codeAction", {
    range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } },
    context: { diagnostics: [] satisfies Diagnostic[], only: ["source.fixAll"] },
  });
  const edits = actions[0]!.edit!.documentChanges!.flatMap((change) =>
    "edits" in change ? change.edits : [],
  ) as TextEdit[];
  expect(applied(text, edits)).toContain('["kms:Decrypt", "kms:Encrypt"]');
});

test("a document that is not open has no answers, and neither has one without a policy", async () => {
  const client = await clientFor(account);
  const position = { line: 0, character: 3 };
  for (const method of ["completion", "hover"]) expect(await ask(client, method, { position })).toBeNull();
  client.open(uri, '{ "name": "package", "main": "x" }');
  for (const method of ["completion", "hover"]) expect(await ask(client, method, { position })).toBeNull();
  expect(await ask(client, "documentSymbol", {})).toEqual([]);
});
