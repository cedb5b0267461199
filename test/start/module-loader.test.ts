import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { moduleLoader } from "../../src/start/module-loader.ts";
import { newPlace } from "../support/binary.ts";

const notKept = { find: () => undefined, keep: () => undefined };

// kmspol may be updated while a session of its editor is open.
test("a module that could not be read is no empty module when it is asked for again", async () => {
  const { work } = await newPlace();
  const load = moduleLoader(join(work, "chunks"), { "pack-1": ["verb"] }, notKept);
  expect(() => load("verb")).toThrow("ENOENT");
  expect(() => load("verb")).toThrow("ENOENT");
  await mkdir(join(work, "chunks"));
  await writeFile(join(work, "chunks/pack-1.js"), '({"verb":(function(exports){exports.run=1})})\n');
  expect(load("verb")).toEqual({ run: 1 });
});
