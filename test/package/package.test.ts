import { readdirSync } from "node:fs";
import { execFile, spawnSync } from "node:child_process";
import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { long } from "../support/long-form.ts";

// The package as a stranger gets it: packed, installed into an empty prefix without the registry, run.

const run = promisify(execFile);
const megabyte = 1_000_000;

interface Packed {
  readonly filename: string;
  readonly unpackedSize: number;
  readonly files: readonly { readonly path: string }[];
}

let folder = "";
let packed: Packed | undefined;
/** What npm says to who installs it. */
let said = "";

const npm = (args: readonly string[], cwd: string) =>
  run("npm", [...args], {
    cwd,
    env: { ...process.env, npm_config_cache: join(folder, "cache") },
    timeout: 250_000,
  });

/** A copy of what a build needs: npm builds when it packs, and other tests run the program meanwhile. */
const sources = async (): Promise<string> => {
  const copy = join(folder, "sources");
  const left = new Set([".git", "node_modules", "dist", "types", "test", "bench"]);
  for (const name of await readdir("."))
    if (!left.has(name)) await cp(name, join(copy, name), { recursive: true });
  await symlink(resolve("node_modules"), join(copy, "node_modules"));
  return copy;
};

/**
 * As npm packs in the long form, which CI runs. In the short form what was built for the tests is not built once more, and in the place of the
 * types, which take longest, is a file without any.
 */
const pack = async (): Promise<Packed | undefined> => {
  const [copy, args] = [await sources(), ["pack", "--json", "--silent", "--pack-destination", folder]];
  if (!long) {
    await cp("dist", join(copy, "dist"), { recursive: true });
    await mkdir(join(copy, "types"));
    await writeFile(join(copy, "types", "core.d.ts"), "export {};\n");
  }
  const manifest = await readFile(join(copy, "package.json"), "utf8");
  const plain = (...back: readonly string[]) =>
    run(process.execPath, ["scripts/plain-manifest.mjs", ...back], { cwd: copy });
  if (!long) await plain();
  const { stdout } = await npm(long ? args : [...args, "--ignore-scripts"], copy);
  if (!long) await plain("--back");
  // What npm packs from has its scripts again.
  expect(await readFile(join(copy, "package.json"), "utf8")).toBe(manifest);
  return (JSON.parse(stdout) as Packed[])[0];
};

/** Runs a program that was installed; what it prints, and how it ends. */
const installed = async (file: string, args: readonly string[]) => {
  try {
    const { stdout, stderr } = await run(file, [...args], { cwd: join(folder, "work") });
    return { exit: 0, stdout, stderr };
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
    return { exit: code, stdout, stderr };
  }
};

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "kmspol-package-"));
  packed = await pack();
  await run("mkdir", ["-p", join(folder, "work"), join(folder, "prefix")]);
  await writeFile(join(folder, "work", "package.json"), '{ "private": true, "type": "module" }');
  const tarball = join(folder, packed?.filename ?? "");
  const prefix = ["--prefix", join(folder, "prefix")];
  said = (await npm(["install", "--offline", "--global", ...prefix, tarball], folder)).stderr;
  await npm(["install", "--offline", tarball], join(folder, "work"));
});

afterAll(() => rm(folder, { recursive: true, force: true }));

test("the tarball holds what people need, and nothing else", () => {
  const paths = packed?.files.map(({ path }) => path) ?? [];
  expect(paths.filter((path) => !/^(?:dist\/chunks\/|man\/kmspol-)/.test(path)).sort())
    .toMatchInlineSnapshot(`
    [
      "CHANGELOG.md",
      "LICENSE",
      "README.md",
      "bin/kmspol.js",
      "bin/package.json",
      "dist/THIRD-PARTY-LICENSES.txt",
      "dist/core.js",
      "dist/main.cjs",
      "man/kmspol.1",
      "package.json",
      "schemas/key-policy.schema.json",
      "schemas/kmspolrc.schema.json",
      "schemas/output.schema.json",
      "types/core.d.ts",
    ]
  `);
  // A page for each verb.
  expect(paths.filter((path) => path.startsWith("man/")).sort()).toEqual(
    readdirSync("man")
      .map((name) => `man/${name}`)
      .sort(),
  );
  expect(paths.filter((path) => /\.map$|test|corpus|\.ts$/.test(path))).toEqual(["types/core.d.ts"]);
  expect(packed?.unpackedSize).toBeLessThan(4 * megabyte);
});

