import { expect, test } from "vitest";
import { editTowards } from "../../src/policy/edit-towards.ts";
import type { JsonValue } from "../../src/policy/syntax.ts";
import { documentIn } from "./documents.ts";

const text =
  '{\n  "Id": "i",\n  "Statement": [\n    { "Sid":"a", "Action":["x","y","z"] },\n\n    { "Sid":  "b", "Principal": "p" }\n  ]\n}';
const [a, b] = [
  { Sid: "a", Action: ["x", "y", "z"] },
  { Sid: "b", Principal: "p" },
];

const cases: readonly (readonly [name: string, value: JsonValue, from: string, to: string])[] = [
  ["an item less", { Id: "i", Statement: [{ ...a, Action: ["x", "z"] }, b] }, '"x","y","z"', '"x","z"'],
  ["another item", { Id: "i", Statement: [{ ...a, Action: ["x", "new", "z"] }, b] }, '"y"', '"new"'],
  [
    "a value becomes a list",
    { Id: "i", Statement: [a, { ...b, Principal: ["q", "p"] }] },
    '"p"',
    '["q", "p"]',
  ],
  ["a list becomes a value", { Id: "i", Statement: [{ ...a, Action: "x" }, b] }, '["x","y","z"]', '"x"'],
  ["a member less", { Statement: [a, b] }, '"Id": "i",\n  ', ""],
  ["a statement less", { Id: "i", Statement: [b] }, '{ "Sid":"a", "Action":["x","y","z"] },\n\n    ', ""],
  ["a statement more", { Id: "i", Statement: [a, { Sid: "c" }, b] }, "] },", '] },\n\n    { "Sid":"c" },'],
  ["another Sid", { Id: "i", Statement: [a, { ...b, Sid: "c" }] }, '"Sid":  "b"', '"Sid":  "c"'],
];

test.each(cases)("%s", (_, value, from, to) => {
  expect(editTowards(documentIn(text), value).text).toBe(text.replace(from, to));
});

test("what is no object is refused", () => {
  expect(() => editTowards(documentIn(text), [])).toThrow("a policy is a JSON object");
});
