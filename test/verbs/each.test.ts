import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import type { Sandbox } from "../../src/sandbox/sandbox.ts";
import { within } from "../support/in-process.ts";
import { samePolicy } from "../support/policies.ts";
import { sandboxForTest } from "../support/sandbox.ts";

// `kmspol each` over keys of the sandbox. alias/app and alias/reports are the console's; alias/aws/s3 is AWS's.

const two = ["--alias", "app", "--alias", "reports"];
const backup = ["--", "add-user", "role/service/Backup"];

const bench = async () => {
  const [sandbox, state] = [await sandboxForTest(), await mkdtemp(join(tmpdir(), "kmspol-each-"))];
  onTestFinished(() => rm(state, { recursive: true, force: true }));
  const each = (...args: readonly string[]) => within({ state, sandbox }, ["each", ...args]);
  const has = (alias: string) => sandbox.policyOf(alias).includes("role/service/Backup");
  return { sandbox, state, each, has };
};

const lines = (stdout: string) =>
  stdout
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Record<string, unknown> & { error?: { code: string } });

const runIn = (stderr: string): string => /^run ([0-9a-f]{8}): where/m.exec(stderr)?.[1] ?? "no run";

/** The next put of this key fails. */
const denyOnce = (sandbox: Sandbox) =>
  sandbox.faults.failNext({ operation: "PutKeyPolicy", error: "AccessDeniedException", count: 1 });

test("the keys chosen are changed, and no other", async () => {
  const { each, has } = await bench();
  const { exit, stdout, stderr } = await each(...two, "--yes", ...backup);
  expect(exit, stderr).toBe(0);
  expect([has("alias/app"), has("alias/reports"), has("alias/legacy")]).toEqual([true, true, false]);
  expect(stdout).toMatch(
    /^alias\/app in 111122223333, eu-west-1: changed and verified \(change [0-9a-f]+\)$/m,
  );
  expect(stderr).toMatch(
    /add-user role\/service\/Backup: 2 keys change, 0 stay as they are, 0 cannot be changed/,
  );
  expect(stderr).toMatch(/2 changed, 0 unchanged, 0 failed\nput all back: kmspol each --undo [0-9a-f]{8}\n/);
});

test("--json: a line a key, each the change of that key", async () => {
  const { each } = await bench();
  const { exit, stdout } = await each(...two, "--yes", "--json", ...backup);
  const found = lines(stdout);
  expect(exit).toBe(0);
  expect(found).toHaveLength(2);
  for (const line of found)
    expect(line).toMatchObject({ outcome: "changed", verified: true, target: { kind: "key" } });
});

test("--format jsonl: rows have the key's alias, and a verb that has no rows is refused", async () => {
  const { each } = await bench();
  const { exit, stdout } = await each(...two, "--format", "jsonl", "--", "who-can", "kms:Decrypt");
  expect(exit).toBe(0);
  const aliases = new Set(lines(stdout).map(({ alias }) => alias));
  expect([...aliases].sort()).toEqual(["alias/app", "alias/reports"]);
  for (const verb of [["show"], ["get"], ["history"], ["can", "role/App", "kms:Decrypt"]]) {
    const refused = await each(...two, "--format", "jsonl", "--", ...verb);
    expect([refused.exit, refused.stdout, refused.stderr]).toEqual([
      2,
      "",
      expect.stringContaining("as rows"),
    ]);
  }
});

test("--dry-run writes nothing and records no run", async () => {
  const { each, has, state } = await bench();
  const { exit, stdout } = await each(...two, "--dry-run", ...backup);
  expect([exit, has("alias/app")]).toEqual([0, false]);
  expect(stdout.match(/would change/g)).toHaveLength(2);
  expect(await readdir(state)).toEqual([]);
});

test("what the plan has to say comes before anything is written, and once", async () => {
  const { each } = await bench();
  const misplaced = ["--", "add-user", "role/servce/Backup"];
  const { exit, stderr } = await each(...two, "--yes", ...misplaced);
  expect(exit, stderr).toBe(0);
  const words = stderr.replace(/\s+/g, " ");
  const said = [...words.matchAll(/note: role\/servce\/Backup is in IAM with another path/g)];
  expect(said).toHaveLength(1);
  expect(said[0]?.index).toBeLessThan(words.indexOf("where it is stopped"));
});

