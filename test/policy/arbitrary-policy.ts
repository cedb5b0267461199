import fc from "fast-check";
import { plainStyle } from "../../src/policy/json/plain-style.ts";
import type { JsonObject } from "../../src/policy/json-value.ts";
import type { Layout, Style } from "../../src/policy/text/style.ts";
import type { JsonValue } from "../../src/policy/syntax.ts";
import { writeJson } from "../../src/policy/json/write-json.ts";

const few = ["a", "b", "arn:aws:iam::111122223333:root", "kms:*", "x y", 'q"\\', "é\u2028"] as const;
const word = fc.constantFrom(...few);
const values = fc.oneof(word, fc.uniqueArray(word, { minLength: 1, maxLength: 4 }));

/** Statements of few words, so that random policies have much in common. */
export const arbitraryStatement: fc.Arbitrary<JsonObject> = fc.record(
  {
    Sid: fc.constantFrom("s", "t", "u"),
    Effect: fc.constantFrom("Allow", "Deny"),
    Principal: fc.oneof(
      fc.constant("*"),
      fc.dictionary(fc.constantFrom("AWS", "Service"), values, { maxKeys: 2 }),
    ),
    Action: values,
    Resource: fc.constant("*"),
    Condition: fc.dictionary(word, fc.dictionary(word, values, { maxKeys: 2 }), { maxKeys: 2 }),
  },
  { requiredKeys: ["Effect"] },
);

/** A policy as a value: with a list of statements. */
export const arbitraryPolicy: fc.Arbitrary<JsonObject & { readonly Statement: readonly JsonValue[] }> =
  fc.record({
    Version: fc.constantFrom("2012-10-17", "2008-10-17"),
    Statement: fc.array(arbitraryStatement, { maxLength: 5 }),
  });

const layout = fc.constantFrom<Layout>("line", "lines");

/** Any of the habits in which people and tools write JSON. */
export const arbitraryStyle: fc.Arbitrary<Style> = fc
  .record({
    lineEnd: fc.constantFrom("\n", "\r\n"),
    unit: fc.constantFrom("  ", "    ", "   ", "\t"),
    colon: fc.constantFrom(": ", ":", " : "),
    gap: fc.constantFrom(" ", ""),
    listPad: fc.constantFrom("", " "),
    objectPad: fc.constantFrom("", " "),
    list: layout,
    object: layout,
  })
  .map((style) => ({ ...plainStyle, ...style }));

/** A value as text in that style, as a whole on one line or over several, with or without final newline. */
export const arbitraryText = (value: JsonValue): fc.Arbitrary<string> =>
  fc
    .tuple(arbitraryStyle, layout, fc.constantFrom("", "\n"))
    .map(([style, whole, end]) => writeJson(value, { style, indent: "", layout: whole }) + end);
