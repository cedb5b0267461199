import { expect, test } from "vitest";
import { headerLines } from "../../src/change/edit-header.ts";
import { editView } from "../../src/change/edit-view.ts";
import { syntaxFindings } from "../../src/change/syntax-findings.ts";
import type { Examination } from "../../src/change/examination.ts";
import { documentOf, loadFormat, loadPolicyText, parsePolicyText } from "../../src/policy/document.ts";

// What the editor shows of a policy, and what is said of a text that is none.

test.each<[string, "json" | "jsonc" | "yaml", readonly string[]]>([
  ["{}", "json", []],
  ["[]", "json", ["1:1 This is no JSON: a policy is an object in braces { }."]],
  ["null", "jsonc", ["1:1 This is no JSON: a policy is an object in braces { }."]],
  ["- a\n", "yaml", ["1:1 This is no YAML: a policy is an object in braces { }."]],
  ['{\n "a" 1}', "json", ["2:6 This is no JSON: a colon is expected here."]],
  ["a: &x 1\n", "yaml", ["1:4 This is no YAML: anchors (&name) are not supported: write the value out."]],
  [
    "{// x\n}// y\n",
    "json",
    ["1:2 This is no JSON: JSON has no comments.", "2:2 This is no JSON: JSON has no comments."],
  ],
])("%j as %s", async (text, format, said) => {
  await loadFormat(format);
  const findings = syntaxFindings(parsePolicyText(text, format));
  expect(findings.map(({ line, column, message }) => `${line}:${column} ${message}`)).toEqual(said);
  for (const { code, severity } of findings) expect([code, severity]).toEqual(["json-syntax", "error"]);
});

const shape = { marker: "//~ ", lineEnd: "\n", byteOrderMark: false, openEnd: false } as const;
const refusal = { code: "lockout", message: "you lose it", hint: "keep it", acceptable: false };

test("a refusal that no line is to blame for stands in the header, one that a finding tells does not", () => {
  const finding: Examination["findings"][number] = {
    ...{ code: "lockout", severity: "error", message: "", path: "" },
    line: 1,
    column: 1,
    fixable: false,
  };
  const bare = { code: "other", message: "no", acceptable: false };
  expect(headerLines("k", shape, [refusal, bare], []).slice(5)).toEqual([
    "error lockout: you lose it",
    "  keep it",
    "error other: no",
  ]);
  expect(headerLines("k", shape, [refusal, bare], [finding]).slice(5)).toEqual(["error other: no"]);
});

const longLine = (length: number): string => {
  const empty = JSON.stringify({ Version: "2012-10-17", Id: "", Statement: [] });
  return empty.replace('"Id":""', `"Id":"${"i".repeat(length - empty.length)}"`);
};

test.each<[string, string, "json" | "jsonc" | "yaml", "json" | "yaml" | undefined, boolean, string]>([
  ["JSON as it is", '{"a":1}', "json", undefined, true, ".jsonc"],
  ["JSON with comments as it is", '{"a":1} // x', "jsonc", undefined, true, ".jsonc"],
  ["JSON asked for as JSON", '{"a":1}', "json", "json", true, ".jsonc"],
  ["JSON asked for as YAML", '{"a":1}', "json", "yaml", false, ".yaml"],
  ["YAML as it is", "a: 1\n", "yaml", undefined, true, ".yaml"],
  ["YAML asked for as YAML", "a: 1\n", "yaml", "yaml", true, ".yaml"],
  ["YAML asked for as JSON", "a: 1\n", "yaml", "json", false, ".jsonc"],
  ["a line of 400 characters as it is", longLine(400), "json", undefined, true, ".jsonc"],
  ["a line of 401 spread out", longLine(401), "json", undefined, false, ".jsonc"],
  [
    "one that ends with a line end is one line, too",
    `${longLine(401)}\n`,
    "json",
    undefined,
    false,
    ".jsonc",
  ],
  ["two lines as they are", `{\n${longLine(401).slice(1)}`, "json", undefined, true, ".jsonc"],
])("the editor shows %s", async (_, text, format, wanted, asItIs, suffix) => {
  const document = documentOf(await loadPolicyText(text, format));
  if (!document) throw new Error("no policy");
  const view = await editView(document, wanted);
  expect([view.text === text, view.suffix, view.comment]).toEqual([
    asItIs,
    suffix,
    suffix === ".yaml" ? "#" : "//",
  ]);
  expect(view.back(view.text).result?.text).toBe(text);
});