test("installing it installs no other package, and runs no script", async () => {
  const { stdout } = await npm(["ls", "--all", "--parseable"], join(folder, "work"));
  expect(stdout.trim().split("\n").slice(1)).toEqual([join(folder, "work", "node_modules", "kmspol")]);
  const manifest = join(folder, "work", "node_modules", "kmspol", "package.json");
  // Not even one that npm warns of without running it, as of `prepare`.
  expect(JSON.parse(await readFile(manifest, "utf8"))).not.toHaveProperty("scripts");
  expect(said).not.toContain("warn");
});

test.runIf(spawnSync("man", ["--version"]).status === 0)("man finds the pages", async () => {
  const env = { ...process.env, MANPATH: join(folder, "prefix", "share", "man"), MANWIDTH: "80" };
  for (const page of ["kmspol", "kmspol-each"])
    expect((await run("man", ["--pager=cat", page], { env })).stdout).toContain(page.toUpperCase());
});

test("the installed program runs", async () => {
  const program = join(folder, "prefix", "bin", "kmspol");
  const { version } = JSON.parse(await readFile("package.json", "utf8")) as { version: string };
  expect(await installed(program, ["--version"])).toEqual({ exit: 0, stdout: `${version}\n`, stderr: "" });
  await writeFile(join(folder, "work", "broken.json"), '{ "Statement": [ }');
  const { exit, stdout } = await installed(program, ["check", "broken.json"]);
  expect(exit).toBe(1);
  expect(stdout).toContain("json-syntax");
  const sandbox = await installed(program, ["sandbox", "--", program, "list"]);
  expect(sandbox.stdout).toContain("alias/app");
});

test("the programmatic core runs, as its example shows", async () => {
  const work = join(folder, "work");
  const policy = (principal: string) =>
    JSON.stringify({
      Version: "2012-10-17",
      Statement: [
        ...[{ Effect: "Allow", Principal: { AWS: "111122223333" }, Action: "kms:*", Resource: "*" }],
        ...[{ Effect: "Allow", Principal: { AWS: principal }, Action: "kms:Decrypt", Resource: "*" }],
      ],
    });
  await writeFile(join(work, "old.json"), policy("arn:aws:iam::111122223333:role/App"));
  await writeFile(join(work, "new.json"), policy("arn:aws:iam::444455556666:role/Else"));
  await writeFile(join(work, "example.mjs"), await readFile("examples/no-public-keys.mjs", "utf8"));
  const args = (after: string) => ["example.mjs", "old.json", after, "111122223333"];
  expect(await installed(process.execPath, args("old.json"))).toEqual({ exit: 0, stdout: "", stderr: "" });
  const { exit, stderr } = await installed(process.execPath, args("new.json"));
  expect(exit).toBe(1);
  expect(stderr).toContain("arn:aws:iam::444455556666:role/Else gains kms:Decrypt");
});

test.runIf(long)("the types are good for a strict program without further packages", async () => {
  const work = join(folder, "work");
  const program = `import { can, check, compareAccess, parsePolicy, type Finding } from "kmspol";
const policy = parsePolicy("{}");
const findings: readonly Finding[] = check(policy, { account: "111122223333" });
const { gained } = compareAccess(policy, policy);
export const all: string[] = [...findings.map(({ code }) => code), ...gained.map(({ principal }) => principal)];
// @ts-expect-error -- a request has an action
can(policy, { principal: "x" });
`;
  await writeFile(join(work, "uses.ts"), program);
  const compilerOptions = { noEmit: true, strict: true, module: "nodenext", target: "es2022", types: [] };
  await writeFile(join(work, "tsconfig.json"), JSON.stringify({ compilerOptions, files: ["uses.ts"] }));
  const tsc = resolve("node_modules/typescript/bin/tsc");
  expect(await installed(process.execPath, [tsc])).toMatchObject({
    exit: 0,
    stdout: "",
  });
});
