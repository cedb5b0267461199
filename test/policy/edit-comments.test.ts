import { expect, test } from "vitest";
import { addToList, removeFromList } from "../../src/policy/edit-lists.ts";
import { removeStatement } from "../../src/policy/edit-statements.ts";
import { documentIn } from "./documents.ts";

const path = ["a"];

const cases: readonly (readonly [name: string, before: string, added: string])[] = [
  [
    "a comment behind the last entry stays behind it",
    `{"a": [\n  "x", // why x\n  "y" // why y\n]}`,
    `{"a": [\n  "x", // why x\n  "y", // why y\n  "new"\n]}`,
  ],
  ["a trailing comma stays the last", `{"a": [\n  "x",\n  "y",\n]}`, `{"a": [\n  "x",\n  "y",\n  "new",\n]}`],
  [
    "a trailing comma with a comment behind",
    `{"a": [\n  "x",\n  "y", // why y\n]}`,
    `{"a": [\n  "x",\n  "y", // why y\n  "new",\n]}`,
  ],
  [
    "a comment on its own line at the end stays at the end",
    `{"a": [\n  "x",\n  "y"\n  // more to come\n]}`,
    `{"a": [\n  "x",\n  "y",\n  "new"\n  // more to come\n]}`,
  ],
  [
    "a block comment on the line",
    `{"a": ["x" /* 1 */, "y" /* 2 */]}`,
    `{"a": ["x" /* 1 */, "y", /* 2 */ "new"]}`,
  ],
];

test.each(cases)("adding beside comments: %s", (_, before, added) => {
  const edited = addToList(documentIn(before, "jsonc"), path, "new");
  expect(edited.text).toBe(added);
  expect(removeFromList(edited, path, "new").text).toBe(before);
});

test("a comment behind a removed entry keeps its line", () => {
  const text = `{"a": [\n  "x", // why x\n  // about y\n  "y",\n  "z"\n]}`;
  const document = documentIn(text, "jsonc");
  expect(removeFromList(document, path, "x").text).toBe(
    `{"a": [\n  // why x\n  // about y\n  "y",\n  "z"\n]}`,
  );
  expect(removeFromList(document, path, "y").text).toBe(`{"a": [\n  "x", // why x\n  // about y\n  "z"\n]}`);
  expect(removeFromList(document, path, "z").text).toBe(`{"a": [\n  "x", // why x\n  // about y\n  "y"\n]}`);
});

test("a statement goes with the comments in it, those around it stay", () => {
  const text = `{"Statement": [\n  // first\n  {\n    // inside\n    "Sid": "a"\n  },\n  // second\n  {\n    "Sid": "b"\n  }\n]}`;
  const document = documentIn(text, "jsonc");
  expect(removeStatement(document, 0).text).toBe(
    `{"Statement": [\n  // first\n  // second\n  {\n    "Sid": "b"\n  }\n]}`,
  );
  expect(removeStatement(document, 1).text).toBe(
    `{"Statement": [\n  // first\n  {\n    // inside\n    "Sid": "a"\n  }\n  // second\n]}`,
  );
});
