import fc from "fast-check";
import { expect, test } from "vitest";
import { recordSplitter } from "../../src/use/split-records.ts";

const split = (text: string, size = text.length || 1) => {
  const [records, broken]: [string[], string[]] = [[], []];
  const splitter = recordSplitter({
    record: (record) => void records.push(record),
    broken: (because) => void broken.push(because),
  });
  for (let at = 0; at < text.length; at += size) splitter.push(text.slice(at, at + size));
  splitter.end();
  return { records, broken };
};

const a = '{"eventID":"a","s":{"x":[1,{"y":2}]}}';
const b = '{"eventID":"b"}';

// [form, text, records, what is broken]
test.each<readonly [string, string, readonly string[], readonly string[]]>([
  ["a log file", `{"Records":[${a},${b}]}`, [a, b], []],
  ["a log file written with blanks", `{\n  "Records" : [\n ${a} ,\n${b}\n]\n}\n`, [a, b], []],
  ["the answer of LookupEvents, its token first", `{"NextToken":"x","Events":[${a},${b}]}`, [a, b], []],
  ["a list", `[${a}, ${b}]`, [a, b], []],
  ["one record", a, [a], []],
  ["a record a line", `${a}\n${b}\n`, [a, b], []],
  ["a record a line, the last without its end", `${a}\r\n${b}`, [a, b], []],
  ["lines of CloudWatch Logs in S3", `2026-11-29T10:00:00Z ${a}\n${b}\n`, [a, b], []],
  ["a log file a line", `{"Records":[${a}]}\n{"Records":[${b}]}\n`, [a, b], []],
  ["log files one after the other", `{"Records":[${a}]}{"Records":[${b}]}`, [a, b], []],
  ["no record in a log file", '{"Records":[]}', [], []],
  ["nothing", "", [], []],
  ["braces and quotes in strings", '{"Records":[{"s":"}\\"]{\\\\"}]}', ['{"s":"}\\"]{\\\\"}'], []],
  [
    "a list that is called Records inside a record",
    '[{"x":{"Records":[{}]}}]',
    ['{"x":{"Records":[{}]}}'],
    [],
  ],
  ["a log file that was cut", `{"Records":[${a},{"eventID":"b"`, [a], ["cut"]],
  ["a string that was cut", `{"Records":[${a},{"eventID":"b`, [a], ["cut"]],
  ["a line that was cut", `${a}\n{"eventID":"b\n${b}\n`, [a, '{"eventID":"b', b], []],
  ["a line that is none", `${a}\nhello\n${b}\n`, [a, b], ["misplaced"]],
  ["one brace too many", `{"Records":[${a}]}}${b}`, [a, b], ["misplaced"]],
])("%s", (_form, text, records, broken) => {
  expect(split(text)).toEqual({ records, broken });
});

test("a record of more than 4 MB is passed over, and the next is found", () => {
  const long = `{"s":"${"x".repeat(5 * 1024 * 1024)}"}`;
  expect(split(`{"Records":[${long},${b}]}`, 512 * 1024)).toEqual({ records: [b], broken: ["too-long"] });
  expect(split(`${a}\n${long}\n${b}\n`, 512 * 1024)).toEqual({ records: [a, b], broken: ["too-long"] });
});

test("whatever is in the records and wherever the pieces end, what goes in comes out", () => {
  const record = fc
    .dictionary(fc.string(), fc.jsonValue({ maxDepth: 3 }))
    .map((value) => JSON.stringify(value));
  fc.assert(
    fc.property(
      fc.array(record, { minLength: 1, maxLength: 5 }),
      fc.integer({ min: 1, max: 30 }),
      (all, size) => {
        const file = `{"Records":[${all.join(",")}]}`;
        // The form is told by the first piece: as files are read, it has more than a line.
        const head = '{"Records":[]}\n';
        const splitter = split(head + file, head.length + size);
        expect(splitter).toEqual({ records: all, broken: [] });
        expect(split(file, size).records).toEqual(all);
      },
    ),
    { numRuns: 200 },
  );
});
