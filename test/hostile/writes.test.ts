import { readFileSync } from "node:fs";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { expect, test } from "vitest";
import { newPlace, scriptedEditor, type Run } from "../support/binary.ts";
import { kmspolUnder } from "../support/preloaded.ts";
import { sandboxForTest } from "../support/sandbox.ts";

// Whoever can write in a folder may lay links there under every name that can be guessed (CWE-59, CWE-377). So each file that
// kmspol makes is made exclusively, and what it opens to go on with is not opened through a link.

/** What runs, and how many files it makes at least. */
const writers: readonly (readonly [what: string, args: readonly string[], least: number])[] = [
  ["a policy file", ["add-user", "policy.json", "role/Auditor", "--account", "111122223333", "--yes"], 2],
  ["a policy file of YAML", ["allow-deletion", "policy.yaml", "--account", "111122223333", "--yes"], 0],
  ["check --fix", ["check", "policy.json", "--fix", "--account", "111122223333", "--yes"], 0],
  ["put into a file", ["put", "policy.json", "other.json", "--account", "111122223333", "--yes"], 2],
  ["get --out, a new file", ["get", "alias/app", "--out", "new.json"], 1],
  ["get --out, a file that is there", ["get", "alias/app", "--out", "other.json"], 1],
  ["--iam-policy", ["grant-account", "alias/app", "777788889999", "--iam-policy", "iam.json", "--yes"], 3],
  ["the history", ["add-user", "alias/app", "role/Auditor", "--yes"], 3],
  ["a text that fails", ["put", "alias/app", "broken.json", "--yes"], 0],
  ["the editor", ["edit", "alias/app", "--yes"], 1],
  ["each", ["each", "--alias", "app", "--yes", "--", "add-user", "role/Auditor"], 4],
  ["completion", ["complete", "--refresh", "--", "show", "al"], 1],
];

const scene = async () => {
  const [place, sandbox] = [await newPlace(), await sandboxForTest()];
  const policy = sandbox.policyOf("alias/app");
  await writeFile(join(place.work, "policy.json"), policy);
  await writeFile(join(place.work, "policy.yaml"), policy);
  await writeFile(join(place.work, "other.json"), policy.replaceAll("role/App", "role/service/Backup"));
  await writeFile(join(place.work, "broken.json"), policy.replaceAll("role/App", "group/finance"));
  const log = join(place.root, "opened");
  const editor = await scriptedEditor(place, `[(text) => text.replaceAll("role/App", "group/finance")]`);
  const environment = { FILE_ROOT: place.machine, FILE_LOG: log, KMSPOL_EDITOR: editor };
  const run = (args: readonly string[]): Promise<Run> =>
    kmspolUnder("file-log.mjs", place, sandbox, args, { environment });
  const opened = async () => (await readFile(log, "utf8").catch(() => "")).split("\n").filter(Boolean);
  return { place, run, opened };
};

test.each(writers)(
  "%s: every file is made exclusively, or opened without following a link",
  async (_, args, least) => {
    const { run, opened } = await scene();
    const { stderr } = await run(args);
    const files = await opened();
    expect(files.length, stderr).toBeGreaterThanOrEqual(least);
    expect(files.filter((line) => line.startsWith("follows "))).toEqual([]);
  },
);

test("the log of this test sees a write that follows links", async () => {
  const { place, opened } = await scene();
  await writeFile(
    join(place.root, "plain.mjs"),
    `import { writeFileSync, openSync } from "node:fs"; import { open } from "node:fs/promises";
     writeFileSync(process.env.FILE_ROOT + "/a", ""); openSync(process.env.FILE_ROOT + "/b", "w"); await open(process.env.FILE_ROOT + "/c", "a");`,
  );
  const environment = { FILE_ROOT: place.machine, FILE_LOG: join(place.root, "opened") };
  const { execa } = await import("execa");
  await execa(
    process.execPath,
    ["--import", `${process.cwd()}/test/support/file-log.mjs`, join(place.root, "plain.mjs")],
    {
      env: environment,
    },
  );
  expect(await opened()).toEqual(["follows /a", "follows /b", "follows /c"]);
});

test("no two writes beside a file use the same name, and none is left", async () => {
  const { place, run, opened } = await scene();
  for (const principal of ["role/Auditor", "role/service/Backup"])
    await run(["add-user", "policy.json", principal, "--account", "111122223333", "--yes"]);
  const beside = (await opened()).filter((line) => line.includes("/work/policy.json."));
  expect(beside).toHaveLength(2);
  expect(new Set(beside).size).toBe(2);
  for (const line of beside) expect(line).toMatch(/^exclusive .*\/policy\.json\.[0-9a-f]{24}\.tmp$/);
  expect((await readdir(place.work)).filter((name) => name.endsWith(".tmp"))).toEqual([]);
});

/** Every module that writes files, and what keeps links away; a new one is to be looked at and named here. */
const known: Readonly<Record<string, string>> = {
  "replace-file.ts": "O_EXCL and O_NOFOLLOW, a random name",
  "adapters/durable-file.ts": "exclusive, a random name",
  "adapters/policy-file.ts": "create: exclusive",
  "adapters/editor.ts": "exclusive, in a folder of mkdtemp",
  "adapters/key-lock.ts": "exclusive, in a private folder",
  "adapters/bulk-runs.ts": "O_NOFOLLOW, never made, in a private folder",
  "start/code-files.ts": "exclusive, in a folder that nobody else can write in",
  "sandbox/profiles.ts": "in a folder of mkdtemp",
  "adapters/trail-files.ts": "opens to read alone",
  "verbs/sandbox.ts": "/dev/null alone",
};

const writes =
  /\b(?:writeFile|appendFile|copyFile|cp|createWriteStream|writeFileSync|appendFileSync|copyFileSync|cpSync|truncate|openSync|open)\b/;

test("no other module opens files to write", async () => {
  const names = (await readdir("src", { recursive: true })).filter((name) => name.endsWith(".ts"));
  const found = names.filter((name) => {
    const imports = readFileSync(join("src", name), "utf8").matchAll(
      /(?:import \{([^}]*)\} from|const \{([^}]*)\} = await import\()\s*"node:fs(?:\/promises)?"/g,
    );
    return [...imports].some(([, fixed, late]) => writes.test(fixed ?? late ?? ""));
  });
  expect(found.map((name) => name.replaceAll("\\", "/")).sort()).toEqual(Object.keys(known).sort());
});

test("a device and a pipe are written into, never replaced", async () => {
  const { place, run } = await scene();
  await mkdir(join(place.work, "folder"));
  expect((await run(["get", "alias/app", "--out", "/dev/null"])).exit).toBe(0);
  const folder = await run(["get", "alias/app", "--out", "folder"]);
  expect([folder.exit, folder.stderr]).toEqual([2, expect.stringContaining("it is a folder")]);
  const full = await run(["get", "alias/app", "--out", "/dev/full"]);
  expect([full.exit, full.stderr]).toEqual([2, expect.stringContaining("the disk is full")]);
});

test("a name as long as file systems take can be replaced", async () => {
  const { place, run } = await scene();
  const name = `${"n".repeat(250)}.json`;
  expect((await run(["get", "alias/app", "--out", name])).exit).toBe(0);
  expect((await readdir(place.work)).map((one) => basename(one))).toContain(name);
});
