import { expect, test } from "vitest";
import { addToList, removeFromList } from "../../src/policy/edit-lists.ts";
import { documentIn } from "./documents.ts";

const path = ["Statement", 0, "Principal", "AWS"];

/** A policy with one statement whose AWS principals are written so. */
const withPrincipals = (written: string): string =>
  `{\n  "Statement": [\n    {\n      "Principal": {\n        "AWS": ${written}\n      },\n      "Resource": "*"\n    }\n  ]\n}`;

const inLines = (...items: readonly string[]): string =>
  `[\n${items.map((item) => `          "${item}"`).join(",\n")}\n        ]`;

const additions: readonly (readonly [name: string, before: string, after: string])[] = [
  ["a value becomes a list on lines", `"a"`, inLines("a", "new")],
  ["a list on lines gets a line", inLines("a", "b"), inLines("a", "b", "new")],
  ["a list on one line stays on it", `["a", "b"]`, `["a", "b", "new"]`],
  ["without space after the comma", `["a","b"]`, `["a","b","new"]`],
  ["with padded brackets", `[ "a", "b" ]`, `[ "a", "b", "new" ]`],
  ["a wrapped list goes on in its last line", `["a",\n  "b", "c"]`, `["a",\n  "b", "c", "new"]`],
  ["a comma before the line end of its own", `[ "a"\n, "b"\n]`, `[ "a"\n, "b", "new"\n]`],
  ["an empty list opens", `[]`, inLines("new")],
];

test.each(additions)("adding: %s", (_, before, after) => {
  const document = documentIn(withPrincipals(before));
  const edited = addToList(document, path, "new");
  expect(edited.text).toBe(withPrincipals(after));
  if (before !== "[]") expect(removeFromList(edited, path, "new").text).toBe(document.text);
});

const removals: readonly (readonly [name: string, before: string, removed: string, after: string])[] = [
  ["the first of three", inLines("a", "b", "c"), "a", inLines("b", "c")],
  ["one in the middle", inLines("a", "b", "c"), "b", inLines("a", "c")],
  ["the last", inLines("a", "b", "c"), "c", inLines("a", "b")],
  ["from one line", `["a", "b", "c"]`, "b", `["a", "c"]`],
  ["an entry that is there twice goes twice", `["a", "b", "a", "c"]`, "a", `["b", "c"]`],
  ["a list that the author wrote stays one", `["a", "b"]`, "b", `["a"]`],
  ["one that is not there changes nothing", `["a", "b"]`, "z", `["a", "b"]`],
];

test.each(removals)("removing: %s", (_, before, removed, after) => {
  expect(removeFromList(documentIn(withPrincipals(before)), path, removed).text).toBe(withPrincipals(after));
});

test("a list of one stays one when the second entry goes, also where the rest of the policy has bare values", () => {
  const document = documentIn(withPrincipals(inLines("a")));
  const edited = addToList(document, path, "new");
  expect(removeFromList(edited, path, "new").text).toBe(document.text);
});

test("what is there already changes nothing", () => {
  for (const written of [`"a"`, `["a", "b"]`]) {
    const document = documentIn(withPrincipals(written));
    expect(addToList(document, path, "a")).toBe(document);
  }
});

test("the line ends of the text are kept", () => {
  const crlf = withPrincipals(inLines("a", "b")).replaceAll("\n", "\r\n");
  expect(addToList(documentIn(crlf), path, "new").text).toBe(
    withPrincipals(inLines("a", "b", "new")).replaceAll("\n", "\r\n"),
  );
});

test("a list that would be empty, and a place without a list, are errors of the caller", () => {
  expect(() => removeFromList(documentIn(withPrincipals(`"a"`)), path, "a")).toThrow("would be empty");
  expect(() => removeFromList(documentIn(withPrincipals(`["a"]`)), path, "a")).toThrow("would be empty");
  expect(() => addToList(documentIn(withPrincipals(`"a"`)), ["Statement", 0, "Action"], "x")).toThrow(
    "no list at /Statement/0/Action",
  );
});
