import { stat, symlink, truncate } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { dataFiles } from "../../src/adapters/data-files.ts";
import { trailFiles } from "../../src/adapters/trail-files.ts";
import { decodeUtf8 } from "../../src/adapters/utf8.ts";
import { filesIn } from "./plain-files.ts";

// What other programs left on disk, and what is said where it cannot be read.

test("the IAM data of a folder is that of its JSON files, sorted, but for hidden ones", async () => {
  const at = await filesIn({
    "b.json": "{}",
    "a.json": "[]",
    ".c.json": "{",
    "notes.md": "#",
    "d.json.bak": "{",
  });
  const read = await dataFiles.read(at);
  expect(read.map(({ name, value }) => [name, value])).toEqual([
    [join(at, "a.json"), []],
    [join(at, "b.json"), {}],
  ]);
  expect(read[0]?.at).toBe((await stat(join(at, "a.json"))).mtime.toISOString());
  expect(await dataFiles.read(join(at, "b.json"))).toHaveLength(1);
});

test("a byte order mark in front of IAM data is let pass", async () => {
  const at = await filesIn({ "a.json": '\uFEFF{"a":1}' });
  expect(await dataFiles.read(at)).toMatchObject([{ value: { a: 1 } }]);
});

const asJson = "--output json";
test.each<[string, string | Uint8Array, says: RegExp, hint: string]>([
  ["is packed", gzipSync("{}"), /is compressed \(gzip\)/, "gunzip -c"],
  ["has a byte order mark within", '{"a":\uFEFF1}', /is no JSON$/, asJson],
  ["begins as what is packed would, and is not", new Uint8Array([0x1f, 0x7b, 0x7d]), /is no JSON$/, asJson],
  ["ends in the middle", '{"a":1', /is no JSON: it ends in the middle$/, asJson],
  ["holds two documents", "{}\n{}", /is no JSON: it holds several documents/, asJson],
  ["is no JSON at all", "a: 1", /is no JSON$/, asJson],
  ["holds two lists", "[1]\n[2]", /is no JSON$/, asJson],
  ["is broken within", '{"a":}', /is no JSON$/, asJson],
  ["has a member twice", '{"a":1,"a":2}', /has a member twice/, "jq . FILE"],
  [
    "is a small dump with a member twice",
    '{"RoleDetailList":[],"RoleDetailList":[]}',
    /has a member twice/,
    "jq",
  ],
])("IAM data that %s is refused, with what to do", async (_, content, says, hint) => {
  const at = await filesIn({ "a.json": content });
  await expect(dataFiles.read(at)).rejects.toMatchObject({
    ...{ code: "bad-iam-data", message: expect.stringMatching(says) as string },
    hint: expect.stringContaining(hint) as string,
  });
});

test("IAM data larger than any account has is not read", async () => {
  const at = await filesIn({ "a.json": "{}", "b.json": "{}" });
  await truncate(join(at, "b.json"), 256 * 1024 * 1024 + 1);
  await expect(dataFiles.read(at)).rejects.toMatchObject({
    ...{ code: "input-too-large", message: `${join(at, "b.json")} is larger than 256 MiB` },
  });
});

test("IAM data that is not there cannot be read", async () => {
  await expect(dataFiles.read("/nowhere/iam.json")).rejects.toMatchObject({
    ...{ code: "file-unreadable", hint: "check the path" },
  });
});

const textOf = async (path: string): Promise<string> => {
  let text = "";
  for await (const piece of trailFiles.pieces(path)) text += piece;
  return text;
};

