import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import { openEdits } from "../../src/adapters/open-edits.ts";

const of = { key: "arn:one", label: "alias/one", resume: (path: string) => `kmspol edit one --from ${path}` };

/** No process has this number: it is more than Linux gives. */
const gone = 4_194_305;

const fresh = async () => {
  const root = await mkdtemp(join(tmpdir(), "kmspol-edits-"));
  onTestFinished(() => rm(root, { recursive: true, force: true }));
  const state = join(root, "state");
  const edits = openEdits(state, () => new Date("2026-01-01T12:00:00.000Z"));
  const notes = async () => {
    const names = await readdir(join(state, "edits"), { recursive: true }).catch(() => []);
    return names.filter((name) => name.endsWith(".json")).map((name) => join(state, "edits", name));
  };
  /** A file as the editor's are, in a folder of its own. */
  const file = async (text: string, folder = "kmspol-AbC-12") => {
    await mkdir(join(root, folder));
    const path = join(root, folder, "key-policy.json");
    await writeFile(path, text);
    return path;
  };
  /** Makes the note that of a process which is gone. */
  const asKilled = async (change: Readonly<Record<string, unknown>> = {}) => {
    for (const path of await notes()) {
      const noted = JSON.parse(await readFile(path, "utf8")) as Readonly<Record<string, unknown>>;
      await writeFile(path, JSON.stringify({ ...noted, process: gone, ...change }));
    }
  };
  return { root, state, edits, notes, file, asKilled };
};

test("an edit whose process was killed is found with its text, and forgotten with its folder", async () => {
  const { root, edits, notes, file, asKilled } = await fresh();
  const path = await file("mine");
  await edits.note(of, path, "old", false);
  await asKilled();
  const [edit, ...others] = await edits.unfinished(of.key);
  expect(others).toEqual([]);
  expect(edit).toMatchObject({ path, text: "mine", at: "2026-01-01T12:00:00.000Z" });
  expect(await edits.all()).toMatchObject([{ label: "alias/one", command: of.resume(path), what: "edit" }]);
  expect(await edits.unfinished("arn:other")).toEqual([]);
  await edit?.forget();
  expect(await notes()).toEqual([]);
  await expect(stat(join(root, "kmspol-AbC-12"))).rejects.toThrow("ENOENT");
});

test("an edit of somebody else's process, which we may not ask, is under way", async () => {
  const { edits, file, asKilled } = await fresh();
  await edits.note(of, await file("mine"), "old", false);
  await asKilled();
  const asked = vi.spyOn(process, "kill");
  onTestFinished(() => {
    asked.mockRestore();
  });
  for (const [code, count] of [
    ["EPERM", 0],
    ["ESRCH", 1],
  ] as const) {
    asked.mockImplementation(() => {
      throw Object.assign(new Error(code), { code });
    });
    expect(await edits.unfinished(of.key)).toHaveLength(count);
  }
});

test("an edit under way is nobody else's to go on with", async () => {
  const { edits, notes, file, asKilled } = await fresh();
  const path = await file("mine");
  const end = await edits.note(of, path, "old", false);
  expect(await edits.unfinished(of.key)).toEqual([]);
  const other = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"]);
  onTestFinished(() => void other.kill("SIGKILL"));
  await asKilled({ process: other.pid });
  expect(await edits.unfinished(of.key)).toEqual([]);
  other.kill("SIGKILL");
  await once(other, "close");
  expect(await edits.unfinished(of.key)).toHaveLength(1);
  await end();
  expect(await notes()).toEqual([]);
});

test("a file that holds nothing of the user's is not offered, one that was written to is", async () => {
  const { edits, file, asKilled } = await fresh();
  const path = await file("as it was");
  await edits.note(of, path, "as it was", true);
  await asKilled();
  expect(await edits.unfinished(of.key)).toEqual([]);
  await writeFile(path, "mine");
  expect(await edits.unfinished(of.key)).toHaveLength(1);
});

test("what the user gave to begin with is offered, though nothing was written to it", async () => {
  const { edits, file, asKilled } = await fresh();
  await edits.note(of, await file("mine before"), "mine before", false);
  await asKilled();
  expect(await edits.unfinished(of.key)).toHaveLength(1);
});

test.each(["{}", undefined])(
  "what the key had when the edit was begun is told, where it was: %s",
  async (base) => {
    const { edits, file, asKilled } = await fresh();
    await edits.note({ ...of, ...(base !== undefined && { base }) }, await file("mine"), "old", false);
    await asKilled();
    expect((await edits.unfinished(of.key)).map((edit) => edit.base)).toEqual([base]);
  },
);

test("the newest comes first", async () => {
  const { root, state, file, asKilled } = await fresh();
  for (const [index, hour] of ["09", "11", "10"].entries()) {
    const edits = openEdits(state, () => new Date(`2026-01-01T${hour}:00:00.000Z`));
    await edits.note(of, await file(hour, `kmspol-AbC-1${index}`), "old", false);
  }
  await asKilled();
  const found = await openEdits(state, () => new Date()).unfinished(of.key);
  expect(found.map(({ text }) => text)).toEqual(["11", "10", "09"]);
  await found[0]?.forget();
  expect((await readdir(root)).sort()).toEqual(["kmspol-AbC-10", "kmspol-AbC-12", "state"]);
});

test("a note whose file is gone goes as well", async () => {
  const { edits, notes, file, asKilled } = await fresh();
  const path = await file("mine");
  await edits.note(of, path, "old", false);
  await asKilled();
  await rm(path);
  expect(await edits.unfinished(of.key)).toEqual([]);
  expect(await notes()).toEqual([]);
});

test.each([
  ["names a file that no editor of ours was given", { path: "/etc/hostname" }],
  ["names a folder that is not ours", { path: "/home/ana/key-policy.json" }],
  ["goes on behind the name of the file", { path: "/tmp/kmspol-AbC-12/key-policy.json/../../victim" }],
  ["has more before the folder's name", { path: "/tmp/my-kmspol-AbC-12/key-policy.json" }],
  ["has no path", { path: 5 }],
  ["has no process", { process: "1" }],
  ["has no time", { at: 5 }],
  ["has a label that is no text", { label: 5 }],
])("a note that %s is left alone: what it names would be removed with its folder", async (_, change) => {
  const { edits, notes, file, asKilled } = await fresh();
  await edits.note(of, await file("mine"), "old", false);
  await asKilled(change);
  expect(await edits.unfinished(of.key)).toEqual([]);
  expect(await edits.all()).toEqual([]);
  expect(await notes()).toHaveLength(1);
});

test("where nothing can be noted the edit goes on", async () => {
  const { root, file } = await fresh();
  const inTheWay = join(root, "in-the-way");
  await writeFile(inTheWay, "");
  const edits = openEdits(inTheWay, () => new Date());
  const end = await edits.note(of, await file("mine"), "old", false);
  await end();
  expect(await edits.all()).toEqual([]);
});
