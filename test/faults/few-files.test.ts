import { execFile } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { policy, use } from "../change/fakes.ts";
import { environmentOf, filesLeft, newPlace, type Place, program } from "../support/binary.ts";
import { kmspol } from "../support/here.ts";
import { long, sample } from "../support/long-form.ts";
import { kmspolUnder } from "../support/preloaded.ts";

// A process may have few files to open, or meet a disk that cannot be read: a record that cannot be opened now is whole. It was taken for
// a damaged one and renamed, and the next undo took back the wrong change.

const account = ["--account", "111122223333"];

/** A policy file with three changes in its history. */
const withHistory = async (): Promise<{ place: Place; path: string; third: string; second: string }> => {
  const place = await newPlace();
  const path = join(place.work, "policy.json");
  await writeFile(path, policy(use("Use", "App")));
  const texts: string[] = [];
  for (const role of ["A", "B", "C"]) {
    const { exit, stderr } = await kmspol(place, undefined, [
      ...["add-user", "policy.json", `role/${role}`, "--yes", ...account],
    ]);
    expect(exit, stderr).toBe(0);
    texts.push(await readFile(path, "utf8"));
  }
  return { place, path, second: texts[1]!, third: texts[2]! };
};

const records = async (place: Place): Promise<readonly (readonly [string, string])[]> =>
  [...(await filesLeft(place))].filter(([name]) => name.includes("/history/"));

test.each(["EMFILE", "ENFILE", "EACCES", "EIO"])(
  "%s at any record: nothing is renamed, nothing undone, and the next undo takes back the last change",
  async (errno) => {
    const { place, path, second, third } = await withHistory();
    const before = await records(place);
    expect(before).toHaveLength(3);
    // Which record it is does not depend on the error: one of them goes through all in the short form.
    for (const at of long || errno === "EMFILE" ? ["1", "2", "3"] : ["2"]) {
      const environment = { FAULT_ROOT: place.state, FAULT_ERRNO: errno, FAULT_AT: at };
      for (const args of [
        ["history", "policy.json"],
        ["undo", "policy.json", "--yes"],
        ["show", "policy.json@{1}"],
      ]) {
        const run = await kmspolUnder("few-files.mjs", place, undefined, args, { environment });
        expect([run.exit, run.stdout], `${args.join(" ")}, ${at}`).toEqual([3, ""]);
        expect(run.stderr).toMatch(/cannot be read/);
        expect(await records(place)).toEqual(before);
        expect(await readFile(path, "utf8")).toBe(third);
      }
    }
    expect((await kmspol(place, undefined, ["undo", "policy.json", "--yes"])).exit).toBe(0);
    expect(await readFile(path, "utf8")).toBe(second);
  },
);

test.skipIf(process.platform === "win32")("the real limit, file by file, takes no record away", async () => {
  const { place, path, second } = await withHistory();
  const before = await records(place);
  for (const limit of sample([32, 26, 24, 23, 22, 21, 20, 19, 18], 5)) {
    const line = `ulimit -n ${limit} && exec "$0" "$1" history policy.json`;
    await promisify(execFile)("sh", ["-c", line, process.execPath, program], {
      cwd: place.work,
      env: environmentOf(place),
    }).catch(() => undefined);
    expect(await records(place), String(limit)).toEqual(before);
  }
  expect((await kmspol(place, undefined, ["undo", "policy.json", "--yes"])).exit).toBe(0);
  expect(await readFile(path, "utf8")).toBe(second);
});
