import { cp, mkdir, readdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { expect, test } from "vitest";
import { moduleLoader } from "../../src/start/module-loader.ts";
import { environmentOf, newPlace } from "../support/binary.ts";

const notKept = { find: () => undefined, keep: () => undefined };

// kmspol may be updated while a session of its editor is open.
test("a module that could not be read is no empty module when it is asked for again", async () => {
  const { work } = await newPlace();
  const load = moduleLoader(join(work, "chunks"), { "pack-1": ["verb"] }, notKept);
  expect(() => load("verb")).toThrow("ENOENT");
  expect(() => load("verb")).toThrow("ENOENT");
  await mkdir(join(work, "chunks"));
  await writeFile(join(work, "chunks/pack-1.js"), "(function(exports){exports.verb={run:1}})\n");
  expect(load("verb")).toEqual({ run: 1 });
});

test("what is behind a door is loaded when something of it is first used", async () => {
  const { work } = await newPlace();
  const pack = (text: string): string => `(function(exports,require){${text}})\n`;
  await writeFile(
    join(work, "verb.js"),
    pack(`const engine = require("./engine.js"); exports.verb = { judge: () => engine.judge() };`),
  );
  const load = moduleLoader(work, {}, notKept, ["engine"]);
  const verb = load("verb") as { readonly judge: () => unknown };
  expect(() => verb.judge()).toThrow("ENOENT");
  await writeFile(join(work, "engine.js"), pack(`exports.engine = { judge: () => "judged" };`));
  expect(verb.judge()).toBe("judged");
});

const open = { Effect: "Allow", Principal: { AWS: "*" }, Action: "kms:Decrypt", Resource: "*" };

test.each([
  ["start", ["explain", "duplicate-sid"]],
  ["policies", ["explain", "duplicate-sid"]],
  // It is asked in the midst of a check.
  ["engine", ["check", "open.json"]],
])("half an installation, without %s, says so", async (pack, words) => {
  const place = await newPlace();
  await writeFile(
    join(place.work, "open.json"),
    JSON.stringify({ Version: "2012-10-17", Statement: [open] }),
  );
  for (const part of ["bin", "dist"]) await cp(part, join(place.root, part), { recursive: true });
  const chunks = join(place.root, "dist/chunks");
  const gone = (await readdir(chunks)).filter((name) => name.startsWith(`${pack}-`));
  for (const name of gone) await rm(join(chunks, name));
  const args = [join(place.root, "bin/kmspol.js"), ...words];
  const options = { cwd: place.work, env: environmentOf(place), extendEnv: false, reject: false };
  const { exitCode, stderr } = await execa(process.execPath, args, options);
  expect(stderr).toMatch(
    /^kmspol: it is not installed whole: ENOENT[^\n]*\nhint: if it was updated just now, run the command again; else install kmspol again$/,
  );
  expect(exitCode).toBe(3);
});