test("a verb that changes nothing anywhere records no run", async () => {
  const { each } = await bench();
  const { exit, stdout, stderr } = await each(
    ...two,
    "--yes",
    "--",
    "add-user",
    "role/App",
    "--only",
    "use",
  ).then(async () => each(...two, "--yes", "--", "prune"));
  expect([exit, runIn(stderr)]).toEqual([0, "no run"]);
  expect(stdout.match(/nothing to change/g)).toHaveLength(2);
});

test("one key that fails stops no other; --resume tries it again, and no other", async () => {
  const { each, has, sandbox } = await bench();
  denyOnce(sandbox);
  const first = await each(...two, "--yes", ...backup);
  expect(first.exit).toBe(5);
  expect([has("alias/app"), has("alias/reports")].filter(Boolean)).toHaveLength(1);
  expect(first.stderr).toMatch(/1 changed, 0 unchanged, 1 failed/);
  const second = await each("--resume", runIn(first.stderr), "--yes", "--json");
  expect([second.exit, lines(second.stdout).length]).toEqual([0, 1]);
  expect([has("alias/app"), has("alias/reports")]).toEqual([true, true]);
  const third = await each("--resume", runIn(first.stderr), "--yes", "--json");
  expect([third.exit, third.stdout]).toEqual([0, ""]);
});

test("a refused key is told with a command that calls it by its alias, in the Region that was asked", async () => {
  const { each } = await bench();
  const line = ["--alias", "orphaned", "--dry-run", "--", "add-user", "role/Auditor"];
  const { stderr } = await each(...line);
  expect(stderr).toContain("kmspol prune alias/orphaned\n");
  const there = await each("--region", "eu-west-1", ...line);
  expect(there.stderr).toContain("kmspol prune alias/orphaned --region eu-west-1\n");
});

test("--undo puts back what the run changed; what came later stays", async () => {
  const { each, has, sandbox, state } = await bench();
  const before = sandbox.policyOf("alias/reports");
  const { stderr } = await each(...two, "--yes", ...backup);
  await within({ state, sandbox }, ["add-admin", "alias/app", "role/App", "--yes"]);
  const undone = await each("--undo", runIn(stderr), "--yes");
  expect(undone.exit, undone.stderr).toBe(0);
  expect([has("alias/app"), has("alias/reports")]).toEqual([false, false]);
  expect(samePolicy(sandbox.policyOf("alias/reports"), before)).toBe(true);
  const admins = JSON.parse((await within({ state, sandbox }, ["show", "alias/app", "--json"])).stdout) as {
    admins: string[];
  };
  expect(admins.admins.some((admin) => admin.endsWith("role/App"))).toBe(true);
});

test("what somebody writes between the summary and the write is merged in, or a conflict, never overwritten", async () => {
  const { each, has, sandbox, state } = await bench();
  const file = join(state, "new.json");
  await writeFile(file, sandbox.policyOf("alias/app").replaceAll("role/App", "role/service/Backup"));
  const theirs = (from: string, to: string) =>
    sandbox.setPolicy("alias/app", sandbox.policyOf("alias/app").replaceAll(from, to));
  // One read plans the key; then the user thinks; the second read is the last look before the write.
  sandbox.before("GetKeyPolicy", () => undefined);
  sandbox.before("GetKeyPolicy", () => theirs("key-consolepolicy-3", "theirs"));
  const merged = await each("--alias", "app", "--yes", "--", "put", file);
  expect(merged.exit, merged.stderr).toBe(0);
  expect([has("alias/app"), sandbox.policyOf("alias/app").includes('"theirs"')]).toEqual([true, true]);
  expect(merged.stderr).toMatch(/^alias\/app in .*: note: Somebody else changed the policy\s+meanwhile/m);
});

test("a run that was killed after its writes, before it noted them, can be put back and gone on with", async () => {
  const { each, has, state } = await bench();
  const run = runIn((await each(...two, "--yes", ...backup)).stderr);
  const file = join(state, "runs", `${run}.jsonl`);
  const start = (await readFile(file, "utf8")).split("\n", 1)[0];
  await writeFile(file, `${start}\n{"index":0,"outc`);
  const resumed = await each("--resume", run.slice(0, 5), "--yes", "--json");
  expect([resumed.exit, lines(resumed.stdout).map(({ outcome }) => outcome)]).toEqual([
    0,
    ["unchanged", "unchanged"],
  ]);
  await writeFile(file, `${start}\n{"index":0,"outc`);
  const undone = await each("--undo", run, "--yes");
  expect(undone.exit, undone.stderr).toBe(0);
  expect([has("alias/app"), has("alias/reports")]).toEqual([false, false]);
});

