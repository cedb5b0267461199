import { chmod, mkdir, readdir, readFile, stat, utimes, writeFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { expect, test, vi } from "vitest";
import { openCollectFolder } from "../../src/adapters/collect-folder.ts";
import { completionCache } from "../../src/adapters/completion-cache.ts";
import {
  newestFirst,
  parseStored,
  settled,
  type StoredChange,
  toRecord,
} from "../../src/adapters/history-record.ts";
import { keepText } from "../../src/adapters/keep-text.ts";
import { keptTexts } from "../../src/adapters/kept-notes.ts";
import type { KeptText } from "../../src/kept-port.ts";
import { stateFolder } from "../../src/adapters/state-folder.ts";
import { filesIn, folder } from "./plain-files.ts";

// What kmspol leaves on disk for later days.

test("what AWS said is collected as JSON, each file by its name, and read again", async () => {
  const at = await openCollectFolder(join(await folder(), "new", "data"));
  expect(at.isOpenToOthers).toBe(false);
  expect(await at.read("iam.json")).toBeUndefined();
  await at.write("iam.json", { Policies: [] });
  expect(await at.read("iam.json")).toEqual({ Policies: [] });
  expect((await stat(join(at.path, "iam.json"))).mode & 0o777).toBe(0o600);
});

test.each(["[]", "7", "null", "{"])("a file that holds %s is nobody's answer", async (text) => {
  const at = await openCollectFolder(await filesIn({ "iam.json": text }));
  expect(await at.read("iam.json")).toBe("foreign");
});

test("a folder in a file's place is no absence", async () => {
  const at = await openCollectFolder(await filesIn({ "iam.json/x": "" }));
  expect(await at.read("iam.json")).toBe("foreign");
});

test.each([
  [0o755, true],
  [0o750, true],
  [0o701, true],
  [0o700, false],
])("a folder of mode %o that is there keeps it, and is open to others: %s", async (mode, isOpen) => {
  const path = await folder();
  await chmod(path, mode);
  expect((await openCollectFolder(path)).isOpenToOthers).toBe(isOpen);
  expect((await stat(path)).mode & 0o777).toBe(mode);
});

test("a file cannot be collected into", async () => {
  const at = await filesIn({ file: "" });
  const refused = { code: "file-unwritable", hint: "name a folder that you may write" };
  await expect(openCollectFolder(join(at, "file"))).rejects.toMatchObject(refused);
  await expect((await openCollectFolder(at)).write("none/iam.json", {})).rejects.toMatchObject(refused);
});

test("answers for a command line's completion are kept by the question, without empty lines", async () => {
  const root = join(await folder(), "state");
  const cache = completionCache(root, ["kmspol"]);
  expect(await cache.read("keys")).toBeUndefined();
  await cache.write("keys", ["alias/a", "alias/b"]);
  await cache.write("roles", []);
  expect(await cache.read("keys")).toMatchObject({ lines: ["alias/a", "alias/b"] });
  expect(await cache.read("roles")).toMatchObject({ lines: [] });
  const [name = ""] = await readdir(join(root, "completion"));
  expect((await stat(join(root, "completion", name))).mode & 0o777).toBe(0o600);
  expect((await stat(join(root, "completion"))).mode & 0o777).toBe(0o700);
});

test("a program that fails to answer a completion is nobody's failure", async () => {
  const at = await folder();
  const cache = completionCache(at, ["/bin/sh", "-c", 'echo "$@" > "$0"; exit 3', join(at, "ran")]);
  cache.refresh(["__complete", "keys"]);
  await vi.waitFor(async () => expect(await readFile(join(at, "ran"), "utf8")).toBe("__complete keys\n"));
  completionCache(at, [join(at, "no-program")]).refresh(["keys"]);
  // What nobody waits for and fails would end the run of the tests.
  await setTimeout(50);
});

test("an answer for a completion tells its age", async () => {
  const root = join(await folder(), "state");
  const cache = completionCache(root, ["kmspol"]);
  await cache.write("keys", ["alias/a"]);
  const [name = ""] = await readdir(join(root, "completion"));
  const then = new Date("2026-01-01T00:00:00Z");
  await utimes(join(root, "completion", name), then, then);
  expect(await cache.read("keys")).toMatchObject({ at: then });
});

const stored: StoredChange = {
  ...{ id: "abcd1234", at: "2026-01-01T00:00:00.000Z", by: "arn:one", command: ["kmspol", "put"] },
  ...{ outcome: "pending", before: "{}", after: "{ }", key: "arn:key", number: 2 },
};

test("when KMS took a change is noted once, and stays", () => {
  expect(settled(stored, "failed", undefined)).toEqual({ ...stored, outcome: "failed" });
  expect(settled(stored, "failed", undefined)).not.toHaveProperty("answered");
  const once = settled(stored, "written", "2026-01-01T00:00:01.000Z");
  expect(once).toMatchObject({ outcome: "written", answered: "2026-01-01T00:00:01.000Z" });
  expect(settled(once, "verified", "2026-01-01T00:00:09.000Z")).toEqual({ ...once, outcome: "verified" });
});

test("what of a change was not told is not there", () => {
  expect(Object.keys(toRecord(stored)).sort()).toEqual([
    "after",
    "at",
    "before",
    "by",
    "command",
    "id",
    "outcome",
  ]);
  const whole = { ...stored, reason: "x", run: "abcd", answered: stored.at };
  expect(toRecord(whole)).toMatchObject({ reason: "x", run: "abcd", answered: stored.at });
});

test("changes are ordered by number, then by time, then by id", () => {
  const late = { ...stored, id: "bbbb", at: "2026-01-02T00:00:00.000Z" };
  const newest = { ...stored, id: "aaaa", number: 3, at: "2020-01-01T00:00:00.000Z" };
  const twin = { ...late, id: "cccc" };
  expect([stored, newest, late, twin].sort(newestFirst)).toEqual([newest, twin, late, stored]);
});

test.each([
  ["whole", {}, true],
  ["with a reason", { reason: "x" }, true],
  ["with a reason that is no text", { reason: 5 }, false],
  ["of a run", { run: "abcd" }, true],
  ["of a run that is none", { run: 5 }, false],
  ["answered at no time", { answered: 5 }, false],
  ["with a short id", { id: "abcd" }, true],
  ["with too short an id", { id: "abc" }, false],
  ["with an id that goes on otherwise", { id: "abcd1234x" }, false],
  ["with an id that begins otherwise", { id: "xabcd1234" }, false],
  ["with an id in capitals", { id: "ABCD1234" }, false],
  ["without its author", { by: undefined }, false],
  ["without what was before", { before: 5 }, false],
  ["of no key", { key: undefined }, false],
  ["with a command that is no list", { command: "kmspol put" }, false],
  ["with a word that is none", { command: ["kmspol", 5] }, false],
  ["with a number that is a text", { number: "2" }, false],
  ["unknown how it ended", { outcome: "unknown" }, true],
])("a record %s is one: %s", (_, part, isOne) => {
  expect(parseStored(JSON.stringify({ ...stored, ...part })) !== undefined).toBe(isOne);
});

const of = {
  key: "arn:key",
  label: "alias/app",
  resume: (path: string) => `kmspol edit alias/app --from ${path}`,
};
const edits = {
  all: () => Promise.resolve([]),
  unfinished: () => Promise.resolve([]),
  note: () => Promise.reject(new Error("none")),
};

test("texts that were kept are listed newest first, with what was noted of them, and forgotten with their note", async () => {
  const state = join(await folder(), "state");
  const old = await keepText(state, "old", "policy.json", of);
  const late = await keepText(state, "late", "../my policy.json", of);
  await utimes(old, new Date("2026-01-01T00:00:00Z"), new Date("2026-01-01T00:00:00Z"));
  await utimes(late, new Date("2026-01-02T00:00:00Z"), new Date("2026-01-02T00:00:00Z"));
  await mkdir(join(state, "kept", "a-folder"));
  const kept = await keptTexts(state, edits).list();
  expect(kept).toMatchObject([
    { what: "text", path: late, key: "arn:key", label: "alias/app", command: of.resume(late) },
    { what: "text", path: old, at: "2026-01-01T00:00:00.000Z" },
  ]);
  expect(late).toMatch(/\/kept\/[0-9a-f]{8}-my-policy\.json$/);
  expect(kept[0]?.id).toBe(/([0-9a-f]{8})-my-policy/.exec(late)?.[1]);
  const between = { at: "2026-01-01T12:00:00.000Z", id: "edit" } as KeptText;
  const withEdits = keptTexts(state, { ...edits, all: () => Promise.resolve([between]) });
  expect((await withEdits.list()).map(({ path }) => path)).toEqual([late, undefined, old]);
  await kept[0]?.forget();
  expect(await readdir(join(state, "kept-notes"))).toHaveLength(1);
  // Somebody else may have taken it away meanwhile.
  await kept[0]?.forget();
  expect((await keptTexts(state, edits).list()).map(({ path }) => path)).toEqual([old]);
});

test.each(["", "{", '{"key":"arn:key","label":5,"command":"x"}', '{"key":"arn:key"}'])(
  "a text whose note is %j is listed without its key",
  async (note) => {
    const state = join(await folder(), "state");
    await keepText(state, "mine", "policy.json", of);
    const [name = ""] = await readdir(join(state, "kept-notes"));
    await writeFile(join(state, "kept-notes", name), note);
    const [kept] = await keptTexts(state, edits).list();
    expect(kept).not.toHaveProperty("key");
    expect(await readFile(kept?.path ?? "", "utf8")).toBe("mine");
  },
);

test("a text that can be kept nowhere is told, with what helps", async () => {
  const none = join(await folder(), "none");
  await writeFile(none, "");
  const before = process.env["TMPDIR"];
  process.env["TMPDIR"] = join(none, "below");
  try {
    await expect(keepText(none, "mine", "policy.json", of)).rejects.toMatchObject({
      code: "text-not-kept",
      hint: expect.stringContaining("KMSPOL_STATE_DIR") as string,
    });
  } finally {
    process.env["TMPDIR"] = before;
  }
});

test("before anything was kept nothing is", async () => {
  expect(await keptTexts(join(await folder(), "state"), edits).list()).toEqual([]);
});

test.each([
  ["linux", /state/],
  ["darwin", /share|Library|Local/],
  ["win32", /share|Library|Local/],
] as const)("the state folder of %s, where none is chosen", (platform, like) => {
  const found = stateFolder({}, platform);
  expect(found.startsWith(homedir()) ? found.slice(homedir().length) : found).toMatch(like);
  expect(stateFolder({ KMSPOL_STATE_DIR: "" }, platform)).toBe(found);
});
