import { mkdtemp, readdir, readFile, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { answerCache } from "../../src/adapters/answer-cache.ts";

const answers = [{ name: "IAM of 111122223333", value: { Roles: [] }, at: "2026-01-01T12:00:00.000Z" }];

/** A cache whose clock stands as many minutes behind noon as it is told. */
const fresh = async () => {
  const root = join(await mkdtemp(join(tmpdir(), "kmspol-cache-")), "state");
  const at = (minutes: number) =>
    answerCache(root, { now: () => new Date(Date.UTC(2026, 0, 1, 12, minutes)) });
  const files = async () => (await readdir(join(root, "iam"))).map((name) => join(root, "iam", name));
  return { root, at, files };
};

test.each([
  ["at once", 0, 60, true],
  ["a minute before it is too old", 59, 60, true],
  ["when it is as old as it may be", 60, 60, false],
  ["with no age allowed", 0, 0, false],
  ["before it was kept: a clock was set back", -1, 60, false],
])("an answer that was kept is taken %s or not", async (_, later, minutes, isTaken) => {
  const { at } = await fresh();
  await at(0).write("iam 111122223333", answers);
  expect(await at(later).read("iam 111122223333", minutes)).toEqual(isTaken ? answers : undefined);
});

test("answers lie in private files, one a name, and none is taken for another", async () => {
  const { at, files, root } = await fresh();
  await at(0).write("iam 111122223333", answers);
  await at(0).write("iam 444455556666", []);
  expect(await at(1).read("iam 111122223333", 60)).toEqual(answers);
  expect(await at(1).read("iam 444455556666", 60)).toEqual([]);
  expect(await at(1).read("iam 777788889999", 60)).toBeUndefined();
  const modes = await Promise.all((await files()).map(async (path) => (await stat(path)).mode & 0o777));
  expect(modes).toEqual([0o600, 0o600]);
  expect((await stat(join(root, "iam"))).mode & 0o777).toBe(0o700);
});

test.each([
  ["is cut off", (text: string) => text.slice(0, 20)],
  ["is of another name", (text: string) => text.replace("111122223333", "444455556666")],
  ["has no time", (text: string) => text.replace(/"at":"2026[^"]*","answers"/, '"answers"')],
  ["has no list of answers", (text: string) => text.replace(/"answers":.*$/, '"answers":{}}')],
])("a file that %s is asked for again", async (_, spoil) => {
  const { at, files } = await fresh();
  await at(0).write("iam 111122223333", answers);
  const [path = ""] = await files();
  const text = await readFile(path, "utf8");
  await writeFile(path, spoil(text));
  expect(await at(1).read("iam 111122223333", 60)).toBeUndefined();
});

test("where nothing can be kept nothing fails", async () => {
  const file = join(await mkdtemp(join(tmpdir(), "kmspol-cache-")), "file");
  await writeFile(file, "");
  const cache = answerCache(file, { now: () => new Date() });
  await cache.write("iam 111122223333", answers);
  expect(await cache.read("iam 111122223333", 60)).toBeUndefined();
});