test("CloudTrail's files below a folder: logs, packed or not, without digests, links and what is called otherwise", async () => {
  const at = await filesIn({
    ...{ "b/2.json.gz": "", "b/1.json": "", "a.JSONL": "", "c.ndjson": "", "d.log": "", "notes.md": "" },
    ...{
      "CloudTrail-Digest/x.json": "",
      "CloudTrail-Insight/x.json": "",
      "CloudTrail-Aggregated/x.json": "",
    },
  });
  await symlink(join(at, "b"), join(at, "link"));
  const { files, others } = await trailFiles.below(at);
  expect(files.map((path) => path.slice(at.length + 1))).toEqual([
    "a.JSONL",
    join("b", "1.json"),
    join("b", "2.json.gz"),
    "c.ndjson",
    "d.log",
  ]);
  expect(others).toBe(2);
  expect(await trailFiles.below(join(at, "notes.md"))).toEqual({ files: [join(at, "notes.md")], others: 0 });
});

test("whether a file is packed is told by its first two bytes alone", async () => {
  const at = await filesIn({
    ...{ "packed.json": gzipSync('{"é":1}'), "plain.gz": '{"é":2}', one: Uint8Array.of(0x1f), none: "" },
    half: Uint8Array.of(0x1f, 0x41, 0x42),
    other: Uint8Array.of(0x41, 0x8b, 0x42),
    torn: gzipSync("x".repeat(5000)).subarray(0, 20),
    false: Uint8Array.of(0x1f, 0x8b, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0),
  });
  expect(await textOf(join(at, "packed.json"))).toBe('{"é":1}');
  expect(await textOf(join(at, "plain.gz"))).toBe('{"é":2}');
  expect(await textOf(join(at, "one"))).toBe("\u001f");
  expect(await textOf(join(at, "half"))).toBe("\u001fAB");
  expect(await textOf(join(at, "other"))).toBe("A\uFFFDB");
  expect(await textOf(join(at, "none"))).toBe("");
  await expect(textOf(join(at, "torn"))).rejects.toThrow("the gzip file ends in the middle");
  await expect(textOf(join(at, "false"))).rejects.toThrow("it is no whole gzip file");
  await expect(textOf(join(at, "gone"))).rejects.toMatchObject({ code: "file-unreadable" });
  await expect(trailFiles.below(join(at, "gone"))).rejects.toMatchObject({ code: "file-unreadable" });
});

const utf16 = (text: string, big = false) => {
  const bytes = Buffer.from(text, "utf16le");
  return big ? bytes.swap16() : bytes;
};

test.each<[string, Uint8Array, RegExp]>([
  ["UTF-16 with its mark", Buffer.concat([Uint8Array.of(0xff, 0xfe), utf16("{}")]), /written in UTF-16, not/],
  [
    "UTF-16 the other way round, with its mark",
    Buffer.concat([Uint8Array.of(0xfe, 0xff), utf16("{}", true)]),
    /written in UTF-16, not/,
  ],
  ["UTF-16 without a mark", utf16("{}"), /written in UTF-16LE, not/],
  ["UTF-16 the other way round", utf16("{}", true), /written in UTF-16BE, not/],
  ["a byte that is none", Buffer.from([0x7b, 0x0a, 0x61, 0xff]), /at line 2, column 2$/],
  [
    "a byte that is none, behind letters of several bytes",
    Buffer.concat([Buffer.from("é\n\né€"), Uint8Array.of(0xff)]),
    /at line 3, column 3$/,
  ],
  [
    "a byte that is none, behind a sign that stands for one",
    Buffer.concat([Buffer.from("\uFFFDa"), Uint8Array.of(0xff)]),
    /at line 1, column 3$/,
  ],
])("%s is refused, and where", (_, bytes, says) => {
  expect(() => decodeUtf8(bytes, "p.json")).toThrow(says);
});

test.each([
  "",
  "{}",
  "\uFEFF{}",
  "é\u0000a",
  "a\u0000",
  "\u0000a",
  "a\u0000\u0000\u0000",
  "\u0000\u0000a\u0000",
  "a\u0000bc",
  "abc\u0000",
  "\u0000abc",
  "\u0000a\u0000\u0000",
  "\uFFFD",
])("%j is read as it is", (text) => {
  expect(decodeUtf8(Buffer.from(text), "p.json")).toBe(text);
});
