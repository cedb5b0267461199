import { readdirSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { expect, test } from "vitest";
import { arbitraryText } from "./arbitrary-policy.ts";
import { documentIn } from "./documents.ts";
import { parsePolicyText } from "../../src/policy/document.ts";

/** What is JSON is read by one parser, what has a comment by another: a comment behind the policy changes nothing in it. */
const bothRead = (text: string): void => {
  const { root, problems } = parsePolicyText(text, "json");
  expect(problems).toEqual([]);
  expect(parsePolicyText(`${text}\n// end`, "jsonc")).toMatchObject({ root, problems: [] });
  expect(parsePolicyText(text, "jsonc").root).toEqual(root);
};

import { times } from "../support/long-form.ts";

const folder = new URL("../corpus/valid/", import.meta.url);

test("the policies of the corpus", () => {
  for (const name of readdirSync(folder).filter((file) => file.endsWith(".json"))) {
    bothRead(readFileSync(new URL(name, folder), "utf8"));
  }
});

test("any JSON, in any layout", () => {
  const anyText = fc.jsonValue({ stringUnit: "binary" }).chain((value) => arbitraryText(value as never));
  fc.assert(fc.property(anyText, bothRead), { numRuns: times(100, 300) });
});

test.each([
  ["null", null],
  [" true ", true],
  ["-0.5e+3", -500],
  ["1E400", Infinity],
  ['"\\u00e9\\/\\"\\\\"', 'é/"\\'],
  ['"[{\\"a\\": ]"', '[{"a": ]'],
])("%s alone", (text, value) => {
  bothRead(text);
  expect(parsePolicyText(text, "json").root).toMatchObject({ value });
});

test("every place, and a member that is written twice", () => {
  expect(documentIn('{ "a" : [1,\r\n\t"\\"b"], "a":{} }').root).toMatchObject({
    start: 0,
    end: 30,
    members: [
      {
        name: "a",
        nameNode: { start: 2, end: 5 },
        value: {
          start: 8,
          end: 20,
          items: [
            { start: 9, end: 10 },
            { start: 14, end: 19, value: '"b' },
          ],
        },
      },
      { name: "a", value: { start: 26, end: 28, members: [] } },
    ],
  });
});
