import { beforeAll, expect, test } from "vitest";
import { loadFormat, parsePolicyText, type PolicyDocument } from "../../src/policy/document.ts";
import { addToList, removeFromList } from "../../src/policy/edit-lists.ts";
import { removeMember, setMember } from "../../src/policy/edit-members.ts";
import { insertStatement, removeStatement } from "../../src/policy/edit-statements.ts";
import { documentValue } from "../../src/policy/json-value.ts";
import { toPlainJson } from "../../src/policy/json/plain-json.ts";
import { toYaml } from "../../src/policy/yaml/to-yaml.ts";
import { documentFor, documentIn, lines } from "./documents.ts";

beforeAll(() => loadFormat("yaml"));

const text = lines(
  "# the policy",
  'Version: "2012-10-17"   # the version',
  "Statement:",
  "- Sid: Enable IAM   # sid",
  "  Effect: Allow",
  "  Principal: {AWS: 'arn:aws:iam::111122223333:root'} # root",
  "  Action: kms:*   # all",
  "  Resource: '*'",
  "",
  "# about users",
  "- Sid: users",
  "  Principal:",
  "    AWS:",
  "    - arn:aws:iam::111122223333:user/a   # a",
  "    # about b",
  "    - arn:aws:iam::111122223333:user/b",
  "  Action: [kms:Encrypt, kms:Decrypt]",
  "# end",
);

/** What an edit is, which lines it takes away and which it brings. */
type Case = readonly [
  name: string,
  edit: (document: PolicyDocument) => PolicyDocument,
  minus: readonly string[],
  plus: readonly string[],
];

const edits: readonly Case[] = [
  [
    "a statement at the end, before the last comment",
    (d) =>
      insertStatement(d, 2, { Sid: "s", Principal: { AWS: ["x", "*"] }, Condition: { Bool: { k: "true" } } }),
    [],
    [
      "",
      "- Sid: s",
      "  Principal:",
      "    AWS:",
      "    - x",
      '    - "*"',
      "  Condition:",
      "    Bool:",
      '      k: "true"',
    ],
  ],
  [
    "a value becomes a block list, its comment stays with it",
    (d) => addToList(d, ["Statement", 0, "Action"], "kms:Decrypt"),
    ["  Action: kms:*   # all"],
    ["  Action:", "  - kms:*   # all", "  - kms:Decrypt"],
  ],
  [
    "a value in braces becomes a flow list; an account id gets quotes",
    (d) => addToList(d, ["Statement", 0, "Principal", "AWS"], "111122223333"),
    ["  Principal: {AWS: 'arn:aws:iam::111122223333:root'} # root"],
    [`  Principal: {AWS: ['arn:aws:iam::111122223333:root', "111122223333"]} # root`],
  ],
  [
    "one more line in a block list",
    (d) => addToList(d, ["Statement", 1, "Principal", "AWS"], "arn:aws:iam::111122223333:user/c"),
    [],
    ["    - arn:aws:iam::111122223333:user/c"],
  ],
  [
    "one more in a flow list",
    (d) => addToList(d, ["Statement", 1, "Action"], "kms:Sign"),
    ["  Action: [kms:Encrypt, kms:Decrypt]"],
    ["  Action: [kms:Encrypt, kms:Decrypt, kms:Sign]"],
  ],
  [
    "an entry goes, the comment above it stays",
    (d) => removeFromList(d, ["Statement", 1, "Principal", "AWS"], "arn:aws:iam::111122223333:user/b"),
    ["    - arn:aws:iam::111122223333:user/b"],
    [],
  ],
  [
    "an entry goes, the comment behind it keeps its line",
    (d) => removeFromList(d, ["Statement", 1, "Principal", "AWS"], "arn:aws:iam::111122223333:user/a"),
    ["    - arn:aws:iam::111122223333:user/a   # a"],
    ["    # a"],
  ],
  [
    "the first member of a statement goes",
    (d) => removeMember(d, ["Statement", 1], "Sid"),
    ["- Sid: users", "  Principal:"],
    ["- Principal:"],
  ],
  [
    "a member gets another value, its comment stays",
    (d) => setMember(d, ["Statement", 0], "Action", "kms:Decrypt"),
    ["  Action: kms:*   # all"],
    ["  Action: kms:Decrypt   # all"],
  ],
  [
    "a string that YAML would read as something else gets quotes",
    (d) => setMember(d, ["Statement", 1], "Sid", "no"),
    ["- Sid: users"],
    ['- Sid: "no"'],
  ],
  [
    "a statement goes with the empty line behind it",
    (d) => removeStatement(d, 0),
    [
      "- Sid: Enable IAM   # sid",
      "  Effect: Allow",
      "  Principal: {AWS: 'arn:aws:iam::111122223333:root'} # root",
      "  Action: kms:*   # all",
      "  Resource: '*'",
      "",
    ],
    [],
  ],
];