/** The record of a run as it is where the run was killed: `kept` chooses the lines that came to the disk. */
const killedAfter = async (state: string, run: string, kept: (line: string) => boolean) => {
  const file = join(state, "runs", `${run}.jsonl`);
  const [start = "", ...rest] = (await readFile(file, "utf8")).split("\n").filter(Boolean);
  await writeFile(file, `${[start, ...rest.filter(kept)].join("\n")}\n`);
};

test("killed between its puts and their endings, gone on with, taken back: nothing stays changed", async () => {
  const { each, has, state } = await bench();
  const run = runIn((await each(...two, "--yes", ...backup)).stderr);
  await killedAfter(state, run, (line) => line.includes("begun"));
  const resumed = await each("--resume", run, "--yes");
  expect(resumed.stderr).toMatch(/0 changed, 2 unchanged, 0 failed/);
  const undone = await each("--undo", run, "--yes");
  expect(undone.exit, undone.stderr).toBe(0);
  expect(undone.stderr).toMatch(/2 changed, 0 unchanged, 0 failed/);
  expect([has("alias/app"), has("alias/reports")]).toEqual([false, false]);
  const again = await each("--undo", run, "--yes");
  expect([again.exit, again.stderr]).toEqual([
    2,
    expect.stringContaining(`all that run ${run} changed is taken back already`),
  ]);
});

test("an undo takes back what its run changed, and not what a later run did with the same words", async () => {
  const { each, has } = await bench();
  const first = runIn((await each(...two, "--yes", ...backup)).stderr);
  await each("--undo", first, "--yes");
  const second = runIn((await each(...two, "--yes", ...backup)).stderr);
  const undone = await each("--undo", first, "--yes");
  expect([undone.exit, undone.stderr]).toEqual([2, expect.stringContaining("taken back already")]);
  expect([has("alias/app"), has("alias/reports")]).toEqual([true, true]);
  expect((await each("--undo", second, "--yes")).exit).toBe(0);
  expect([has("alias/app"), has("alias/reports")]).toEqual([false, false]);
});

test("an undo that is taken back in its turn makes the run undoable again", async () => {
  const { each, has } = await bench();
  const run = runIn((await each(...two, "--yes", ...backup)).stderr);
  const undo = runIn((await each("--undo", run, "--yes")).stderr);
  expect((await each("--undo", undo, "--yes")).exit).toBe(0);
  expect([has("alias/app"), has("alias/reports")]).toEqual([true, true]);
  expect((await each("--undo", run, "--yes")).exit).toBe(0);
  expect([has("alias/app"), has("alias/reports")]).toEqual([false, false]);
});

test("a key that could not be looked at, and was changed when the run went on, is put back, too", async () => {
  const { each, has, sandbox, state } = await bench();
  const file = join(state, "keys.txt");
  await writeFile(file, "alias/app\nalias/reports\n");
  sandbox.faults.failNext({ operation: "GetKeyPolicy", error: "AccessDeniedException", count: 1 });
  const run = runIn((await each("--keys-from", file, "--yes", ...backup)).stderr);
  expect([has("alias/app"), has("alias/reports")].sort()).toEqual([false, true]);
  expect((await each("--resume", run, "--yes")).exit).toBe(0);
  expect([has("alias/app"), has("alias/reports")]).toEqual([true, true]);
  expect((await each("--undo", run, "--yes")).exit).toBe(0);
  expect([has("alias/app"), has("alias/reports")]).toEqual([false, false]);
});

test("a key that was begun and whose history is damaged is named, and not called back", async () => {
  const { each, state } = await bench();
  const run = runIn((await each(...two, "--yes", ...backup)).stderr);
  await killedAfter(state, run, (line) => line.includes("begun"));
  const [folder = ""] = await readdir(join(state, "history"));
  const [record = ""] = (await readdir(join(state, "history", folder))).filter((name) =>
    name.endsWith("json"),
  );
  await writeFile(join(state, "history", folder, record), "{");
  const undone = await each("--undo", run, "--yes");
  expect(undone.exit).toBe(3);
  expect(undone.stderr).toMatch(/1 changed, 0 unchanged, 0 failed/);
  expect(undone.stderr).toMatch(
    /began to write it and its history is damaged, so whether it is changed is\s+not\s+known/,
  );
});

