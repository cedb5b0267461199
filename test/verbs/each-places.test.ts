import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { writeProfiles } from "../../src/sandbox/profiles.ts";
import { newPlace } from "../support/binary.ts";
import { kmspol } from "../support/here.ts";
import { sandboxForTest } from "../support/sandbox.ts";

// `kmspol each` across Regions and accounts, with the real program. alias/global is a multi-Region key with a replica
// in us-east-1; alias/shared belongs to the other account, of the profile partner.

const bench = async () => {
  const [sandbox, place] = [await sandboxForTest(), await newPlace()];
  const { AWS_ENDPOINT_URL, AWS_REGION } = sandbox.environment;
  const environment = {
    ...(await writeProfiles(sandbox, join(place.root, "aws"))),
    ...{ AWS_ENDPOINT_URL, AWS_REGION, AWS_ACCESS_KEY_ID: undefined, AWS_SECRET_ACCESS_KEY: undefined },
  };
  const each = (...args: readonly string[]) => kmspol(place, sandbox, ["each", ...args], { environment });
  return { sandbox, place, each, history: () => kmspol(place, sandbox, ["history", "alias/app", "--json"]) };
};

/** Where each answer is from: the headings of `show`. */
const headings = (stdout: string): readonly string[] => stdout.match(/^.* in \d{12}, \S+$/gm) ?? [];

test.each([
  ["one Region is that of the profile", [], ["alias/global in 111122223333, eu-west-1"]],
  [
    "two Regions, one of them twice",
    ["--region", "eu-west-1", "--region", "us-east-1", "--region=eu-west-1"],
    ["alias/global in 111122223333, eu-west-1", "alias/global in 111122223333, us-east-1"],
  ],
  [
    "two profiles",
    ["--profile", "default", "--profile", "partner"],
    ["alias/global in 111122223333, eu-west-1", "alias/shared in 444455556666, eu-west-1"],
  ],
  [
    "each profile in each Region",
    ["--profile", "default", "--profile", "partner", "--region", "eu-west-1", "--region", "us-east-1"],
    [
      "alias/global in 111122223333, eu-west-1",
      "alias/global in 111122223333, us-east-1",
      "alias/shared in 444455556666, eu-west-1",
    ],
  ],
])("%s", async (_, places, expected) => {
  const { each } = await bench();
  const { exit, stdout, stderr } = await each(
    "--alias",
    "global",
    "--alias",
    "shared",
    ...places,
    "--",
    "show",
  );
  expect([exit, stderr]).toEqual([0, ""]);
  expect(headings(stdout)).toEqual(expected);
});

test("a change in two Regions at once, and back", async () => {
  const { each } = await bench();
  const places = ["--region", "eu-west-1", "--region", "us-east-1"];
  const users = async () =>
    (await each("--alias", "global", ...places, "--json", "--", "show")).stdout.match(
      /role\/service\/Backup/g,
    )?.length;
  const changed = await each(
    ...["--alias", "global", ...places, "--yes", "--", "add-user", "role/service/Backup"],
  );
  expect(changed.exit, changed.stderr).toBe(0);
  expect(await users()).toBe(2);
  const [, run = ""] = /put all back: kmspol each --undo ([0-9a-f]{8})/.exec(changed.stderr) ?? [];
  expect(await each("--undo", run, "--yes")).toMatchObject({ exit: 0 });
  expect(await users()).toBeUndefined();
});

test("--reason is kept in the history of each key, for a change and for taking it back", async () => {
  const { each, history } = await bench();
  const add = ["--", "add-user", "role/service/Backup"];
  const { stderr } = await each("--alias", "app", "--reason", "INC-7", "--yes", ...add);
  const [, run = ""] = /put all back: kmspol each --undo ([0-9a-f]{8})/.exec(stderr) ?? [];
  expect(await each("--undo", run, "--reason", "INC-8", "--yes")).toMatchObject({ exit: 0 });
  const { changes } = JSON.parse((await history()).stdout) as { changes: { reason?: string }[] };
  expect(changes.map(({ reason }) => reason)).toEqual(["INC-8", "INC-7"]);
});

test.each([
  ["an alias that nobody has", ["--alias", "nothere"], /no customer managed key .* an alias like nothere: /],
  ["a tag that nothing has", ["--tag", "team=none"], /no customer managed key .* the tag team=none: /],
  ["an empty list of keys", ["--keys-from", "keys.txt"], /keys\.txt names no key: /],
])("%s: says so, and does nothing", async (_, which, says) => {
  const { each, place } = await bench();
  await writeFile(join(place.work, "keys.txt"), "# none yet\n\n");
  const { exit, stdout, stderr } = await each(...which, "--", "show");
  expect([exit, stdout]).toEqual([0, ""]);
  expect(stderr).toMatch(says);
});

test("what the verb does not know is an error of the command line, not of each key", async () => {
  const { each } = await bench();
  const { exit, stderr } = await each("--alias", "app", "--", "show", "--frob");
  expect([exit, stderr.split("\n")[0]]).toEqual([2, "kmspol: unknown flag --frob"]);
});
