import { readdirSync, readFileSync } from "node:fs";
import { Ajv } from "ajv";
import { expect, test } from "vitest";
import { getLanguageService, TextDocument, type JSONSchema } from "vscode-json-languageservice";
import { conditionKeys } from "../../src/policy/condition-keys.ts";
import { meaningOfAction, meaningOfKey } from "../../src/policy/key-meanings.ts";
import { kmsActions } from "../../src/policy/kms-actions.ts";
import { keyPolicySchemaText } from "../../src/render/key-policy-schema.ts";

// The schema as an editor uses it: with the language server for JSON of Visual Studio Code, and with a plain validator.

const published = readFileSync("schemas/key-policy.schema.json", "utf8");
const schema = JSON.parse(published) as JSONSchema & object;

const service = getLanguageService({});
service.configure({ validate: true, schemas: [{ uri: "urn:kmspol:key-policy", fileMatch: ["*"], schema }] });

/** The text with a cursor, `|`, as a document and the place. */
const opened = (text: string) => {
  const offset = text.indexOf("|");
  const document = TextDocument.create("file:///policy.json", "json", 1, text.replace("|", ""));
  return { document, position: document.positionAt(offset), parsed: service.parseJSONDocument(document) };
};

const complaints = async (text: string): Promise<readonly string[]> => {
  const { document, parsed } = opened(`${text}|`);
  const found = await service.doValidation(document, parsed);
  // JSON's own complaint: one public policy has a member twice.
  const ours = found.filter(({ message }) => message !== "Duplicate object key");
  const said = (message: (typeof ours)[number]["message"]) =>
    typeof message === "string" ? message : message.value;
  return ours.map(({ message, range }) => `${range.start.line + 1}: ${said(message)}`);
};

const offered = async (text: string): Promise<readonly string[]> => {
  const { document, position, parsed } = opened(text);
  const list = await service.doComplete(document, position, parsed);
  return list?.items.map(({ label }) => label.replaceAll('"', "")) ?? [];
};

const hover = async (text: string): Promise<string> => {
  const { document, position, parsed } = opened(text);
  const { contents } = (await service.doHover(document, position, parsed)) ?? { contents: [] };
  return [contents].flat().map(String).join("\n");
};

const statement = (members: string): string =>
  `{ "Version": "2012-10-17", "Statement": [ { "Effect": "Allow", "Principal": { "AWS": "*" }, "Resource": "*", ${members} } ] }`;

test("the file is what the tables say (node scripts/write-key-policy-schema.mjs)", () => {
  expect(published).toBe(keyPolicySchemaText());
});

test("every action and every condition key has a meaning", () => {
  expect(kmsActions.filter(({ name }) => !meaningOfAction(name)).map(({ name }) => name)).toEqual([]);
  expect(conditionKeys.filter(({ name }) => !meaningOfKey(name)).map(({ name }) => name)).toEqual([]);
});

const corpus = (folder: string) =>
  readdirSync(`test/corpus/${folder}`)
    .filter((name) => name.endsWith(".json"))
    .map((name) => [name, readFileSync(`test/corpus/${folder}/${name}`, "utf8")] as const);

test("an editor complains about no policy that AWS takes", async () => {
  const texts = corpus("valid");
  expect(texts.length).toBeGreaterThan(280);
  const found = await Promise.all(texts.map(async ([name, text]) => [name, await complaints(text)] as const));
  expect(found.filter(([, said]) => said.length > 0)).toEqual([]);
});

test("of what is contested it marks what never works, and what the grammar does not know", async () => {
  const found = await Promise.all(
    corpus("contested").map(async ([name, text]) => [name.slice(0, 3), await complaints(text)] as const),
  );
  expect(found.filter(([, said]) => said.length > 0)).toMatchInlineSnapshot(`
    [
      [
        "016",
        [
          "3: Property Sid is not allowed.",
        ],
      ],
      [
        "018",
        [
          "19: Not of the form kms:Name: KMS takes it without a word, and it never matches.",
          "28: Not of the form kms:Name: KMS takes it without a word, and it never matches.",
        ],
      ],
    ]
  `);
});

test("a plain validator takes the same, and what KMS takes without applying it", () => {
  const ajv = new Ajv({ strict: false });
  // Read anew: the language server writes into what it is given.
  const validate = ajv.compile(JSON.parse(published) as object);
  const refused = [...corpus("valid"), ...corpus("contested")].filter(
    ([, text]) => !validate(JSON.parse(text.replace(/^\uFEFF/, ""))),
  );
  expect(refused.map(([name]) => name)).toEqual(["016-sid-at-top-level.json"]);
});

