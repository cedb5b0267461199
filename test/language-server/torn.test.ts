import type { TextEdit } from "vscode-languageserver-protocol/node";
import { TextDocument } from "vscode-languageserver-textdocument";
import { expect, test } from "vitest";
import { type DocumentClient, documentsOfFile } from "../support/documents.ts";

// Documents in the middle of being typed: nothing about them parses, at the caret or elsewhere. `‸` is where the caret stands.

const root = "arn:aws:iam::111122223333:root";
const statement = "  - Sid: Use\n    Effect: Allow\n";
const last = `
  - Sid: Last
    Effect: Allow
    Principal: { AWS: "${root}" }
    Action: kms:Encrypt
    Resource: "*"
`;
const yaml = (typed: string): string => `Version: "2012-10-17"
Statement:
  - Sid: Root
    Effect: Allow
    Principal: { AWS: "${root}" }
    Action: kms:*
    Resource: "*"
${typed}${last}`;
const template = (typed: string): string => `Description: it's a key
Resources:
  Key:
    Type: AWS::KMS::Key
    Properties:
      KeyPolicy:
${yaml(typed).replaceAll(/^(?=.)/gm, "        ")}`;
const manifest = (typed: string): string => `apiVersion: kms.services.k8s.aws/v1alpha1
kind: Key
metadata: { name: app }
spec:
  policy: |
    { "Version": "2012-10-17", "Statement": [
      { "Sid": "Root", "Effect": "Allow", "Principal": { "AWS": "${root}" }, "Action": "kms:*", "Resource": "*" },
      ${typed}
    ] }
`;
const heredoc = (typed: string): string => `resource "aws_kms_key" "app" {
  policy = <<EOT
{ "Version": "2012-10-17", "Statement": [
  { "Sid": "Root", "Effect": "Allow", "Principal": { "AWS": "${root}" }, "Action": "kms:*", "Resource": "*" },
  ${typed}
] }
EOT
}
`;
const encoded = (typed: string): string => `resource "aws_kms_key" "app" {
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [
      { Sid = "Root", Effect = "Allow", Principal = { AWS = "${root}" }, Action = "kms:*", Resource = "*" },
      {
        Sid = "Use"
        ${typed}
      },
    ]
  })
}
`;
const data = (typed: string): string => `data "aws_iam_policy_document" "app" {
  statement {
    sid       = "Root"
    actions   = ["kms:*"]
    resources = ["*"]
    principals {
      type        = "AWS"
      identifiers = ["${root}"]
    }
  }
  statement {
    actions = ["kms:Decrypt"]
    ${typed}
  }
}
resource "aws_kms_key" "app" {
  policy = data.aws_iam_policy_document.app.json
}
`;

interface Asked {
  readonly uri: string;
  readonly text: string;
  readonly position: { readonly line: number; readonly character: number };
  readonly document: TextDocument;
}

const clientFor = documentsOfFile();

let count = 0;
const opened = async (client: DocumentClient, name: string, marked: string): Promise<Asked> => {
  const uri = `untitled:${String((count += 1))}-${name}`;
  const at = marked.indexOf("‸");
  const text = marked.slice(0, at) + marked.slice(at + 1);
  client.open(uri, text, name.endsWith(".tf") ? "terraform" : "yaml");
  await client.diagnostics(uri);
  const document = TextDocument.create(uri, "", 0, text);
  return { uri, text, document, position: document.positionAt(at) };
};

/** The line of the caret once a word was chosen. */
const lineAfter = async (client: DocumentClient, name: string, marked: string, chosen: string) => {
  const { uri, document, position } = await opened(client, name, marked);
  const items = await client.completion(uri, position);
  const item = items?.find(({ label }) => label === chosen);
  if (!item) return `no ${chosen} of ${String(items?.length)}`;
  expect(items?.some(({ label }) => /kmspolHere‸[{}]/.test(label))).toBe(false);
  const after = TextDocument.applyEdits(document, [item.textEdit as TextEdit]);
  return after.split("\n")[position.line]?.trim();
};

const inYaml: readonly (readonly [typed: string, chosen: string, line: string])[] = [
  ["Action: kms:De‸", "kms:Decrypt", "Action: kms:Decrypt"],
  ["Action:\n      -‸", "kms:Decrypt", "- kms:Decrypt"],
  ['Action: "kms:De‸', "kms:Decrypt", 'Action: "kms:Decrypt"'],
  ["Action: 'kms:De‸", "kms:Decrypt", "Action: 'kms:Decrypt'"],
  ["Action: [kms:Encrypt, kms:De‸", "kms:Decrypt", "Action: [kms:Encrypt, kms:Decrypt"],
  ['Action: ["kms:Encrypt", "kms:De‸', "kms:Decrypt", 'Action: ["kms:Encrypt", "kms:Decrypt"'],
  ["Principal: { AWS: ‸", root, `Principal: { AWS: ${root}`],
  ['Principal: { AWS: "‸', root, `Principal: { AWS: "${root}"`],
  ['Principal: { AWS: "‸ }', root, `Principal: { AWS: "${root}" }`],
  ["Principal:\n      AW‸", "AWS", "AWS:"],
  ["Principal: { Service: lo‸", "logs.amazonaws.com", "Principal: { Service: logs.amazonaws.com"],
  ["Eff‸", "Effect", "Effect:"],
  ["Condition:\n      Str‸", "StringEquals", "StringEquals:"],
  ["Condition:\n      StringEquals:\n        kms:V‸", "kms:ViaService", "kms:ViaService:"],
  ['Condition:\n      StringEquals:\n        "kms:V‸', "kms:ViaService", '"kms:ViaService":'],
  [
    "Condition: { Bool: { kms:GrantIsForAWSResource: ‸",
    "true",
    "Condition: { Bool: { kms:GrantIsForAWSResource: true",
  ],
];

