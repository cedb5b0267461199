import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { within } from "../support/in-process.ts";
import { sandboxForTest } from "../support/sandbox.ts";

// `kmspol list`: which columns, in which order, and the keys of which little is known.

const place = async (as = "default") => {
  const sandbox = await sandboxForTest();
  const state = await mkdtemp(join(tmpdir(), "kmspol-list-"));
  const list = async (...args: readonly string[]) => {
    const ran = await within({ state, sandbox, as }, ["list", ...args]);
    return { ...ran, lines: ran.stdout.trimEnd().split("\n") };
  };
  return { sandbox, state, list };
};

test("the columns that were asked for, in that order", async () => {
  const { list } = await place();
  const { lines, exit } = await list("--columns", "spec,alias,created,deletion");
  expect(exit).toBe(0);
  expect(lines[0]).toMatch(/^SPEC +ALIAS +CREATED +DELETION$/);
  expect(lines.find((line) => line.includes("alias/retired"))).toMatch(/ \d{4}-\d\d-\d\d +\d{4}-\d\d-\d\d$/);
  expect(lines.find((line) => line.includes("alias/app "))).toMatch(/ \d{4}-\d\d-\d\d +-$/);
});

test("sorted by a column, and the other way round; what says nothing there is last", async () => {
  const { list } = await place();
  const specs = async (sort: string) =>
    (await list("--columns", "spec", "--sort", sort)).lines.slice(1).map((line) => line.trim());
  const up = await specs("spec");
  expect(up).toEqual([...up].sort());
  expect(new Set(up).size).toBeGreaterThan(3);
  expect(await specs("-spec")).toEqual([...up].reverse());
  const { lines } = await list("--columns", "alias,deletion", "--sort", "-deletion");
  expect(lines[1]).toMatch(/^alias\/retired/);
});

test.each(["PendingDeletion", "pendingdeletion"])("only those in state %s", async (state) => {
  const { list } = await place();
  const { lines } = await list("--state", state, "--columns", "alias,state");
  expect(lines.slice(1)).toEqual([expect.stringMatching(/^alias\/retired +PendingDeletion$/)]);
  const both = await list("--state", state, "--state", "Disabled", "--columns", "state");
  expect(new Set(both.lines.slice(1))).toEqual(new Set(["PendingDeletion", "Disabled"]));
});

test("jsonl is an object a line, and json one document of the same keys", async () => {
  const { list } = await place();
  const rows = (await list("--output", "jsonl")).lines.map(
    (line) => JSON.parse(line) as { readonly arn: string },
  );
  const { keys } = JSON.parse((await list("--output", "json")).stdout) as {
    keys: readonly { readonly arn: string }[];
  };
  expect(rows).toEqual(keys);
  expect(JSON.parse((await list("--json")).stdout)).toEqual({ keys });
  expect(keys[0]).toHaveProperty("created");
  expect(keys[0]).toHaveProperty("description");
});

test("a key that may not be described is listed by its name, and said", async () => {
  const { list } = await place("alice");
  const { lines, stderr } = await list("--columns", "alias,state");
  expect(lines).toContainEqual(expect.stringMatching(/^alias\/app +\?$/));
  expect(lines.join("\n")).not.toContain("alias/aws/");
  expect(stderr).toMatch(/^kmspol: \d+ keys may not be described: only the name is known\n$/);
  const { notDescribed } = JSON.parse((await list("--json")).stdout) as { notDescribed: object[] };
  expect(notDescribed).toContainEqual(expect.objectContaining({ aliases: ["alias/app"], described: false }));
  const filtered = await list("--state", "Enabled");
  expect(filtered.lines.join("\n")).not.toContain("alias/app");
  expect(filtered.stderr).toContain("left out: state and tags are not known");
});

test.each([
  [["--columns", "alias,sate"], "did you mean state?"],
  [["--columns", "alias,colour of it"], "there are the columns alias, aliases, key"],
  [["--sort", "-creatd"], "did you mean created?"],
  [["--state", "Enabeld"], "did you mean Enabled?"],
  [["--output", "yaml"], "jsonl"],
  [["--json", "--output", "jsonl"], "--json is not --output jsonl"],
  [["--json", "--columns", "alias"], "--columns is for the table"],
])("%j is refused", async (args, words) => {
  const { list } = await place();
  const { exit, stderr, stdout } = await list(...args);
  expect(exit).toBe(2);
  expect(stderr + stdout).toContain(words);
});

test("a file has none of the columns of keys", async () => {
  const { state, list } = await place();
  const file = join(state, "policy.json");
  await writeFile(file, '{"Version":"2012-10-17","Statement":[]}');
  expect((await list(file)).exit).toBe(0);
  const refused = await list(file, "--state", "Enabled");
  expect(refused.exit).toBe(2);
  expect(refused.stderr).toContain("--state is for the keys of an account");
});