test.each<readonly [title: string, text: string, said: RegExp]>([
  ["a misspelt member", statement('"Action": "kms:*", "Conditoin": {}'), /Conditoin is not allowed/],
  ["no action", statement('"Sid": "x"'), /Missing property "Action"/],
  ["both kinds of action", statement('"Action": "kms:*", "NotAction": "kms:Decrypt"'), /exclude each other/],
  ["an action that never matches", statement('"Action": "kms=Decrypt"'), /never matches/],
  ["one of several", statement('"Action": ["kms:Encrypt", "kms Decrypt"]'), /never matches/],
  ["no list of actions", statement('"Action": { "kms": "*" }'), /Incorrect type/],
  [
    "an unknown operator",
    statement('"Action": "kms:*", "Condition": { "StringEqual": { "aws:PrincipalOrgID": "o-1" } }'),
    /StringEqual is not allowed/,
  ],
  [
    "an operator in another case",
    statement('"Action": "kms:*", "Condition": { "stringEquals": { "aws:PrincipalOrgID": "o-1" } }'),
    /stringEquals is not allowed/,
  ],
  [
    "Null with IfExists",
    statement('"Action": "kms:*", "Condition": { "NullIfExists": { "aws:PrincipalOrgID": "true" } }'),
    /NullIfExists is not allowed/,
  ],
  [
    "a group",
    '{ "Statement": { "Effect": "Allow", "Principal": { "AWS": ["arn:aws:iam::111122223333:group/devs"] }, "Action": "kms:*", "Resource": "*" } }',
    /group is no principal/,
  ],
  ["no statement", '{ "Version": "2012-10-17" }', /Missing property "Statement"/],
  ["an empty list of statements", '{ "Statement": [] }', /too few items/],
  [
    "another effect",
    '{ "Statement": [ { "Effect": "allow", "Principal": "*", "Action": "kms:*", "Resource": "*" } ] }',
    /Value is not accepted/,
  ],
  [
    "another version",
    '{ "Version": "2012-10-18", "Statement": [ { "Effect": "Allow", "Principal": "*", "Action": "kms:*", "Resource": "*" } ] }',
    /2012-10-17/,
  ],
])("it complains about %s", async (_, text, said) => {
  const found = await complaints(text);
  expect(found.join("\n")).toMatch(said);
  expect(found).toHaveLength(1);
});

test.each<readonly [what: string, text: string, some: readonly string[], none: readonly string[]]>([
  [
    "the members of a statement",
    '{ "Statement": [ { | } ] }',
    ["Sid", "Effect", "Principal", "Action", "Resource", "Condition"],
    ["Version"],
  ],
  ["actions", statement('"Action": |'), ["kms:Decrypt", "kms:*", "kms:ReEncrypt*"], ["kms:CreateKey"]],
  [
    "actions in a list",
    statement('"Action": [ "kms:Encrypt", "|" ]'),
    ["kms:Decrypt", "kms:GenerateDataKey*"],
    [],
  ],
  [
    "operators",
    statement('"Action": "kms:*", "Condition": { "|" }'),
    ["StringEquals", "ForAnyValue:StringLike", "Null", "Bool"],
    ["ForAllValues:Bool"],
  ],
  [
    "condition keys of texts",
    statement('"Action": "kms:*", "Condition": { "StringEquals": { "|" } }'),
    ["kms:ViaService", "aws:PrincipalOrgID", "kms:EncryptionContext:"],
    ["kms:GrantIsForAWSResource", "kms:ResourceAliases"],
  ],
  [
    "condition keys that are true or false",
    statement('"Action": "kms:*", "Condition": { "BoolIfExists": { "|" } }'),
    ["kms:GrantIsForAWSResource"],
    ["kms:ViaService"],
  ],
  [
    "values of a closed list",
    statement('"Action": "kms:*", "Condition": { "StringEquals": { "kms:KeyOrigin": "|" } }'),
    ["EXTERNAL", "AWS_KMS"],
    [],
  ],
  ["services", '{ "Statement": [ { "Principal": { "Service": "|" } } ] }', ["cloudtrail.amazonaws.com"], []],
])("it offers %s", async (_, text, some, none) => {
  const labels = await offered(text);
  expect(labels).toEqual(expect.arrayContaining([...some]));
  for (const label of none) expect(labels).not.toContain(label);
});

test("it offers whole statements", async () => {
  expect(await offered('{ "Statement": [ | ] }')).toContain("Key users");
});

test.each<readonly [what: string, text: string, said: RegExp]>([
  ["an action", statement('"Action": "kms:Dec|rypt"'), /Decrypt ciphertext/],
  ["an action in a list", statement('"Action": [ "kms:PutKey|Policy" ]'), /Only for the key's own account/],
  [
    "a condition key",
    statement('"Action": "kms:*", "Condition": { "StringEquals": { "kms:Via|Service": "x" } }'),
    /comes from a specified AWS service/,
  ],
  [
    "a member of a family",
    statement('"Action": "kms:*", "Condition": { "StringLike": { "aws:PrincipalTag/Te|am": "x" } }'),
    /tag of the caller/,
  ],
  [
    "an operator",
    statement('"Action": "kms:*", "Condition": { "Arn|Like": { "aws:PrincipalArn": "x" } }'),
    /part by part/,
  ],
  ["a member", statement('"Not|Action": "kms:*"'), /Every action but these/],
])("it tells what %s means", async (_, text, said) => {
  expect(await hover(text)).toMatch(said);
});
