import {
  chmod,
  chown,
  cp,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  symlink,
  truncate,
  utimes,
  writeFile,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { Script } from "node:vm";
import { execa } from "execa";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { readCode } from "../../src/start/code-files.ts";
import { environmentOf, newPlace, type Place } from "../support/binary.ts";
import { sample } from "../support/long-form.ts";

// What V8 compiled is kept for the next run. Whoever can write there decides what we run, and V8 trusts what it is given.

const page = ["explain", "duplicate-sid"];
const day = 24 * 60 * 60 * 1000;
/** In days. */
const minutes = 1 / 24 / 60;
const node = process.env["KMSPOL_TEST_NODE"] ?? process.execPath;

let place: Place;
let folder = "";
beforeEach(async () => {
  place = await newPlace();
  folder = join(place.home, ".cache/kmspol/compiled");
});

const homeOfSystem = resolve("test/support/home-of-system.cjs");

/** A run that waits for ever is not to outlive its test. */
const killed = { timeout: 250_000, killSignal: "SIGKILL" } as const;

/** Runs the program, by default as it is built here, and keeps its code in its home. */
const run = async (
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
  program = resolve("bin/kmspol.js"),
) => {
  const env = { ...environmentOf(place), TEST_HOME_OF_SYSTEM: place.home, ...environment };
  const options = { cwd: place.work, env, extendEnv: false, reject: false, ...killed };
  const { exitCode, stdout, stderr } = await execa(
    node,
    ["--require", homeOfSystem, program, ...args],
    options,
  );
  return { exitCode, stdout, stderr };
};

/** What the first run of a page says, and the code that it keeps. */
const model = { code: "", ended: { exitCode: undefined as number | undefined, stdout: "", stderr: "" } };
beforeAll(async () => {
  const root = await mkdtemp(join(tmpdir(), "kmspol-test-"));
  model.code = join(root, "compiled");
  place = await newPlace((finish) => void leftovers.push(finish));
  model.ended = await run(page);
  await rename(join(place.home, ".cache/kmspol/compiled"), model.code);
  leftovers.push(() => rm(root, { recursive: true, force: true }));
});
const leftovers: (() => Promise<void> | void)[] = [];
afterAll(async () => {
  for (const finish of leftovers) await finish();
});

/** As after a first run of the page in this home. */
const afterRun = async () => {
  await mkdir(join(place.home, ".cache/kmspol"), { recursive: true, mode: 0o700 });
  await cp(model.code, folder, { recursive: true, preserveTimestamps: true });
  await chmod(folder, 0o700);
  return model.ended;
};

/** The code kept, by file: what is in it and when it was written. */
const kept = async (): Promise<ReadonlyMap<string, { readonly text: string; readonly written: number }>> => {
  const names = await readdir(folder).catch(() => []);
  const entries = names.map(async (name) => {
    const file = join(folder, name);
    return [name, { text: await readFile(file, "latin1"), written: (await stat(file)).mtimeMs }] as const;
  });
  return new Map(await Promise.all(entries));
};

const names = async (): Promise<readonly string[]> => [...(await kept()).keys()];

/** Makes all that is kept older by so many days. */
const age = async (days: number): Promise<void> => {
  const then = new Date(Date.now() - days * day);
  for (const name of await names()) await utimes(join(folder, name), then, then);
};

test("a run keeps its code for itself alone, and the next one uses it as it is", async () => {
  const first = await run(page);
  expect(first).toMatchObject({ exitCode: 0, stderr: "" });
  const before = await kept();
  expect(before.size).toBeGreaterThan(1);
  expect((await stat(folder)).mode & 0o777).toBe(0o700);
  for (const name of before.keys()) expect((await stat(join(folder, name))).mode & 0o777).toBe(0o600);
  expect(await run(page)).toEqual(first);
  expect(await kept()).toEqual(before);
});

test("the working thread of an editor's server keeps its code while it runs, and the next one uses it as it is", async () => {
  const ofThread = async () => (await names()).filter((name) => name.includes("-lsp-worker-"));
  const serve = () =>
    execa(node, ["--require", homeOfSystem, resolve("bin/kmspol.js"), "lsp"], {
      ...{ cwd: place.work, env: { ...environmentOf(place), TEST_HOME_OF_SYSTEM: place.home } },
      ...{ extendEnv: false, reject: false, stdin: "pipe", ...killed },
    });
  const first = serve();
  // All packs are written at once, this one as the last: it is what the thread loads last.
  await expect
    .poll(ofThread, { timeout: 250_000 })
    .toContainEqual(expect.stringContaining("-work-for-parent-"));
  first.kill("SIGKILL");
  await first;
  expect((await ofThread()).filter((name) => name.includes("-policies-"))).toHaveLength(1);
  const before = await kept();
  const second = serve();
  second.stdin.end();
  await second;
  for (const name of await ofThread()) expect((await kept()).get(name)).toEqual(before.get(name));
});

test("what was kept is what runs", async () => {
  const installed = join(place.root, "installed");
  for (const part of ["bin", "dist"]) await cp(part, join(installed, part), { recursive: true });
  const program = join(installed, "bin/kmspol.js");
  const { stdout } = await run(page, {}, program);
  const chunks = join(installed, "dist/chunks");
  for (const name of await readdir(chunks)) {
    const text = await readFile(join(chunks, name), "latin1");
    await writeFile(join(chunks, name), text.replaceAll("hit the wrong one", "hit a wrong one, "), "latin1");
  }
  expect((await run(page, {}, program)).stdout).toBe(stdout);
  const compiledAnew = await run(page, { NODE_DISABLE_COMPILE_CACHE: "1" }, program);
  expect(compiledAnew.stdout).toContain("hit a wrong one");
});

// A build sets these to folders of the checkout. All in them belongs to the user, and was written by whoever wrote the project.
test.each([
  ["HOME", ".cache/kmspol/compiled"],
  ["USERPROFILE", ".cache/kmspol/compiled"],
  ["XDG_CACHE_HOME", "kmspol/compiled"],
  ["NODE_COMPILE_CACHE", "kmspol"],
])("no code is run from where %s points, and none is kept there", async (variable, below) => {
  const { stdout } = await afterRun();
  const mine = await kept();
  const planted = join(place.work, below);
  await mkdir(planted, { recursive: true, mode: 0o700 });
  for (const name of mine.keys()) {
    const evil = `(process.stdout.write("planted"),{})`;
    const code = new Script(evil, { filename: name }).createCachedData();
    await writeFile(join(planted, name), Buffer.concat([code, code]), { mode: 0o600 });
    await rm(join(folder, name));
  }
  const before = await readdir(planted);
  expect((await run(page, { [variable]: place.work })).stdout).toBe(stdout);
  expect(await readdir(planted)).toEqual(before);
  expect(await names()).not.toEqual([]);
});

test.each([
  ["a home that was checked out", ".git"],
  ["a home that is a working tree of another repository", ".git", "file"],
  ["a home of Mercurial", ".hg"],
  ["a folder for caches that was checked out", ".cache/.git"],
])("%s gives no code and keeps none", async (_, mark, kind = "folder") => {
  const { stdout } = await afterRun();
  for (const name of await names()) await writeFile(join(folder, name), "planted");
  const before = await kept();
  if (kind === "file") await writeFile(join(place.home, mark), "gitdir: elsewhere\n");
  else await mkdir(join(place.home, mark));
  expect((await run(page)).stdout).toBe(stdout);
  expect(await kept()).toEqual(before);
});

test.each<[string, readonly string[], Readonly<Record<string, string>>]>([
  ["where Node is told to keep nothing", page, { NODE_DISABLE_COMPILE_CACHE: "1" }],
  ["of a run that failed", ["explain", "no-such-code"], {}],
  ["for somebody without a home", page, { TEST_HOME_OF_SYSTEM: "" }],
  ["of a verb that is none", ["lst"], {}],
  ["where a file is in the way", page, { TEST_HOME_OF_SYSTEM: "/dev/null" }],
])("nothing is kept %s", async (_, args, environment) => {
  const { stderr } = await run(args, environment);
  expect(stderr).not.toContain("cache");
  expect(await names()).toEqual([]);
  expect(await readdir(place.work)).toEqual([]);
});

test("where others can write, nothing is kept and nothing is used", async () => {
  const { stdout } = await afterRun();
  for (const name of await names()) await writeFile(join(folder, name), "planted");
  await chmod(folder, 0o777);
  const before = await kept();
  expect((await run(page)).stdout).toBe(stdout);
  expect(await kept()).toEqual(before);
});

test.each<[string, (file: string) => Promise<unknown>]>([
  ["a pipe that nobody writes to", (file) => execa("mkfifo", [file])],
  ["a link to what never ends", (file) => symlink("/dev/zero", file)],
  ["a link to a file", (file) => symlink(join(place.work, "precious"), file)],
  ["a folder", (file) => mkdir(file)],
])("a run takes no harm, and does none, where its code should be and there is %s", async (_, put) => {
  const first = await afterRun();
  await writeFile(join(place.work, "precious"), "as it was");
  for (const name of await names()) {
    await rm(join(folder, name));
    await put(join(folder, name));
  }
  expect(await run(page)).toEqual(first);
  expect(await readFile(join(place.work, "precious"), "utf8")).toBe("as it was");
});

test("a file is not read where it is larger than code can be", async () => {
  const file = join(place.work, "code");
  await writeFile(file, "code".repeat(2), { mode: 0o600 });
  expect(readCode(file)?.code.toString()).toBe("code");
  await writeFile(file, "");
  await truncate(file, 2 ** 30);
  expect(readCode(file)).toBeUndefined();
});

test("what else lies in the folder stays, however old it is", async () => {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const others = ["README.md", "v1.0.0-notes.txt", "kmspol-0123abcd"];
  for (const name of others) await writeFile(join(folder, name), "");
  await age(365);
  await run(page);
  const after = await names();
  expect(after.length).toBeGreaterThan(others.length);
  expect(after).toEqual(expect.arrayContaining(others));
});

test("nothing is kept behind a link", async () => {
  await afterRun();
  const elsewhere = join(place.root, "elsewhere");
  await rename(folder, elsewhere);
  await symlink(elsewhere, folder);
  for (const name of await names()) await rm(join(folder, name));
  await run(page);
  expect(await names()).toEqual([]);
});

// As with sudo, where HOME stays that of who called it. Only root can give a home away; others have no home that is not theirs.
test("nothing is put into the home of somebody else", async () => {
  const root = process.getuid?.() === 0;
  if (root) await chown(place.home, 12345, 12345);
  await run(page, root ? {} : { TEST_HOME_OF_SYSTEM: "/" });
  expect(await readdir(place.home)).toEqual([]);
});

const damages: readonly (readonly [string, (code: Buffer) => Buffer])[] = [
  [
    "one byte changed",
    (code) => {
      const changed = Buffer.from(code);
      changed[code.length >> 2]! ^= 255;
      return changed;
    },
  ],
  ["cut short", (code) => code.subarray(0, code.length - 1000)],
  ["empty", () => Buffer.alloc(0)],
  ["nothing but zeros", (code) => Buffer.alloc(code.length)],
];

test.each(sample(damages, 2))("code is not used, but made anew, when it is %s", async (_, damage) => {
  const first = await afterRun();
  const before = await kept();
  for (const name of before.keys())
    await writeFile(join(folder, name), damage(await readFile(join(folder, name))));
  expect(await run(page)).toEqual(first);
  const after = await kept();
  expect([...after.keys()]).toEqual([...before.keys()]);
  for (const { text } of after.values())
    expect(text.slice(0, text.length / 2)).toBe(text.slice(text.length / 2));
  await age(5 * minutes);
  const aged = await kept();
  expect(await run(page)).toEqual(first);
  expect(await kept()).toEqual(aged);
});

test("code that a wrong clock dated days ahead is made anew", async () => {
  await afterRun();
  await age(-400);
  await run(page);
  for (const [name, { written }] of await kept()) expect(written, name).toBeLessThan(Date.now() + day);
});

test("code is made anew after ten minutes, and goes when it was not used for a month", async () => {
  await afterRun();
  const old = await names();
  await age(31);
  await mkdir(join(place.work, "policies"));
  await run(["completion", "bash"]);
  const next = await names();
  expect(next.filter((name) => old.includes(name))).toEqual([]);
  await age(11 * minutes);
  const before = await kept();
  await run(["completion", "bash"]);
  for (const [name, { written }] of await kept())
    expect(written, name).toBeGreaterThan(before.get(name)?.written ?? Infinity);
});
