import { lstat, mkdir, readdir, readFile, readlink, rm, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { newPlace, scriptedEditor, type Place } from "../support/binary.ts";
import { kmspol } from "../support/here.ts";
import { sandboxForTest } from "../support/sandbox.ts";

// Symlinks planted where kmspol writes. `precious` is a file of the user's that a planted link leads to: it must stay
// as it is, and what is secret must not land where others planted a folder.

const scene = async () => {
  const [place, sandbox] = [await newPlace(), await sandboxForTest()];
  const precious = join(place.root, "precious");
  await writeFile(precious, "precious");
  const add = () => kmspol(place, sandbox, ["add-user", "alias/app", "role/service/Backup", "--yes"]);
  return { place, sandbox, precious, add, changed: () => sandbox.policyOf("alias/app").includes("Backup") };
};

const plant = async (to: string, ...at: readonly string[]) => {
  const path = join(...at);
  await mkdir(join(path, ".."), { recursive: true });
  await symlink(to, path);
};

test("the folder of the history leads elsewhere: refused before the put, nothing is written there", async () => {
  const { place, add, changed } = await scene();
  const elsewhere = join(place.root, "elsewhere");
  await mkdir(elsewhere);
  await plant(elsewhere, place.state, "history");
  const { exit, stderr } = await add();
  expect([exit, changed()], stderr).toEqual([3, false]);
  expect(stderr).toMatch(/something else than a folder is in its place/);
});

test("a history file leads elsewhere: it is left out, not followed", async () => {
  const { place, sandbox, precious, add } = await scene();
  expect((await add()).exit).toBe(0);
  const [file = ""] = await historyFiles(place);
  await rm(file);
  await symlink(precious, file);
  const { exit, stdout, stderr } = await kmspol(place, sandbox, ["history", "alias/app"]);
  expect([exit, stdout]).toEqual([0, "no changes by kmspol from this machine\n"]);
  expect(stderr).toMatch(/damaged file of the history is left out/);
  expect(await readFile(precious, "utf8")).toBe("precious");
});

test("the lock leads elsewhere: it is not written through", async () => {
  const { place, sandbox, precious, add, changed } = await scene();
  expect((await add()).exit).toBe(0);
  const [file = ""] = await historyFiles(place);
  await symlink(precious, join(file, "..", "lock"));
  const { exit, stderr } = await kmspol(place, sandbox, ["undo", "alias/app", "--yes"]);
  expect([exit, changed()], stderr).toEqual([0, false]);
  expect(await readFile(precious, "utf8")).toBe("precious");
});

test("the state folder itself may be a link: the user chose it", async () => {
  const { place, add, changed } = await scene();
  const real = join(place.root, "real");
  await mkdir(real);
  await symlink(real, place.state);
  const { exit, stderr } = await add();
  expect([exit, changed()], stderr).toEqual([0, true]);
  expect((await lstat(join(real, "history"))).mode & 0o777).toBe(0o700);
});

test("a policy file that is a link: the file it leads to is changed, the link stays", async () => {
  const { place, sandbox } = await scene();
  await writeFile(join(place.root, "real.json"), sandbox.policyOf("alias/app"), { mode: 0o640 });
  const link = join(place.work, "policy.json");
  await symlink(join(place.root, "real.json"), link);
  const run = await kmspol(place, undefined, [
    ...["add-user", "policy.json", "role/service/Backup", "--account", "111122223333", "--yes"],
  ]);
  expect(run.exit, run.stderr).toBe(0);
  expect(await readlink(link)).toBe(join(place.root, "real.json"));
  expect(await readFile(link, "utf8")).toContain("role/service/Backup");
  expect((await lstat(join(place.root, "real.json"))).mode & 0o777).toBe(0o640);
});

test("a policy file that is a link to itself, or to nothing, is named in one sentence", async () => {
  const { place } = await scene();
  await symlink("loop.json", join(place.work, "loop.json"));
  await symlink("nothing.json", join(place.work, "gone.json"));
  for (const file of ["loop.json", "gone.json"]) {
    const { exit, stderr } = await kmspol(place, undefined, ["show", file, "--account", "111122223333"]);
    expect([exit, stderr.split("\n")[0]]).toEqual([2, expect.stringContaining(file)]);
  }
});

test("the editor's file is swapped for a link: what it leads to is not removed with it", async () => {
  const { place, sandbox, precious } = await scene();
  const script = `[async (text, { file }) => {
    const { unlinkSync, symlinkSync } = await import("node:fs");
    unlinkSync(file);
    symlinkSync(${JSON.stringify(precious)}, file);
    return { bytes: Buffer.from("") };
  }]`;
  const editor = await scriptedEditor(place, script);
  const { exit } = await kmspol(place, sandbox, ["edit", "alias/app", "--yes"], {
    environment: { KMSPOL_EDITOR: editor },
  });
  expect(exit).toBe(0);
  expect((await lstat(precious)).isFile()).toBe(true);
});

const historyFiles = async ({ state }: Place): Promise<readonly string[]> => {
  const names = await readdir(join(state, "history"), { recursive: true });
  return names.filter((name) => name.endsWith(".json")).map((name) => join(state, "history", name));
};
