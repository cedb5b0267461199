import { appendFile, mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { createBulkRuns } from "../../src/adapters/bulk-runs.ts";
import type { BulkKey } from "../../src/bulk-run.ts";

const arn = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";
const keys: readonly BulkKey[] = [
  { label: "alias/one", arn, flags: ["--profile", "prod"], line: ["prune", arn] },
  { label: "alias/two", flags: [], line: ["prune", "alias/two"] },
];
const begun = { index: 0, begun: "2026-01-01T00:00:01.000Z", arn };
const ended = { index: 0, outcome: "changed", exit: 0, change: "abcd1234" } as const;

const fresh = async () => {
  const folder = join(await mkdtemp(join(tmpdir(), "kmspol-runs-")), "state");
  return {
    folder,
    runs: createBulkRuns(folder),
    fileOf: (id: string) => join(folder, "runs", `${id}.jsonl`),
  };
};

test("a run is found again as it was begun, with all that was noted of it, in the order of the notes", async () => {
  const { runs, fileOf } = await fresh();
  const id = await runs.begin({ at: "2026-01-01T00:00:00.000Z", keys, undoes: "11112222" });
  await runs.note(id, begun);
  await runs.note(id, ended);
  await runs.note(id, { ...ended, outcome: "unchanged" });
  const run = {
    ...{ id, at: "2026-01-01T00:00:00.000Z", keys, undoes: "11112222" },
    ...{ begun: [begun], endings: [ended, { ...ended, outcome: "unchanged" }] },
  };
  expect(await runs.find(id)).toEqual(run);
  expect(await runs.find(id.slice(0, 5).toUpperCase())).toEqual(run);
  expect((await stat(fileOf(id))).mode & 0o777).toBe(0o600);
});

test("a line that a killed process left half is passed over, and takes no other with it", async () => {
  const { runs, fileOf } = await fresh();
  const id = await runs.begin({ at: "2026-01-01T00:00:00.000Z", keys });
  await appendFile(fileOf(id), '\n{"index":1,"outcome":"cha');
  await runs.note(id, ended);
  expect(await runs.find(id)).toMatchObject({ begun: [], endings: [ended] });
});

test.each([
  ["no run of that id", "ffff", "there is no run ffff"],
  ["several that begin so", "a", "2 runs begin with a"],
  ["nothing", "", "2 runs begin with "],
])("the id of %s names no run", async (_, id, message) => {
  const { runs, folder, fileOf } = await fresh();
  const first = await runs.begin({ at: "2026-01-01T00:00:00.000Z", keys });
  const text = await readFile(fileOf(first), "utf8");
  await writeFile(join(folder, "runs", "aaaa1111.jsonl"), text);
  await writeFile(join(folder, "runs", "aaaa2222.jsonl"), text);
  await rm(fileOf(first));
  await expect(runs.find(id)).rejects.toMatchObject({
    ...{ code: "no-such-run", message, hint: "kmspol each --runs lists the runs of this machine" },
  });
});

test("one run alone is not meant by no id at all", async () => {
  const { runs } = await fresh();
  await runs.begin({ at: "2026-01-01T00:00:00.000Z", keys });
  await expect(runs.find("")).rejects.toMatchObject({ code: "no-such-run" });
});

test("runs are listed newest first; before the first one there is none, and nothing is made by asking", async () => {
  const { runs, folder } = await fresh();
  expect(await runs.list()).toEqual({ runs: [], damaged: [] });
  await expect(stat(folder)).rejects.toThrow("ENOENT");
  const old = await runs.begin({ at: "2026-01-01T00:00:00.000Z", keys });
  const late = await runs.begin({ at: "2026-01-03T00:00:00.000Z", keys });
  const middle = await runs.begin({ at: "2026-01-02T00:00:00.000Z", keys });
  expect((await runs.list()).runs.map(({ id }) => id)).toEqual([late, middle, old]);
  // Of the same moment, by their ids.
  const twin = await runs.begin({ at: "2026-01-02T00:00:00.000Z", keys });
  const between = [middle, twin].sort();
  expect((await runs.list()).runs.map(({ id }) => id)).toEqual([late, ...between, old]);
});

const start = { id: "abcd1234", at: "2026-01-01T00:00:00.000Z", keys };

test.each([
  ["empty", ""],
  ["cut off", JSON.stringify(start).slice(0, -4)],
  ["without its id", JSON.stringify({ ...start, id: undefined })],
  ["without its time", JSON.stringify({ ...start, at: 5 })],
  ["without keys", JSON.stringify({ ...start, keys: {} })],
  ["that takes back no name of a run", JSON.stringify({ ...start, undoes: 5 })],
  ["with a key of no name", JSON.stringify({ ...start, keys: [{ ...keys[0], label: 5 }] })],
  ["with flags that are no words", JSON.stringify({ ...start, keys: [{ ...keys[0], flags: "--profile" }] })],
  ["with a line that holds no words", JSON.stringify({ ...start, keys: [{ ...keys[0], line: [5] }] })],
  ["with a key whose ARN is none", JSON.stringify({ ...start, keys: [{ ...keys[0], arn: 5 }] })],
])("a record %s is named, and hides no other run", async (_, text) => {
  const { runs, fileOf } = await fresh();
  const id = await runs.begin({ at: "2026-01-01T00:00:00.000Z", keys });
  await writeFile(fileOf("abcd1234"), text);
  const found = await runs.list();
  expect(found.runs.map((run) => run.id)).toEqual([id]);
  expect(found.damaged).toEqual([fileOf("abcd1234")]);
  await expect(runs.find("abcd1234")).rejects.toMatchObject({ code: "history-unreadable" });
});

test.each([
  ["begun", { index: "0", begun: begun.begun, arn }],
  ["begun", { index: 0, begun: 5, arn }],
  ["begun", { index: 0, begun: begun.begun }],
  ["ended", { index: "0", outcome: "changed", exit: 0 }],
  ["ended", { index: 0, outcome: 5, exit: 0 }],
  ["ended", { index: 0, outcome: "changed" }],
])("a note that a key was %s says nothing where a part of it is none: %j", async (_, note) => {
  const { runs, fileOf } = await fresh();
  const id = await runs.begin({ at: "2026-01-01T00:00:00.000Z", keys });
  await appendFile(fileOf(id), `${JSON.stringify(note)}\n`);
  expect(await runs.find(id)).toMatchObject({ begun: [], endings: [] });
});

test("where nothing can be written no run is begun, and none is noted", async () => {
  const file = join(await mkdtemp(join(tmpdir(), "kmspol-runs-")), "file");
  await writeFile(file, "");
  const refused = { code: "history-unwritable", hint: expect.stringContaining("KMSPOL_STATE_DIR") as string };
  await expect(createBulkRuns(file).begin({ at: start.at, keys })).rejects.toMatchObject(refused);
  await expect(createBulkRuns(file).note("abcd1234", ended)).rejects.toMatchObject(refused);
});