test("an undo over many keys that is killed and goes on takes back the same changes, and not its own", async () => {
  const { each, has, state } = await bench();
  await each(...two, "--yes", ...backup);
  const run = runIn((await each(...two, "--yes", "--", "undo")).stderr);
  expect([has("alias/app"), has("alias/reports")]).toEqual([false, false]);
  await killedAfter(state, run, (line) => line.includes("begun"));
  const resumed = await each("--resume", run, "--yes");
  expect([resumed.exit, resumed.stderr]).toEqual([
    0,
    expect.stringContaining("0 changed, 2 unchanged, 0 failed"),
  ]);
  expect([has("alias/app"), has("alias/reports")]).toEqual([false, false]);
});

test("a run that goes on where nothing is left says so", async () => {
  const { each } = await bench();
  const run = runIn((await each(...two, "--yes", ...backup)).stderr);
  const resumed = await each("--resume", run, "--yes");
  expect([resumed.exit, resumed.stdout]).toEqual([0, ""]);
  expect(resumed.stderr).toBe(`run ${run} is done: nothing is left; --undo ${run} takes it back\n`);
});

test("--runs: what this machine ran, newest first, how far it came, and what took it back", async () => {
  const { each, sandbox, state } = await bench();
  denyOnce(sandbox);
  const run = runIn((await each(...two, "--yes", ...backup)).stderr);
  const undo = runIn((await each("--undo", run, "--yes")).stderr);
  const listed = await each("--runs");
  expect(listed.stdout.split("\n").map((line) => line.replace(/\d{4}-\S+ \S+/, "WHEN"))).toEqual([
    `${undo}  WHEN  each --undo ${run}  (1 of 1 done)`,
    `${run}  WHEN  add-user role/service/Backup  (1 of 2 done, 1 failed, taken back by run ${undo})`,
    "",
  ]);
  expect(lines((await each("--runs", "--json")).stdout)).toMatchObject([
    { run: undo, command: ["each", "--undo", run], keys: 1, done: 1, failed: 0, left: 0 },
    { run, command: ["add-user", "role/service/Backup"], keys: 2, done: 1, failed: 1, undoneBy: [undo] },
  ]);
  await writeFile(join(state, "runs", "00000000.jsonl"), "nothing");
  const damaged = await each("--runs");
  expect([damaged.exit, damaged.stderr]).toEqual([3, expect.stringContaining("00000000.jsonl holds no run")]);
});

test("keys out of a file; one that is unknown fails by itself, one named twice is done once", async () => {
  const { each, has, sandbox, state } = await bench();
  const file = join(state, "keys.txt");
  const arn = JSON.parse((await within({ state, sandbox }, ["show", "alias/app", "--json"])).stdout) as {
    target: { arn: string };
  };
  await writeFile(file, `# ours\nalias/app\n\nalias/nowhere\n${arn.target.arn}\n`);
  const { exit, stdout, stderr } = await each("--keys-from", file, "--yes", "--json", ...backup);
  expect(exit, stderr).toBe(5);
  expect(has("alias/app")).toBe(true);
  expect(lines(stdout).map(({ key, outcome, error }) => [key, outcome ?? error?.code])).toEqual(
    expect.arrayContaining([
      [arn.target.arn, "changed"],
      ["alias/nowhere", "key-not-found"],
    ]),
  );
  expect(lines(stdout)).toHaveLength(2);
});

test("a verb that reads answers for each key, in order; the worst exit code counts", async () => {
  const { each } = await bench();
  const { exit, stdout } = await each(...two, "--json", "--", "can", "role/App", "kms:PutKeyPolicy");
  expect(exit).toBe(1);
  expect(lines(stdout).every((line) => typeof line["decision"] === "string")).toBe(true);
  const text = await each(...two, "--", "show");
  expect(text.stdout.indexOf("alias/app in")).toBeLessThan(text.stdout.indexOf("alias/reports in"));
});

