import { expect, test } from "vitest";
import { linesOf } from "../../src/adapters/text-lines.ts";

const read = async (chunks: readonly (string | Uint8Array)[], limit?: number) => {
  const stream = (async function* () {
    for (const chunk of chunks) yield await Promise.resolve(Buffer.from(chunk));
  })();
  const lines: object[] = [];
  for await (const line of linesOf(stream, limit)) lines.push(line);
  return lines;
};

test.each<readonly [string, readonly (string | Uint8Array)[], readonly object[]]>([
  [
    "lines",
    ["a\nb\n"],
    [
      { number: 1, text: "a", ends: true },
      { number: 2, text: "b", ends: true },
    ],
  ],
  [
    "a line in pieces",
    ["a", "b", "c\nd"],
    [
      { number: 1, text: "abc", ends: true },
      { number: 2, text: "d", ends: false },
    ],
  ],
  [
    "a letter in pieces",
    [Buffer.from("é").subarray(0, 1), Buffer.from("é\n").subarray(1)],
    [{ number: 1, text: "é", ends: true }],
  ],
  ["a byte order mark", ["\uFEFFa\n"], [{ number: 1, text: "a", ends: true }]],
  [
    "what is no UTF-8 is one line's fault",
    [new Uint8Array([0xff, 0x0a]), "b\n"],
    [
      { number: 1, fault: "it is not valid UTF-8", ends: true },
      { number: 2, text: "b", ends: true },
    ],
  ],
  [
    "a byte order mark is part of a later line",
    ["a\n\uFEFFb\n"],
    [
      { number: 1, text: "a", ends: true },
      { number: 2, text: "\uFEFFb", ends: true },
    ],
  ],
  ["nothing", [], []],
])("%s", async (_, chunks, expected) => {
  expect(await read(chunks)).toEqual(expected);
});

test("a line without end is not kept, and told by its number", async () => {
  const mebibyte = "x".repeat(1024 * 1024);
  expect(await read([mebibyte, mebibyte, "\nb\n"], 1024 * 1024)).toEqual([
    { number: 1, fault: "it is longer than 1 MiB", ends: true },
    { number: 2, text: "b", ends: true },
  ]);
});

test("as long as a line may be, and one byte longer", async () => {
  expect(await read(["abcd\n", "abcde\n"], 4)).toMatchObject([
    { text: "abcd" },
    { number: 2, fault: expect.stringContaining("longer") as string },
  ]);
});
