import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { bufferShape, isEmptied, readBuffer, writeBuffer } from "../../src/change/edit-buffer.ts";
import type { Finding } from "../../src/check/finding.ts";
import { times } from "../support/long-form.ts";

const header = ["The key policy of alias/app.", "Change it."];

const finding = (line: number, message = "something is wrong"): Finding => ({
  code: "some-code",
  severity: "error",
  message,
  hint: "mend it",
  path: "",
  line,
  column: 1,
  fixable: false,
});

const roundTrip = (text: string, comment: "//" | "#" = "//", findings: readonly Finding[] = []): string => {
  const shape = bufferShape(text, comment);
  return readBuffer(writeBuffer(text, shape, header, findings), shape);
};

test("header first, and each finding directly above the line it speaks of, indented like it", () => {
  const text = '{\n    "Sid": "a"\n}\n';
  expect(writeBuffer(text, bufferShape(text, "//"), header, [finding(2)])).toBe(
    [
      "//~ The key policy of alias/app.",
      "//~ Change it.",
      "{",
      "    //~ error some-code: something is wrong",
      "    //~   mend it",
      '    "Sid": "a"',
      "}",
      "",
    ].join("\n"),
  );
});

test("a finding that was there before says so", () => {
  const text = "{}\n";
  const old = [{ ...finding(1), introduced: false }, finding(1)];
  expect(writeBuffer(text, bufferShape(text, "//"), [], old)).toBe(
    "//~ error some-code (was there before): something is wrong\n//~   mend it\n" +
      "//~ error some-code: something is wrong\n//~   mend it\n{}\n",
  );
});

test("a finding past the end of the text is said in the header", () => {
  const text = "{}\n";
  expect(writeBuffer(text, bufferShape(text, "//"), [], [finding(9)])).toBe(
    "//~ error some-code: something is wrong\n//~   mend it\n{}\n",
  );
});

test("a message that quotes line ends stays one comment line", () => {
  const text = "{}\n";
  const shape = bufferShape(text, "//");
  const buffer = writeBuffer(text, shape, [], [finding(1, "evil\n}{ \u2028 text")]);
  expect(readBuffer(buffer, shape)).toBe(text);
});

test.each([
  ["an ordinary text", '{\n  "a": 1\n}\n'],
  ["no line end at the end", '{\n  "a": 1\n}'],
  ["CRLF", '{\r\n  "a": 1\r\n}\r\n'],
  ["CRLF without one at the end", '{\r\n  "a": 1\r\n}'],
  ["a byte order mark", '\ufeff{\n  "a": 1\n}\n'],
  ["blank lines at both ends", '\n\n{ "a": 1 }\n\n\n'],
  ["the user's own comments", '// mine\n{\n  // kmspol: mine too\n  "a": 1 // and this\n}\n'],
  ["comments that look like ours", "//~ mine\n//~~ mine\n{}\n"],
  ["an old Mac's line ends", '{\r"a": 1\r}\r'],
])("%s comes back byte for byte, findings or not", (_, text) => {
  expect(roundTrip(text)).toBe(text);
  expect(roundTrip(text, "//", [finding(1), finding(2), finding(99)])).toBe(text);
  expect(roundTrip(text, "#", [finding(1)])).toBe(text);
});

test("any text comes back byte for byte", () => {
  const unit = fc.constantFrom("{", "}", '"', "/", "~", "#", " ", "\t", "\n", "\r\n", "é", "\ufeff", "a");
  fc.assert(
    fc.property(fc.string({ unit }), fc.nat(5), (text, line) => {
      fc.pre(text.replace(/\ufeff/g, "") !== "" && (!text.includes("\r\n") || !/[^\r]\n|^\n/.test(text)));
      expect(roundTrip(text, "//", [finding(line + 1)])).toBe(text);
    }),
    { numRuns: times(200, 3000) },
  );
});

const corpus = ["valid", "contested", "templated"].flatMap((folder) =>
  readdirSync(join("test/corpus", folder))
    .filter((name) => name.endsWith(".json"))
    .map((name) => join("test/corpus", folder, name)),
);

test("every policy of the corpus comes back byte for byte", () => {
  const changed = corpus.filter((file) => {
    const text = readFileSync(file, "utf8");
    return roundTrip(text, "//", [finding(1), finding(3)]) !== text;
  });
  expect(corpus.length).toBeGreaterThan(100);
  expect(changed).toEqual([]);
});

test("what an editor does to our lines does not matter", () => {
  const shape = bufferShape('{\n  "a": 1\n}\n', "//");
  const reindented = '    //~ The key policy\n\t//~\n{\n  "a": 2\n  //~ error x\n}\n//~ error y\n';
  expect(readBuffer(reindented, shape)).toBe('{\n  "a": 2\n}\n');
});

test("an editor that turned CRLF into LF is set right", () => {
  const shape = bufferShape('{\r\n  "a": 1\r\n}\r\n', "//");
  expect(readBuffer('//~ head\n{\n  "a": 2\n}\n', shape)).toBe('{\r\n  "a": 2\r\n}\r\n');
});

test.each([
  ["", true],
  ["\n \n", true],
  ["// only a comment\n# or this\n", true],
  ["\ufeff", true],
  ["{}", false],
])("emptied: %j", (text, emptied) => {
  expect(isEmptied(text)).toBe(emptied);
});
