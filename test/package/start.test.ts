import { readdir, readFile, stat, writeFile } from "node:fs/promises";
import { join, relative, resolve } from "node:path";
import { expect, test } from "vitest";
import { kmspol, newPlace, type Place } from "../support/binary.ts";

// What a run loads, as Node's own coverage tells it: each file costs, and so a hook's `check FILE` loads nothing but its own.

const policy = (statement: object) =>
  JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", ...statement }] });

const files: Readonly<Record<string, string>> = {
  "fine.json": policy({
    Principal: { AWS: "arn:aws:iam::111122223333:root" },
    Action: "kms:*",
    Resource: "*",
  }),
  "faulty.json": policy({ Principal: { AWS: "*" }, Action: "kms:Decrpyt", Resource: "*" }),
  "broken.json": '{"Statement": [',
};

/** The files that a run loads. */
const loadedBy = async (place: Place, args: readonly string[]): Promise<readonly string[]> => {
  const coverage = join(place.temporary, "coverage");
  await kmspol(place, undefined, args, { environment: { NODE_V8_COVERAGE: coverage } });
  const reports = await Promise.all(
    (await readdir(coverage)).map((report) => readFile(join(coverage, report), "utf8")),
  );
  const loaded = reports.flatMap((report) => [...report.matchAll(/"url":"file:\/\/([^"]+)"/g)]);
  const names = loaded.map(([, file = ""]) => relative(resolve("."), file));
  return [...new Set(names)].sort();
};

test.each(Object.entries(files))("check %s loads one file beside the entry", async (name, text) => {
  const place = await newPlace();
  await writeFile(join(place.work, name), text);
  expect(await loadedBy(place, ["check", name])).toEqual([
    "bin/kmspol.js",
    "dist/chunks/start.js",
    "dist/main.js",
  ]);
});

test("--version loads nothing beside the entry", async () => {
  expect(await loadedBy(await newPlace(), ["--version"])).toEqual(["bin/kmspol.js", "dist/main.js"]);
});

// Who can write there decides what runs: the folder is the user's own, and nobody else's.
test.each([
  ["in the home folder", "", ".cache/kmspol/compiled"],
  ["where caches are", "caches", "caches/kmspol/compiled"],
  ["nowhere, where a file is in the way", "blocked", undefined],
])("compiled code is kept %s", async (_, caches, expected) => {
  const place = await newPlace();
  const told = join(place.root, "told");
  await writeFile(join(place.home, "blocked"), "");
  const environment = {
    FAULT_ROOT: told,
    ...(caches !== "" && { XDG_CACHE_HOME: join(place.home, caches) }),
  };
  const { exit } = await kmspol(place, undefined, ["explain", "duplicate-sid"], {
    environment,
    preload: "tell-compile-cache.mjs",
  });
  expect(exit).toBe(0);
  const folder = await readFile(told, "utf8").catch(() => undefined);
  expect(folder).toBe(expected && join(place.home, expected));
  if (folder !== undefined) expect((await stat(folder)).mode & 0o777).toBe(0o700);
});

test("the core shares no file with the program", async () => {
  const chunks = await readdir("dist/chunks");
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
  expect(chunks).toContain("start.js");
});