test("check --format: one document over all keys, with whatever could not be checked", async () => {
  const { each, sandbox } = await bench();
  const check = (...format: readonly string[]) => each("--all", "--", "check", ...format);
  const sarif = await check("--format", "sarif");
  const log = JSON.parse(sarif.stdout) as SarifLog;
  const [run] = log.runs;
  expect([log.version, log.runs.length, run?.invocations]).toEqual(["2.1.0", 1, undefined]);
  const uris = new Set(run?.results.map((one) => one.locations[0]?.physicalLocation.artifactLocation.uri));
  const prints = run?.results.map((one) => one.partialFingerprints["code/place"]) ?? [];
  expect([uris.size, new Set(prints).size]).toEqual([5, prints.length]);
  expect((JSON.parse((await check("--format=json")).stdout) as object[]).length).toBe(11);
  const github = (await check("--format", "github")).stdout.split("\n");
  expect(github.filter((line) => line !== "" && !line.startsWith("::"))).toEqual([]);
  sandbox.faults.failNext({ operation: "GetKeyPolicy", error: "AccessDeniedException", count: 1 });
  const gitlab = await check("--format", "gitlab");
  const names = (JSON.parse(gitlab.stdout) as { check_name: string }[]).map((one) => one.check_name);
  expect([gitlab.exit, names.filter((name) => name === "not-checked").length]).toEqual([5, 1]);
  sandbox.faults.failNext({ operation: "GetKeyPolicy", error: "AccessDeniedException", count: 1 });
  const junit = await check("--format=junit");
  expect(junit.stdout.match(/<testsuite /g)).toHaveLength(11);
  expect(junit.stdout.match(/<error /g)).toHaveLength(1);
  expect((await check("--format", "markdown")).stdout.match(/<!-- kmspol check -->/g)).toHaveLength(1);
  sandbox.faults.failNext({ operation: "GetKeyPolicy", error: "AccessDeniedException", count: 1 });
  const partly = await check("--format", "sarif");
  const [withFailure] = (JSON.parse(partly.stdout) as SarifLog).runs;
  expect([partly.exit, withFailure?.invocations?.[0]?.executionSuccessful]).toEqual([5, false]);
  expect(withFailure?.invocations?.[0]?.toolExecutionNotifications).toHaveLength(1);
});

interface SarifLog {
  readonly version: string;
  readonly runs: readonly {
    readonly invocations?: readonly {
      readonly executionSuccessful: boolean;
      readonly toolExecutionNotifications: readonly object[];
    }[];
    readonly results: readonly {
      readonly partialFingerprints: Readonly<Record<string, string>>;
      readonly locations: readonly {
        readonly physicalLocation: { readonly artifactLocation: { readonly uri: string } };
      }[];
    }[];
  }[];
}

test.each([
  ["one file for all keys", ["--all", "--", "get", "--out", "a.json"], 2, /does not pass on --out/],
  [
    "two formats",
    ["--all", "--json", "--", "check", "--format", "sarif"],
    2,
    /--json and --format sarif contradict each other/,
  ],
  ["no selector", ["--yes", "--", "prune"], 2, /nothing says which keys/],
  ["no verb", ["--all", "--yes"], 2, /no verb is given/],
  ["a verb for one key", ["--all", "--yes", "--", "edit"], 2, /cannot run edit on many keys/],
  ["a misspelt verb", ["--all", "--yes", "--", "add-usr", "role/App"], 2, /did you mean add-user\?/],
  ["two letters swapped", ["--all", "--", "chekc"], 2, /unknown verb "chekc"\n.*did you mean check\?/],
  [
    "a misspelt verb for one key",
    ["--all", "--", "lst"],
    2,
    /did you mean list\? each cannot run that on many/,
  ],
  [
    "nothing that is a verb",
    ["--all", "--", "frobnicate"],
    2,
    /unknown verb "frobnicate"\n.*each runs show,/,
  ],
  ["nobody to ask", ["--all", "--", "prune"], 2, /no terminal to ask/],
  [
    "a Region of the verb",
    ["--all", "--yes", "--", "prune", "--region", "us-east-1"],
    2,
    /does not pass on --region/,
  ],
  [
    "the related keys of each",
    ["--all", "--yes", "--", "add-user", "role/App", "--related"],
    2,
    /does not pass on --related/,
  ],
  [
    "the lockout check off",
    ["--all", "--yes", "--", "prune", "--bypass-policy-lockout-safety-check"],
    2,
    /not pass on/,
  ],
  ["a flag that the verb does not know", ["--all", "--yes", "--", "prune", "--frob"], 2, /--frob/],
  ["an unknown run", ["--resume", "12345678", "--yes"], 2, /there is no run 12345678/],
  ["no key by that name", ["--alias", "nothing*", "--yes", "--", "prune"], 0, /no customer managed key/],
  ["a principal that is none", [...two, "--yes", "--", "add-user", "group/Ops"], 2, /group/],
] as const)("%s", async (_, args, exit, says) => {
  const { each } = await bench();
  const run = await each(...args);
  expect(run.exit, run.stderr).toBe(exit);
  expect(run.stderr).toMatch(says);
});
