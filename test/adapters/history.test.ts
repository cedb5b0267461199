import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { createHistory } from "../../src/adapters/history.ts";
import { stateFolder } from "../../src/adapters/state-folder.ts";
import type { ChangeRecord } from "../../src/ports.ts";

const kept = { key: "file:/x", label: "x", resume: (path: string) => `kmspol edit x --from ${path}` };

const key = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";

const change = (after: string): Omit<ChangeRecord, "id"> => ({
  at: "2026-01-01T00:00:00.000Z",
  by: "arn:aws:iam::111122223333:user/ana",
  command: ["kmspol", "put"],
  outcome: "pending",
  before: "{}",
  after,
});

const fresh = async () => {
  const folder = join(await mkdtemp(join(tmpdir(), "kmspol-history-")), "state");
  const notes: string[] = [];
  return { folder, notes, history: createHistory({ folder, note: (text) => notes.push(text) }) };
};

const filesOf = async (folder: string): Promise<string[]> => {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
};

test("a state folder that does not exist is an empty history and is not created by reading", async () => {
  const { folder, history } = await fresh();
  expect(await history.changes(key)).toEqual([]);
  await expect(stat(folder)).rejects.toThrow("ENOENT");
});

test("changes come back newest first, each key apart", async () => {
  const { history } = await fresh();
  const first = await history.record(key, change("1"));
  const second = await history.record(key, { ...change("2"), reason: "because" });
  await history.record("file:/tmp/policy.json", change("3"));
  expect(await history.changes(key)).toEqual([second, first]);
  expect(second.reason).toBe("because");
  expect(first.id).toMatch(/^[0-9a-f]{8}$/);
});

test("a history that cannot be read is no empty one, and what helps is told", async () => {
  const { folder, history } = await fresh();
  await history.record(key, change("1"));
  const [name = ""] = await readdir(join(folder, "history"));
  const own = join(folder, "history", name);
  await rm(own, { recursive: true });
  await symlink(own, own);
  await expect(history.changes(key)).rejects.toMatchObject({
    code: "history-unreadable",
    hint: expect.stringContaining("KMSPOL_STATE_DIR") as string,
  });
});

test("an outcome can be noted later", async () => {
  const { history } = await fresh();
  const { id } = await history.record(key, change("1"));
  await history.settle(key, id, "verified");
  expect((await history.changes(key)).map(({ outcome }) => outcome)).toEqual(["verified"]);
});

test("folders are 0700 and files 0600, whatever the umask", async () => {
  const { folder, history } = await fresh();
  const old = process.umask(0);
  try {
    await history.record(key, change("1"));
    await history.keep("text", "policy.json", kept);
  } finally {
    process.umask(old);
  }
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const modes = await Promise.all(
    entries.map(async (entry) => {
      const { mode } = await stat(join(entry.parentPath, entry.name));
      return [entry.isFile() ? "file" : "folder", (mode & 0o777).toString(8)].join(" ");
    }),
  );
  expect([...new Set(modes)].sort()).toEqual(["file 600", "folder 700"]);
  expect((await stat(folder)).mode & 0o777).toBe(0o700);
});

test("a folder of ours that was opened to others is closed again", async () => {
  const { folder, history } = await fresh();
  await history.record(key, change("1"));
  await chmod(join(folder, "history"), 0o777);
  await history.record(key, change("2"));
  expect((await stat(join(folder, "history"))).mode & 0o777).toBe(0o700);
});

test("processes side by side lose nothing", async () => {
  const { folder, history } = await fresh();
  const others = Array.from({ length: 10 }, () => createHistory({ folder, note: () => undefined }));
  const recorded = await Promise.all(others.map((other, i) => other.record(key, change(String(i)))));
  const ids = (await history.changes(key)).map(({ id }) => id);
  expect(ids.sort()).toEqual(recorded.map(({ id }) => id).sort());
});

test.each([
  ["empty", ""],
  ["cut off", '{"id":"abcd1234","at":"2026'],
  ["no record", "[]"],
  ["a wrong outcome", JSON.stringify({ ...change("1"), id: "abcd", key, number: 1, outcome: "maybe" })],
  ["no texts", JSON.stringify({ id: "abcd", key, number: 1 })],
])("a damaged file (%s) is named and left where it is, the rest is read", async (_, text) => {
  const { folder, history, notes } = await fresh();
  const kept = await history.record(key, change("1"));
  const [file = ""] = await filesOf(folder);
  const bad = file.replace("000001", "000002");
  await writeFile(bad, text);
  expect(await history.changes(key)).toEqual([kept]);
  expect(notes.join()).toContain(bad);
  expect(await readFile(bad, "utf8")).toBe(text);
  expect(await history.damaged?.(key)).toEqual([bad]);
});

test("a symlink planted in place of a record is neither followed nor kept", async () => {
  const { folder, history, notes } = await fresh();
  const { id } = await history.record(key, change("1"));
  const [file = ""] = await filesOf(folder);
  const target = join(folder, "victim");
  await writeFile(target, "precious");
  await symlink(target, file.replace("000001", "000002"));
  expect((await history.changes(key)).map((record) => record.id)).toEqual([id]);
  expect(notes.join()).toContain(file.replace("000001", "000002"));
  expect(await readFile(target, "utf8")).toBe("precious");
});

test("a symlink planted in place of a folder is refused", async () => {
  const { folder, history } = await fresh();
  const elsewhere = await mkdtemp(join(tmpdir(), "kmspol-elsewhere-"));
  await mkdir(folder);
  await symlink(elsewhere, join(folder, "history"));
  await expect(history.record(key, change("1"))).rejects.toMatchObject({
    code: "history-unwritable",
    exit: 3,
  });
  expect(await readdir(elsewhere)).toEqual([]);
});

test("a state folder that cannot be written is one clear refusal", async () => {
  const file = join(await mkdtemp(join(tmpdir(), "kmspol-history-")), "file");
  await writeFile(file, "");
  const history = createHistory({ folder: file, note: () => undefined });
  await expect(history.record(key, change("1"))).rejects.toMatchObject({
    code: "history-unwritable",
    exit: 3,
    message: expect.stringContaining(file) as string,
    hint: expect.stringContaining("KMSPOL_STATE_DIR") as string,
  });
});

test("a text is kept outside the state folder where that cannot be written", async () => {
  const file = join(await mkdtemp(join(tmpdir(), "kmspol-history-")), "file");
  await writeFile(file, "");
  const path = await createHistory({ folder: file, note: () => undefined }).keep(
    "mine",
    "a b/../c.json",
    kept,
  );
  expect(await readFile(path, "utf8")).toBe("mine");
  expect((await stat(path)).mode & 0o777).toBe(0o600);
  expect(path).toMatch(/\/[0-9a-f]{8}-a-b-.*c\.json$/);
});

test.each([
  [{ KMSPOL_STATE_DIR: "/tmp/x" }, "/tmp/x"],
  [{ KMSPOL_STATE_DIR: "relative" }, join(process.cwd(), "relative")],
])("the state folder is chosen by %j", (environment, expected) => {
  expect(stateFolder(environment)).toBe(expected);
});

test("the state folder's default is the platform's", () => {
  expect(stateFolder({ KMSPOL_STATE_DIR: "" }, "linux")).toMatch(/kmspol$/);
});
