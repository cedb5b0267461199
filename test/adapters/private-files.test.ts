import {
  chmod,
  chown,
  lstat,
  mkdir,
  mkdtemp,
  open,
  readdir,
  readFile,
  rm,
  stat,
  symlink,
  writeFile,
  type FileHandle,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import { readOwn, writeDurably, writeNew } from "../../src/adapters/durable-file.ts";
import { ensurePrivate, ensureRoot } from "../../src/adapters/private-folder.ts";

const folder = async (): Promise<string> => {
  const path = await mkdtemp(join(tmpdir(), "kmspol-private-"));
  onTestFinished(() => rm(path, { recursive: true, force: true }));
  return path;
};

const modeOf = async (path: string): Promise<number> => (await lstat(path)).mode & 0o777;

/** Whether this user may give a folder to another one. */
const isRoot = process.getuid?.() === 0;

test("a file is written whole, for this user alone, and nothing else is left beside it", async () => {
  const at = await folder();
  const old = process.umask(0);
  try {
    await writeDurably(join(at, "record"), "one");
    await writeDurably(join(at, "record"), "two");
  } finally {
    process.umask(old);
  }
  expect(await readFile(join(at, "record"), "utf8")).toBe("two");
  expect(await readdir(at)).toEqual(["record"]);
  expect(await modeOf(join(at, "record"))).toBe(0o600);
});

test("a symlink in a file's place is replaced, never followed, and never read through", async () => {
  const at = await folder();
  await writeFile(join(at, "victim"), "precious");
  await symlink(join(at, "victim"), join(at, "record"));
  await expect(readOwn(join(at, "record"))).rejects.toMatchObject({ code: "ELOOP" });
  await expect(writeNew(join(at, "record"), "new")).rejects.toMatchObject({ code: "EEXIST" });
  await writeDurably(join(at, "record"), "new");
  expect(await readFile(join(at, "victim"), "utf8")).toBe("precious");
  expect(await readOwn(join(at, "record"))).toBe("new");
});

test("what cannot be put in place leaves no half file behind", async () => {
  const at = await folder();
  await mkdir(join(at, "record"));
  await writeFile(join(at, "record", "inside"), "");
  await expect(writeDurably(join(at, "record"), "new")).rejects.toThrow();
  expect(await readdir(at)).toEqual(["record"]);
});

test.each([
  ["EINVAL", true],
  ["EISDIR", true],
  ["EIO", false],
])(
  "a folder that cannot be flushed (%s) is no failure where the platform has none of it",
  async (code, isFine) => {
    const at = await folder();
    const handle = await open(at);
    await handle.close();
    const { prototype } = handle.constructor as { prototype: FileHandle };
    let count = 0;
    // The file first, its folder then.
    const flushed = vi.spyOn(prototype, "sync").mockImplementation(() => {
      count += 1;
      return count === 1 ? Promise.resolve() : Promise.reject(Object.assign(new Error(code), { code }));
    });
    onTestFinished(() => {
      flushed.mockRestore();
    });
    const written = await writeDurably(join(at, "record"), "new").then(
      () => true,
      () => false,
    );
    expect([written, count]).toEqual([isFine, 2]);
  },
);

test("a file that is there is not written over as a new one", async () => {
  const at = await folder();
  await writeNew(join(at, "text"), "one");
  await expect(writeNew(join(at, "text"), "two")).rejects.toMatchObject({ code: "EEXIST" });
  expect(await readOwn(join(at, "text"))).toBe("one");
});

test.each([
  ["opened to all", 0o777],
  ["opened to the group", 0o750],
  ["opened to others", 0o701],
])("a folder of ours that was %s is closed again", async (_, mode) => {
  const at = join(await folder(), "history");
  await ensurePrivate(at);
  expect(await modeOf(at)).toBe(0o700);
  await chmod(at, mode);
  await ensurePrivate(at);
  expect(await modeOf(at)).toBe(0o700);
});

test("a folder that is private stays as it is, one stricter than ours too", async () => {
  const at = join(await folder(), "history");
  await ensurePrivate(at);
  await chmod(at, 0o500);
  await ensurePrivate(at);
  expect(await modeOf(at)).toBe(0o500);
});

test("a symlink, and a file, in a private folder's place are refused", async () => {
  const at = await folder();
  await mkdir(join(at, "elsewhere"));
  await symlink(join(at, "elsewhere"), join(at, "history"));
  await expect(ensurePrivate(join(at, "history"))).rejects.toThrow("something else than a folder");
  await writeFile(join(at, "file"), "");
  await expect(ensurePrivate(join(at, "file"))).rejects.toThrow("something else than a folder");
});

test.runIf(isRoot)("a folder of another user is refused, whoever this one is", async () => {
  const at = join(await folder(), "history");
  await ensurePrivate(at);
  await chown(at, 12345, 12345);
  await expect(ensurePrivate(at)).rejects.toThrow("it belongs to another user");
});

test("the state folder itself may be the user's own, open or behind a symlink, and keeps its mode", async () => {
  const at = await folder();
  await mkdir(join(at, "home"));
  await chmod(join(at, "home"), 0o755);
  await symlink(join(at, "home"), join(at, "state"));
  await ensureRoot(join(at, "state"));
  expect((await stat(join(at, "state"))).mode & 0o777).toBe(0o755);
  await ensureRoot(join(at, "fresh", "deep"));
  expect(await modeOf(join(at, "fresh", "deep"))).toBe(0o700);
  await writeFile(join(at, "file"), "");
  await expect(ensureRoot(join(at, "file"))).rejects.toThrow();
});
