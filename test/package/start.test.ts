import { readdir, readFile, writeFile } from "node:fs/promises";
import { join, relative, resolve } from "node:path";
import { expect, test } from "vitest";
import { kmspol, newPlace, type Place } from "../support/binary.ts";

// What a run loads, as Node's own coverage tells it: each file costs, and so a hook's `check FILE` loads nothing but its own.

const policy = (...statements: readonly object[]) =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: statements.map((statement) => ({ Effect: "Allow", ...statement })),
  });

const delegation = {
  Principal: { AWS: "arn:aws:iam::111122223333:root" },
  Action: "kms:*",
  Resource: "*",
};

const files: Readonly<Record<string, string>> = {
  "fine.json": policy(delegation),
  "usual.json": policy(delegation, {
    Principal: { AWS: "arn:aws:iam::111122223333:role/App" },
    Action: ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:DescribeKey"],
    Resource: "*",
    Condition: { StringLike: { "kms:ViaService": "s3.*.amazonaws.com" } },
  }),
  "faulty.json": policy({ Principal: { AWS: "*" }, Action: "kms:Decrpyt", Resource: "*" }),
  "broken.json": '{"Statement": [',
};

/** The files that a run loads, without the hashes in their names. */
const loadedBy = async (place: Place, args: readonly string[]): Promise<readonly string[]> => {
  const coverage = join(place.temporary, "coverage");
  await kmspol(place, undefined, args, {
    environment: { NODE_V8_COVERAGE: coverage, NODE_DISABLE_COMPILE_CACHE: "1" },
  });
  const reports = await Promise.all(
    (await readdir(coverage)).map((report) => readFile(join(coverage, report), "utf8")),
  );
  const loaded = reports.flatMap((report) => [...report.matchAll(/"url":"file:\/\/([^"]+)"/g)]);
  const names = loaded.map(([, file = ""]) => relative(resolve("."), file).replace(/-[0-9a-f]{8}\./, "."));
  return [...new Set(names)].sort();
};

// To load the access engine takes a tenth of the time of a usual check, which sees at one look what it must know.
test.each([
  ["fine.json", []],
  ["usual.json", []],
  ["broken.json", []],
  ["faulty.json", ["dist/chunks/engine.js"]],
])("check %s loads the entry, two files, and where it must the access engine", async (name, more) => {
  const place = await newPlace();
  await writeFile(join(place.work, name), files[name] ?? "");
  expect(await loadedBy(place, ["check", name])).toEqual([
    "bin/kmspol.js",
    ...more,
    "dist/chunks/policies.js",
    "dist/chunks/start.js",
    "dist/main.cjs",
  ]);
});

test("--version loads nothing beside the entry", async () => {
  expect(await loadedBy(await newPlace(), ["--version"])).toEqual(["bin/kmspol.js", "dist/main.cjs"]);
});

test("the core shares no file with the program", async () => {
  const seen = new Set<string>();
  const visit = async (file: string): Promise<void> => {
    if (seen.has(file)) return;
    seen.add(file);
    const text = await readFile(join("dist", file), "utf8");
    for (const [, name = ""] of text.matchAll(/"\.\/(?:chunks\/)?([\w.-]+\.js)"/g))
      await visit(join("chunks", name));
  };
  await visit("core.js");
  expect(seen.size).toBeGreaterThan(1);
  expect([...seen].filter((file) => !/^core\.js$|^chunks\/core-/.test(file))).toEqual([]);
});

// The thread that works is started before all else is loaded, which takes as long as starting it.
test("what starts the language server's other thread loads nothing", async () => {
  const [name = ""] = (await readdir("dist/chunks")).filter((file) => file.startsWith("threads-"));
  const text = await readFile(join("dist/chunks", name), "utf8");
  expect([...text.matchAll(/require\("([^"]+)"\)/g)].map(([, module]) => module)).toEqual([
    "node:worker_threads",
  ]);
});

// The prompts are the heaviest part that is not AWS's: scripts do not pay for them.
test.each([["list"], ["get"], ["add-user"]])("%s without a terminal loads no prompts", async (verb) => {
  const place = await newPlace();
  await writeFile(join(place.work, "fine.json"), files["fine.json"] ?? "");
  const line =
    verb === "list" ? [verb] : [verb, "fine.json", ...(verb === "get" ? [] : ["user/alice", "--yes"])];
  const loaded = await loadedBy(place, line);
  expect(loaded.filter((file) => file.startsWith("dist/chunks/"))).not.toEqual([]);
  expect(loaded).not.toContain("dist/chunks/prompter.js");
});

// The loader reads packs a byte a character. A letter beyond ASCII in a regular expression was three others in the built program alone.
test("the packs are in ASCII, and the program knows curly quotes", async () => {
  const packs = (await readdir("dist/chunks")).filter((file) => !file.startsWith("core-"));
  for (const file of ["../main.cjs", ...packs])
    expect(await readFile(join("dist/chunks", file), "utf8"), file).not.toMatch(/[^\0-\x7f]/);
  const place = await newPlace();
  await writeFile(join(place.work, "curly.json"), "“Version”: “2012-10-17”\n");
  expect((await kmspol(place, undefined, ["check", "curly.json"])).stdout).toContain("1 | “Version”");
});

// The other thread is started before the line is read: of a line that is wrong it says nothing, and it keeps no run from ending.
test.each([
  [["lsp", "--nope"], 2, "", /^kmspol: unknown flag --nope\nhint: [^\n]*\n$/],
  [["lsp", "--help"], 0, /^Usage: kmspol lsp(?:(?!Usage:)[^])*$/, ""],
])("%j is answered once, and ends", async (line, exit, stdout, stderr) => {
  const ended = await kmspol(await newPlace(), undefined, line);
  expect(ended.exit).toBe(exit);
  expect(ended.stdout).toMatch(stdout);
  expect(ended.stderr).toMatch(stderr);
});
