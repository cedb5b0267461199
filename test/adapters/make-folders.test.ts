import { existsSync } from "node:fs";
import { chmod, mkdir, readdir, stat, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { makeFolders } from "../../src/adapters/make-folders.ts";
import { kmspol, newPlace } from "../support/binary.ts";
import { sandboxForTest } from "../support/sandbox.ts";

test("makes what is missing, private, and leaves what is there", async () => {
  const { work } = await newPlace();
  await mkdir(join(work, "there"));
  await chmod(join(work, "there"), 0o755);
  await makeFolders(join(work, "there", "one", "two"));
  const modeOf = async (...names: readonly string[]) => (await stat(join(work, ...names))).mode & 0o777;
  expect(await modeOf("there")).toBe(0o755);
  expect(await modeOf("there", "one")).toBe(0o700);
  expect(await modeOf("there", "one", "two")).toBe(0o700);
  await makeFolders(join(work, "there", "one", "two"));
  expect(await readdir(join(work, "there", "one"))).toEqual(["two"]);
});

test("a link to a folder is one, and several may make the same at once", async () => {
  const { work } = await newPlace();
  await mkdir(join(work, "real"));
  await symlink("real", join(work, "link"));
  await Promise.all(["a", "a", "b"].map((name) => makeFolders(join(work, "link", "deep", name))));
  expect((await readdir(join(work, "real", "deep"))).toSorted()).toEqual(["a", "b"]);
});

test.each([
  ["a file in its place", ["file"], "EEXIST"],
  ["a file above it", ["file", "below", "more"], "ENOTDIR"],
  ["a link that leads nowhere", ["nowhere"], "ENOENT"],
])("%s: what the file system says", async (_, names, code) => {
  const { work } = await newPlace();
  await writeFile(join(work, "file"), "");
  await symlink("missing", join(work, "nowhere"));
  await expect(makeFolders(join(work, ...names))).rejects.toMatchObject({ code });
});

test.runIf(existsSync("/proc/self"))(
  "a folder that takes no new one: a change is refused at once, and its text is kept",
  async () => {
    const [place, sandbox] = [await newPlace(), await sandboxForTest()];
    const environment = { KMSPOL_STATE_DIR: "/proc/nope/state" };
    const { exit, stderr } = await kmspol(
      place,
      sandbox,
      ["add-user", "alias/app", "role/Auditor", "--yes"],
      { environment },
    );
    expect(exit).toBe(3);
    expect(stderr).toMatch(/the history in \/proc\/nope\/state cannot be written/);
    expect(stderr).toMatch(/set KMSPOL_STATE_DIR to a folder/);
  },
);
