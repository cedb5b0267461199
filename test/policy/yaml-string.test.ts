import fc from "fast-check";
import { expect, test } from "vitest";
import { parse, stringify } from "yaml";
import { yamlString } from "../../src/policy/yaml/yaml-string.ts";
import { times } from "../support/long-form.ts";

// What may stand without quotes, held against the yaml library's own writer. That one writes more of them plain, such as
// `${Account}`, `{{ account }}` and `<ACCOUNT>`: whoever fills in a template may put anything there, so we quote it.

const styles = ["block", "flow"] as const;
const isPlainFor = (style: (typeof styles)[number], value: string): boolean =>
  stringify([value], { version: "1.1", lineWidth: 0, collectionStyle: style })
    .replace(/^- |^\[ | \]$/gm, "")
    .trimEnd() === value;

const word = fc.oneof(
  fc.string({
    maxLength: 12,
    unit: fc.constantFrom(...Array.from("aYnoex0123 :#-*&!|>%@`'\"[]{},.?=<$~_\t\n")),
  }),
  fc.constantFrom(
    ..."true False NULL yes No on OFF y N ~ .inf 0x1 1e3 2012-10-17 = << null: a: a: b".split(" "),
  ),
);

test("what we write plain, the library writes plain, too, and reads as it was, in a list of either style", () => {
  fc.assert(
    fc.property(word, (value) => {
      const written = yamlString("plain")(value);
      for (const version of ["1.1", "1.2"] as const) {
        expect(parse(`- ${written}\n`, { version })).toEqual([value]);
        expect(parse(`[${written}, b]\n`, { version })).toEqual([value, "b"]);
      }
      if (written === value) for (const style of styles) expect(isPlainFor(style, value)).toBe(true);
    }),
    { numRuns: times(600, 50_000) },
  );
});

test.each([
  "y",
  "N",
  "on",
  "OFF",
  "yes",
  "no",
  "true",
  "null",
  "a:",
  "a: b",
  "a #b",
  "1a",
  "e3",
  "*",
  "",
  "${A}",
])("%j is quoted", (value) => {
  expect(yamlString("plain")(value)).toBe(JSON.stringify(value));
});

test.each(["kms:*", "arn:aws:iam::111122223333:role/a/B+=", "Allow use of the key", "nobody", "Yes2"])(
  "%j is not",
  (value) => {
    expect(yamlString("plain")(value)).toBe(value);
  },
);
