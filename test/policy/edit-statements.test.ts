import { expect, test } from "vitest";
import { removeMember, setMember } from "../../src/policy/edit-members.ts";
import { insertStatement, removeStatement, replaceStatement } from "../../src/policy/edit-statements.ts";
import { documentValue } from "../../src/policy/json-value.ts";
import { documentIn, lines } from "./documents.ts";

const added = { Sid: "new", Effect: "Allow", Principal: { AWS: ["a", "b"] }, Action: "kms:*" };

const insertions: readonly (readonly [name: string, index: number, before: string, after: string])[] = [
  [
    "on lines, as the other statements",
    1,
    lines(
      "{",
      '    "Statement": [',
      "        {",
      '            "Sid": "x",',
      '            "Action": ["c", "d"]',
      "        }",
      "    ]",
      "}",
    ),
    lines(
      "{",
      '    "Statement": [',
      "        {",
      '            "Sid": "x",',
      '            "Action": ["c", "d"]',
      "        },",
      "        {",
      '            "Sid": "new",',
      '            "Effect": "Allow",',
      '            "Principal": {',
      '                "AWS": ["a", "b"]',
      "            },",
      '            "Action": "kms:*"',
      "        }",
      "    ]",
      "}",
    ),
  ],
  [
    "with tabs and brackets on the same line",
    0,
    lines("{", '\t"Statement" : [ {', '\t\t"Sid" : "x"', "\t} ]", "}"),
    lines(
      "{",
      '\t"Statement" : [ {',
      '\t\t"Sid" : "new",',
      '\t\t"Effect" : "Allow",',
      '\t\t"Principal" : {',
      '\t\t\t"AWS" : [',
      '\t\t\t\t"a",',
      '\t\t\t\t"b"',
      "\t\t\t]",
      "\t\t},",
      '\t\t"Action" : "kms:*"',
      "\t}, {",
      '\t\t"Sid" : "x"',
      "\t} ]",
      "}",
    ),
  ],
  [
    "in a text without white space",
    1,
    '{"Statement":[{"Sid":"x"}]}',
    '{"Statement":[{"Sid":"x"},{"Sid":"new","Effect":"Allow","Principal":{"AWS":["a","b"]},"Action":"kms:*"}]}',
  ],
  [
    "a statement a line",
    1,
    lines("{", '  "Statement": [', '    {"Sid": "x"},', '    {"Sid": "y"}', "  ]", "}"),
    lines(
      "{",
      '  "Statement": [',
      '    {"Sid": "x"},',
      '    {"Sid": "new", "Effect": "Allow", "Principal": {"AWS": ["a", "b"]}, "Action": "kms:*"},',
      '    {"Sid": "y"}',
      "  ]",
      "}",
    ),
  ],
  [
    "beside a single statement object, which becomes a list",
    1,
    lines("{", '  "Statement": {', '    "Sid": "x"', "  }", "}"),
    lines(
      "{",
      '  "Statement": [',
      "  {",
      '    "Sid": "x"',
      "  },",
      "  {",
      '    "Sid": "new",',
      '    "Effect": "Allow",',
      '    "Principal": {',
      '      "AWS": [',
      '        "a",',
      '        "b"',
      "      ]",
      "    },",
      '    "Action": "kms:*"',
      "  }",
      "  ]",
      "}",
    ),
  ],
];

test.each(insertions)("inserting %s", (_, index, before, after) => {
  const document = documentIn(before);
  const edited = insertStatement(document, index, added);
  expect(edited.text).toBe(after);
  expect(removeStatement(edited, index).text).toBe(before);
});

test("blank lines between statements are kept up", () => {
  const text = '{"Statement": [\n  {"Sid": "x"},\n\n  {"Sid": "y"}\n]}';
  const edited = insertStatement(documentIn(text), 2, { Sid: "z" });
  expect(edited.text).toBe('{"Statement": [\n  {"Sid": "x"},\n\n  {"Sid": "y"},\n\n  {"Sid": "z"}\n]}');
});

test("a policy without statements gets its list", () => {
  for (const text of ['{"Version": "2012-10-17"}', '{"Version": "2012-10-17", "Statement": []}']) {
    expect(documentValue(insertStatement(documentIn(text), 0, added))).toEqual({
      Version: "2012-10-17",
      Statement: [added],
    });
  }
});

test("replacing a statement touches no other", () => {
  const text = '{"Statement": [\n  {"Sid":  "x"},\n  {"Sid": "y"}\n]}';
  expect(replaceStatement(documentIn(text), 1, { Sid: "z", Effect: "Deny" }).text).toBe(
    '{"Statement": [\n  {"Sid":  "x"},\n  {"Sid": "z", "Effect": "Deny"}\n]}',
  );
});

const statement = lines(
  "{",
  '  "Statement": [',
  "    {",
  '      "Effect": "Allow",',
  '      "Action": "kms:*"',
  "    }",
  "  ]",
  "}",
);
const path = ["Statement", 0];

test("a new member stands where its kind usually stands", () => {
  const document = documentIn(statement);
  expect(setMember(document, path, "Sid", "s").text).toBe(
    statement.replace('      "Effect"', '      "Sid": "s",\n      "Effect"'),
  );
  expect(setMember(document, path, "Principal", "*").text).toBe(
    statement.replace('"Allow",\n', '"Allow",\n      "Principal": "*",\n'),
  );
  expect(setMember(document, path, "Condition", { Bool: { k: "true" } }).text).toBe(
    statement.replace(
      '"kms:*"\n',
      '"kms:*",\n      "Condition": {\n        "Bool": {\n          "k": "true"\n        }\n      }\n',
    ),
  );
});

test("a member is replaced, left alone where it is equal, and removed", () => {
  const document = documentIn(statement);
  expect(setMember(document, path, "Action", "kms:Decrypt").text).toBe(
    statement.replace("kms:*", "kms:Decrypt"),
  );
  expect(setMember(document, path, "Action", "kms:*")).toBe(document);
  expect(removeMember(document, path, "Action").text).toBe(
    statement.replace(',\n      "Action": "kms:*"', ""),
  );
  expect(removeMember(document, path, "Effect").text).toBe(
    statement.replace('"Effect": "Allow",\n      ', ""),
  );
});

test("of a member written twice the last is set, and both are removed", () => {
  const document = documentIn('{"a": 1, "b": 2, "a": 3}');
  expect(setMember(document, [], "a", 4).text).toBe('{"a": 1, "b": 2, "a": 4}');
  expect(removeMember(document, [], "a").text).toBe('{"b": 2}');
});