test.each([
  ["a policy", "policy.yaml", yaml],
  ["a template", "template.yaml", template],
])("completion in %s of YAML that is being typed", async (_, name, write) => {
  const client = await clientFor({ account: "111122223333" });
  const lines: (string | undefined)[] = [];
  for (const [typed, chosen] of inYaml)
    lines.push(await lineAfter(client, name, write(`${statement}    ${typed}`), chosen));
  expect(lines).toEqual(inYaml.map(([, , line]) => line));
});

const broken: readonly string[] = [
  "    Action: [kms:Encrypt",
  '    Action: "kms:Encrypt',
  "    Acti",
  "    Principal: { AWS: x",
  "    Principal: { AWS: x }}",
  "\tAction: kms:Encrypt",
  "   Action: kms:Encrypt",
  '    Action: "kms:\\qx"',
];

test.each([
  ["a policy", "policy.yaml", yaml],
  ["a template", "template.yaml", template],
])("completion in %s of YAML that is at fault elsewhere", async (_, name, write) => {
  const client = await clientFor();
  const typed = `${statement}    Action: kms:De‸\n`;
  for (const line of broken)
    for (const text of [
      `  - Sid: Broken\n${line}\n${typed}`,
      `${typed}  - Sid: Broken\n    Effect: Allow\n${line}\n`,
    ])
      expect([text, await lineAfter(client, name, write(text), "kms:Decrypt")]).toEqual([
        text,
        "Action: kms:Decrypt",
      ]);
});

const inJson: readonly (readonly [typed: string, chosen: string, line: string])[] = [
  ['{ "Sid": "Use", "Action": "kms:De‸', "kms:Decrypt", '{ "Sid": "Use", "Action": "kms:Decrypt"'],
  [
    '{ "Sid": "Use", "Action": ["kms:Encrypt", ‸',
    "kms:Decrypt",
    '{ "Sid": "Use", "Action": ["kms:Encrypt", "kms:Decrypt"',
  ],
  ['{ "Sid": "Use", "Ac‸', "Action", '{ "Sid": "Use", "Action": ""'],
  [
    '{ "Sid": "Use", "Principal": { "AWS": "‸ } }',
    root,
    `{ "Sid": "Use", "Principal": { "AWS": "${root}" } }`,
  ],
  [
    '{ "Sid": "Use", "Condition": { "StringEquals": { "kms:V‸',
    "kms:ViaService",
    '{ "Sid": "Use", "Condition": { "StringEquals": { "kms:ViaService": ""',
  ],
];

test.each([
  ["a manifest", "key.yaml", manifest],
  ["a heredoc of Terraform", "main.tf", heredoc],
])("completion in the JSON of %s that is being typed", async (_, name, write) => {
  const client = await clientFor({ account: "111122223333" });
  const lines: (string | undefined)[] = [];
  for (const [typed, chosen] of inJson) lines.push(await lineAfter(client, name, write(typed), chosen));
  expect(lines).toEqual(inJson.map(([, , line]) => line));
});

