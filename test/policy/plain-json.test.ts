import { expect, test } from "vitest";
import { maximumPolicyBytes, policyBytes } from "../../src/policy/limits.ts";
import { toPlainJson } from "../../src/policy/json/plain-json.ts";
import { loadFormat } from "../../src/policy/document.ts";
import { documentIn, lines } from "./documents.ts";

test("JSON is sent as it is", () => {
  const text = ' {"a" :\t1} ';
  expect(toPlainJson(documentIn(text))).toBe(text);
});

const commented = lines(
  "// Editing the policy of alias/app.",
  "// Lines that begin with // vanish.",
  "{",
  "  // error: not // an action",
  '  "a": "kms:Foo // no comment", // why',
  "  /* more",
  "     lines */",
  '  "b": [1, /* two */ 2, /* three */ // four',
  "  ],",
  '  "c": {"d": [3,],},',
  "}",
  "// the end",
);

test("from JSONC go comments, the lines that held nothing else, and last commas", () => {
  const json = lines(
    "{",
    '  "a": "kms:Foo // no comment",',
    '  "b": [1,  2',
    "  ],",
    '  "c": {"d": [3]}',
    "}",
  );
  expect(toPlainJson(documentIn(commented, "jsonc"))).toBe(json);
  expect(toPlainJson(documentIn(commented.replaceAll("\n", "\r\n"), "jsonc"))).toBe(
    json.replaceAll("\n", "\r\n"),
  );
});

test("a byte order mark goes too", () => {
  expect(toPlainJson(documentIn("\uFEFF{}", "jsonc"))).toBe("{}");
});

test("comment lines put into a text and taken out leave the text", () => {
  const text = lines("{", '  "a": [', "    1,", "    2", "  ]", "}").trimEnd();
  const withComments = text.replaceAll("\n", "\n  // note\n");
  expect(toPlainJson(documentIn(`// head\n${withComments}`, "jsonc"))).toBe(text);
});

test("YAML becomes JSON, on one line where it would be too long for KMS", async () => {
  await loadFormat("yaml");
  expect(toPlainJson(documentIn("a: [b, 1]\nc: {}\n", "yaml"))).toBe(
    lines("{", '  "a": [', '    "b",', "    1", "  ],", '  "c": {}', "}"),
  );
  const long = `a:\n${"  - kms:Foo\n".repeat(2500)}`;
  expect(policyBytes(toPlainJson(documentIn(long, "yaml")))).toBeLessThan(maximumPolicyBytes);
});
