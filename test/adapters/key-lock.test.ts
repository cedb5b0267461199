import { mkdir, mkdtemp, readdir, readFile, rm, utimes, writeFile } from "node:fs/promises";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { withLock } from "../../src/adapters/key-lock.ts";

const fresh = async () => join(await mkdtemp(join(tmpdir(), "kmspol-lock-")), "lock");

test("one at a time, and the lock goes with its holder", async () => {
  const path = await fresh();
  let inside = 0;
  let most = 0;
  const work = async () => {
    most = Math.max(most, ++inside);
    await sleep(5);
    inside--;
  };
  await Promise.all(Array.from({ length: 8 }, () => withLock(path, work)));
  expect(most).toBe(1);
  expect(await readdir(join(path, ".."))).toEqual([]);
});

test("the lock goes when the work fails", async () => {
  const path = await fresh();
  await expect(withLock(path, () => Promise.reject(new Error("failed")))).rejects.toThrow("failed");
  expect(await withLock(path, () => Promise.resolve("next"))).toBe("next");
});

const gone = JSON.stringify({ process: 4_194_305, machine: hostname() });
const elsewhere = JSON.stringify({ process: 1, machine: "elsewhere" });

test.each([
  ["a process that is gone", gone, 0],
  ["another machine, long ago", elsewhere, 200],
  ["nobody: it was never written to the end", "", 10],
])("a lock of %s is passed over", async (_, text, age) => {
  const path = await fresh();
  await writeFile(path, text);
  const then = new Date(Date.now() - age * 1000);
  await utimes(path, then, then);
  expect(await withLock(path, () => Promise.resolve("done"))).toBe("done");
  expect(await readdir(join(path, ".."))).toEqual([]);
});

test.each([
  ["a process that runs", JSON.stringify({ process: process.pid, machine: hostname() }), 0],
  [
    "a process that runs, and works for long",
    JSON.stringify({ process: process.pid, machine: hostname() }),
    100,
  ],
  ["another machine", elsewhere, 0],
  ["another machine that works for long", elsewhere, 100],
  ["somebody who is about to write it", "", 0],
])("a lock of %s is waited for, and stays as it is", async (_, text, age) => {
  const path = await fresh();
  await writeFile(path, text);
  const then = new Date(Date.now() - age * 1000);
  await utimes(path, then, then);
  let begun = false;
  const work = withLock(path, () => Promise.resolve((begun = true)));
  // It looks several times in this while.
  await sleep(150);
  expect([begun, await readFile(path, "utf8")]).toEqual([false, text]);
  await rm(path);
  expect(await work).toBe(true);
  expect(await readdir(join(path, ".."))).toEqual([]);
});

test("where no lock can be written the work is done without", async () => {
  expect(await withLock("/nowhere/at/all/lock", () => Promise.resolve("done"))).toBe("done");
});

test("who works without a lock takes nobody else's away", async () => {
  const path = join(await fresh(), "lock");
  const work = async () => {
    await mkdir(join(path, ".."));
    await writeFile(path, elsewhere);
  };
  await withLock(path, work);
  expect(await readFile(path, "utf8")).toBe(elsewhere);
});
