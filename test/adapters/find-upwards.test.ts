import { chmod, chown, mkdir, mkdtemp, realpath, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, expect, onTestFinished, test, vi } from "vitest";
import { policyFiles } from "../../src/adapters/policy-file.ts";

afterEach(() => vi.unstubAllEnvs());

const name = ".kmspolrc.json";

/** A folder with these empty files and folders (ending in a slash) below it. */
const tree = async (...paths: readonly string[]): Promise<string> => {
  const root = await realpath(await mkdtemp(join(tmpdir(), "kmspol-upwards-")));
  onTestFinished(() => rm(root, { recursive: true, force: true }));
  vi.stubEnv("HOME", join(root, "nowhere"));
  for (const path of paths) {
    await mkdir(dirname(join(root, path, "x")), { recursive: path.endsWith("/") }).catch(() => undefined);
    if (path.endsWith("/")) continue;
    await rm(join(root, path), { recursive: true, force: true });
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), "{}");
  }
  return root;
};

const found = async (root: string, from: string): Promise<string | undefined> => {
  const file = await policyFiles.findUpwards(join(root, from), name);
  if (file === undefined) return undefined;
  return `${file.path.replace(root, "")}${"unused" in file ? `: ${file.unused}` : ""}`;
};

test.each<[string, readonly string[], string | undefined]>([
  ["in the folder of the file", [`r/a/${name}`], `/r/a/${name}`],
  ["never above where there is no repository", ["r/a/", `r/${name}`], undefined],
  ["up to the root of the repository", ["r/a/", "r/.git/", `r/${name}`], `/r/${name}`],
  ["a worktree has a file .git", ["r/a/", "r/.git", `r/${name}`], `/r/${name}`],
  ["never above the repository", ["r/a/", "r/.git/", name], undefined],
  ["never above an inner repository", ["r/a/.git/", "r/.git/", `r/${name}`], undefined],
  ["a folder in its place", [`r/a/${name}/`], `/r/a/${name}: it is no file`],
])("the configuration is looked for %s", async (_, paths, where) => {
  expect(await found(await tree(...paths), "r/a/p.json")).toBe(where);
});

test("up to the home and no further", async () => {
  const root = await tree("h/a/", `h/${name}`);
  vi.stubEnv("HOME", join(root, "h"));
  expect(await found(root, "h/a/p.json")).toBe(`/h/${name}`);
  vi.stubEnv("HOME", join(root, "h/a"));
  expect(await found(root, "h/a/p.json")).toBeUndefined();
});

test("a file that everybody may write, and links, are looked at", async () => {
  const root = await tree("w/x.json", "l/", `d/`);
  await writeFile(join(root, "w", name), "{}");
  await chmod(join(root, "w", name), 0o666);
  await symlink(join(root, "w/x.json"), join(root, "l", name));
  await symlink(join(root, "gone"), join(root, "d", name));
  expect(await found(root, "w/p.json")).toBe(`/w/${name}: everybody may write it`);
  expect(await found(root, "l/p.json")).toBe(`/l/${name}`);
  expect(await found(root, "d/p.json")).toBe(`/d/${name}: it is a link that leads nowhere`);
});

test.each([
  [0o602, ": everybody may write it"],
  [0o622, ": everybody may write it"],
  [0o620, ""],
  [0o644, ""],
])("a file of mode %o is gone by, or not%s", async (mode, unused) => {
  const root = await tree(`r/${name}`);
  await chmod(join(root, "r", name), mode);
  expect(await found(root, "r/p.json")).toBe(`/r/${name}${unused}`);
});

test.runIf(process.getuid?.() === 0)("a file of another user is not used", async () => {
  const root = await tree(`r/${name}`);
  await chown(join(root, "r", name), 65_534, 65_534);
  expect(await found(root, "r/p.json")).toBe(`/r/${name}: it belongs to another user`);
});