test.each(edits)("%s", (_, edit, minus, plus) => {
  const [before, after] = [text.split("\n"), edit(documentIn(text, "yaml")).text.split("\n")];
  const start = before.findIndex((line, i) => line !== after[i]);
  const gone = before.length - after.length + plus.length;
  expect(gone).toBe(minus.length);
  expect(before.toSpliced(start, gone, ...after.slice(start, start + plus.length))).toEqual(after);
  expect([...before.slice(start, start + gone)].sort()).toEqual([...minus].sort());
  expect([...after.slice(start, start + plus.length)].sort()).toEqual([...plus].sort());
});

test("adding and removing gives the bytes back", () => {
  const document = documentIn(text, "yaml");
  for (let i = 0; i <= 2; i++) {
    expect(removeStatement(insertStatement(document, i, { Sid: "s", Action: ["a", "b"] }), i).text).toBe(
      text,
    );
  }
  for (const path of [
    ["Statement", 0, "Action"],
    ["Statement", 0, "Principal", "AWS"],
    ["Statement", 1, "Principal", "AWS"],
    ["Statement", 1, "Action"],
  ]) {
    expect(removeFromList(addToList(document, path, "new"), path, "new").text).toBe(text);
  }
});

test("an emptied list is [], and opens again", () => {
  const document = documentIn("Statement:\n  - Sid: a\n", "yaml");
  const empty = removeStatement(document, 0);
  expect(empty.text).toBe("Statement: []\n");
  expect(insertStatement(empty, 0, { Sid: "a" }).text).toBe("Statement:\n  - Sid: a\n");
});

test("a single statement becomes a list", () => {
  const document = documentIn("Statement:\n  Sid: a # a\n  Action: b\n", "yaml");
  expect(insertStatement(document, 1, { Sid: "c" }).text).toBe(
    "Statement:\n  - Sid: a # a\n    Action: b\n  - Sid: c\n",
  );
});

test("where an edit in place would change more, it is refused", () => {
  const document = documentIn("a: >+\n  x\n\n\nb: c\n", "yaml");
  expect(() => setMember(document, [], "Id", "x")).not.toThrow();
  const kept = documentIn("m:\n  a: |+\n    x\n\n\n", "yaml");
  expect(() => setMember(kept, ["m"], "b", "c")).toThrow("cannot be edited in place");
});

test("JSON and YAML turn into one another", () => {
  const value = {
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "a b: c",
        Principal: { AWS: ["*", "111122223333", "arn:aws:iam::111122223333:root"] },
        num: 1,
        e: [],
      },
    ],
  };
  const yaml = toYaml(documentFor(value));
  expect(yaml).toBe(
    lines(
      'Version: "2012-10-17"',
      "Statement:",
      '  - Sid: "a b: c"',
      "    Principal:",
      "      AWS:",
      '        - "*"',
      '        - "111122223333"',
      "        - arn:aws:iam::111122223333:root",
      "    num: 1",
      "    e: []",
    ),
  );
  expect(JSON.parse(toPlainJson(documentIn(yaml, "yaml")))).toEqual(value);
  expect(toYaml(documentIn(text, "yaml"))).toBe(text);
});

test("an account id without quotes is a number, and is seen as one", () => {
  const { root } = parsePolicyText("a: 111122223333\nb: 012345678901\n012345678901: x\n", "yaml");
  expect(root).toMatchObject({
    members: [
      { value: { kind: "number", start: 3, end: 15 } },
      { value: { kind: "number" } },
      { name: "012345678901" },
    ],
  });
});

const unfit: readonly (readonly [text: string, message: string, start: number])[] = [
  ["a: &x 1\nb: *x\n", "anchors (&name) are not supported: write the value out", 3],
  ["a: *\n", "aliases (*name) are not supported: write the value out, in quotes if it begins with a star", 3],
  ["<<: {a: 1}\n", "merge keys (<<) are not supported", 0],
  ["a: !x 1\n", "tags (!name) are not supported", 3],
  ["? a\n: b\n", "keys with a question mark are not supported", 0],
  ["%YAML 1.1\n---\na: 1\n", "directives (%…) are not supported", 0],
  ["a: 1\n---\nb: 2\n", "only one YAML document is allowed", 5],
  ["# nothing\n", "the text holds no policy", 0],
  ["a: .nan\n", "this is no value that JSON has", 3],
  ["a: {b}\n", "this member has no value", 4],
  ["a: [b: 1]\n", "braces { } are needed around this member", 4],
  ["a:\n\t- x\n", "tabs are not allowed as indentation", 3],
  ["[x]: 1\n", "a member name must be a plain string", 0],
];

test.each(unfit)("%j is no YAML policy", (yaml, message, start) => {
  expect(parsePolicyText(yaml, "yaml").problems).toMatchObject([{ message, start }]);
});

test("every value keeps its place, duplicates and comments included", () => {
  const document = documentIn("\uFEFF# c\na: 'x'   # d\na: |\n  y\n  z\n\nb:\n", "yaml");
  expect(document.root.members.map(({ value }) => document.text.slice(value.start, value.end))).toEqual([
    "'x'",
    "|\n  y\n  z",
    "",
  ]);
  expect(documentValue(document)).toEqual({ a: "y\nz\n", b: null });
});