const inTerraform: readonly (readonly [
  write: (typed: string) => string,
  typed: string,
  chosen: string,
  line: string,
])[] = [
  [encoded, 'Action = "kms:De‸', "kms:Decrypt", 'Action = "kms:Decrypt"'],
  [encoded, "Action = ‸", "kms:Decrypt", 'Action = "kms:Decrypt"'],
  [encoded, 'Action = ["kms:Encrypt", ‸', "kms:Decrypt", 'Action = ["kms:Encrypt", "kms:Decrypt"'],
  [encoded, 'Action = [\n          "kms:De‸', "kms:Decrypt", '"kms:Decrypt"'],
  [encoded, 'Principal = { AWS = "‸', root, `Principal = { AWS = "${root}"`],
  [encoded, "Principal = { ‸", "AWS", 'Principal = { AWS = ""'],
  [encoded, "Act‸", "Action", 'Action = ""'],
  [encoded, "Condition = { Str‸", "StringEquals", 'Condition = { StringEquals = ""'],
  [
    encoded,
    'Condition = { StringEquals = { "kms:V‸',
    "kms:ViaService",
    'Condition = { StringEquals = { "kms:ViaService" = ""',
  ],
  [
    encoded,
    "Condition = { StringEquals = { ‸",
    "kms:ViaService",
    'Condition = { StringEquals = { "kms:ViaService" = ""',
  ],
  [
    encoded,
    'Condition = { StringEquals = { "kms:V‸" } }',
    "kms:ViaService",
    'Condition = { StringEquals = { "kms:ViaService" } }',
  ],
  [
    encoded,
    'Action = "kms:De‸"\n      },\n      {\n        Action = ["kms:Encrypt"',
    "kms:Decrypt",
    'Action = "kms:Decrypt"',
  ],
  [encoded, 'Acti\n      },\n      {\n        Action = "kms:De‸"', "kms:Decrypt", 'Action = "kms:Decrypt"'],
  [data, 'actions = ["kms:De‸', "kms:Decrypt", 'actions = ["kms:Decrypt"'],
  [data, 'principals {\n      identifiers = ["‸\n    }', root, `identifiers = ["${root}"`],
  [data, 'principals {\n      type = "A‸"\n      identifiers = []\n    }', "AWS", 'type = "AWS"'],
  [data, 'condition {\n      test = "‸', "StringEquals", 'test = "StringEquals"'],
  [
    data,
    'condition {\n      test = "StringEquals"\n      variable = "kms:V‸\n    }',
    "kms:ViaService",
    'variable = "kms:ViaService"',
  ],
  [
    data,
    'condition {\n      test = "StringEquals"\n      variable = "kms:V‸"\n      values = []\n    }',
    "kms:ViaService",
    'variable = "kms:ViaService"',
  ],
  [
    data,
    'condition {\n      test = "Bool"\n      variable = "kms:GrantIsForAWSResource"\n      values = ["‸',
    "true",
    'values = ["true"',
  ],
];

test("completion in Terraform source that is being typed", async () => {
  const client = await clientFor({ account: "111122223333" });
  for (const [write, typed, chosen, line] of inTerraform)
    expect([typed, await lineAfter(client, "main.tf", write(typed), chosen)]).toEqual([typed, line]);
});

test.each<readonly [what: string, name: string, text: string, told: RegExp]>([
  [
    "an action",
    "policy.yaml",
    yaml(`${statement}    Action: kms:De‸crypt\n    Principal: { AWS: x`),
    /^Decrypt/,
  ],
  ["an action", "template.yaml", template(`${statement}    Action: kms:De‸crypt\n    Acti`), /^Decrypt/],
  [
    "a key",
    "main.tf",
    data('condition {\n      test = "Null"\n      variable = "aws:Secure‸Transport"\n      values = ["'),
    /TLS/,
  ],
  [
    "a statement",
    "policy.yaml",
    yaml(`${statement}    Action: kms:Decrypt\n    Acti`).replace("Sid: Use", "Sid: U‸se"),
    /not known what this statement gives/,
  ],
  [
    "a statement",
    "key.yaml",
    manifest('{ "Sid": "U‸se", "Effect": "Allow" "Action": "kms:Decrypt" }'),
    /not known what this statement gives/,
  ],
])("hover over %s of %s, which is at fault: %#", async (_, name, marked, told) => {
  const client = await clientFor();
  const { uri, position } = await opened(client, name, marked);
  const hover = await client.hover(uri, position);
  expect((hover?.contents as { value: string } | undefined)?.value).toMatch(told);
});

test.each<readonly [name: string, text: string, place: string, message: RegExp]>([
  ["policy.yaml", yaml(`${statement}    Acti`), "Acti", /implicit map keys/],
  ["template.yaml", template(`${statement}    Acti`), "Acti", /Implicit map keys/],
  ["main.tf", encoded('Action = ["kms:Encrypt"'), '["kms:Encrypt"', /a \] is missing for this bracket/],
  ["main.tf", encoded('Action = "kms:Encrypt'), '"kms:Encrypt', /this string has no end/],
  [
    "main.tf",
    encoded('Action = "kms:Encrypt" ]'),
    '{\n        Sid = "Use"',
    /a \} is missing for this bracket/,
  ],
  ["key.yaml", manifest('{ "Sid": "Use" "Effect": "Allow" }'), ' "Effect": "Allow" }', /comma/],
])("%s at fault has one finding, at its place: %#", async (name, text, place, message) => {
  const client = await clientFor();
  const uri = `untitled:${name}`;
  client.open(uri, text, name.endsWith(".tf") ? "terraform" : "yaml");
  const [found, ...others] = await client.diagnostics(uri);
  expect(others).toEqual([]);
  expect(found?.message).toMatch(message);
  const document = TextDocument.create(uri, "", 0, text);
  expect(text.slice(document.offsetAt(found!.range.start)).slice(0, place.length)).toBe(place);
});

test("the outline goes on while a document is at fault, and tells of no access", async () => {
  const client = await clientFor();
  const { uri } = await opened(client, "main.tf", encoded('Sid2 = "‸x'));
  const symbols = await client.symbols(uri);
  expect(symbols.flatMap(({ children = [] }) => children.map(({ name, detail }) => [name, detail]))).toEqual([
    ["Root", ""],
    ["Use", ""],
  ]);
});
