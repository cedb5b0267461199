import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { newPlace, type Place } from "../support/binary.ts";
import { kmspol } from "../support/here.ts";
import { sandboxForTest } from "../support/sandbox.ts";

// Somebody on another machine takes a verified change away: whoever looks at the key is told so, without a further request. KMS is
// eventually consistent ("several minutes" at most: AWS KMS Developer Guide, "AWS KMS eventual consistency"): so long it is only what may be.

const looks = [
  ["show", "alias/app"],
  ["who-can", "alias/app"],
  ["who-can", "alias/app", "kms:Decrypt"],
  ["can", "alias/app", "role/service/Backup", "kms:Decrypt"],
  ["check", "alias/app"],
] as const;

/** Moves this machine's changes back in time. */
const age = async ({ machine }: Place, milliseconds: number) => {
  const names = await readdir(machine, { recursive: true });
  for (const path of names
    .filter((name) => /history.*\.json$/.test(name))
    .map((name) => join(machine, name))) {
    const record = JSON.parse(await readFile(path, "utf8")) as { at: string; answered?: string };
    const earlier = (moment: string) => new Date(Date.parse(moment) - milliseconds).toISOString();
    const moved = { at: earlier(record.at), ...(record.answered && { answered: earlier(record.answered) }) };
    await writeFile(path, JSON.stringify({ ...record, ...moved }));
  }
};

const minute = 60_000;
const day = 24 * 60 * minute;

const twoMachines = async () => {
  const [here, there, sandbox] = [await newPlace(), await newPlace(), await sandboxForTest()];
  const on = (place: Place) => (args: readonly string[]) => kmspol(place, sandbox, args);
  expect((await on(here)(["add-user", "alias/app", "role/service/Backup", "--yes"])).exit).toBe(0);
  return { here, onHere: on(here), onOther: on(there) };
};

const taken = ["remove-user", "alias/app", "role/service/Backup", "--yes"];

test("another machine took the change away: every look says so, once, with the command that tells who", async () => {
  const { here, onHere, onOther } = await twoMachines();
  expect((await onOther(taken)).exit).toBe(0);
  await age(here, 10 * minute);
  for (const look of looks) {
    const { stderr } = await onHere(look);
    expect(
      stderr.replaceAll(/\s+/g, " ").match(/Change \w+ of [^;]*; [^;]* tells who/g),
      look.join(" "),
    ).toEqual([
      expect.stringMatching(
        /^Change \w{8} of \S+ \S+ UTC is no longer there: somebody else has put a policy without it since; kmspol history alias\/app --cloudtrail tells who$/,
      ),
    ]);
    // A program reads `history --json`; the other machine has lost nothing; what stood then has the change.
    expect((await onHere([...look, "--json"])).stderr).not.toContain("no longer there");
    expect((await onOther(look)).stderr).not.toContain("change ");
  }
  expect((await onHere(["show", "alias/app@{0}"])).stderr).toBe("");
});

test.each([
  [
    "just now: it may only not be seen yet",
    0,
    /Change \w+ of .* is not in the policy that KMS shows here: this part of KMS may be behind/,
  ],
  ["four minutes ago", 4 * minute, /this part of KMS may be behind/],
  ["ten minutes ago", 10 * minute, /is no longer there/],
  ["a week and a day ago: nobody is surprised", 8 * day, /^$/],
])("put %s", async (_when, ago, says) => {
  const { here, onHere, onOther } = await twoMachines();
  await onOther(taken);
  await age(here, ago);
  expect((await onHere(["show", "alias/app"])).stderr.replaceAll(/\s+/g, " ")).toMatch(says);
});

test.each<[string, readonly (readonly string[])[], readonly (readonly string[])[]]>([
  ["it stands", [], []],
  ["somebody else added to it", [["add-user", "alias/app", "role/Lambda", "--yes"]], []],
  ["this machine took it back", [], [taken]],
  ["somebody put it back", [taken, ["add-user", "alias/app", "role/service/Backup", "--yes"]], []],
])("nothing is said where %s", async (_what, theirs, ours) => {
  const { here, onHere, onOther } = await twoMachines();
  for (const args of theirs) await onOther(args);
  for (const args of ours) await onHere(args);
  await age(here, 10 * minute);
  expect((await onHere(["show", "alias/app"])).stderr).toBe("");
});

test("of several, the newest is told, and the others by their ids", async () => {
  const { here, onHere, onOther } = await twoMachines();
  await onHere(["add-admin", "alias/app", "role/Auditor", "--yes"]);
  await onOther(taken);
  await onOther(["remove-admin", "alias/app", "role/Auditor", "--yes"]);
  await age(here, 10 * minute);
  expect((await onHere(["show", "alias/app"])).stderr.replaceAll(/\s+/g, " ")).toMatch(
    /^note: Change (\w+) of .* is no longer there: .*; the same is true of change (?!\1)\w+ $/,
  );
});
