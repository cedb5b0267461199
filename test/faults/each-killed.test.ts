import { expect, test } from "vitest";
import type { Sandbox } from "../../src/sandbox/sandbox.ts";
import { newPlace, type Place } from "../support/binary.ts";
import { kmspol } from "../support/here.ts";
import { struck } from "../support/kill.ts";
import { samePolicy } from "../support/policies.ts";
import { sandboxForTest } from "../support/sandbox.ts";
import { long } from "../support/long-form.ts";

// A run over two keys, killed at each point of what it does with its files; then gone on with, then taken back.

const aliases = ["alias/app", "alias/reports"];
const line = [
  "each",
  "--alias",
  "app",
  "--alias",
  "reports",
  "--yes",
  "--",
  "add-user",
  "role/service/Backup",
];

const policiesOf = (sandbox: Sandbox) => aliases.map((alias) => sandbox.policyOf(alias));

/** The run that the killed program began; undefined where it had not come so far. */
const runOf = async (place: Place, sandbox: Sandbox): Promise<string | undefined> => {
  const { stdout } = await kmspol(place, sandbox, ["each", "--runs", "--json"]);
  return stdout === "" ? undefined : (JSON.parse(stdout) as { run: string }).run;
};

const isBack = (sandbox: Sandbox, before: readonly string[]) =>
  policiesOf(sandbox).map((policy, i) => samePolicy(policy, before[i] ?? ""));

const pointsOf = async () => {
  const [place, sandbox] = [await newPlace(), await sandboxForTest()];
  const { exit, points, stderr } = await struck(place, sandbox, line, undefined);
  expect(exit, stderr).toBe(0);
  return points;
};

test.each([
  ["gone on with, then taken back", true],
  ["taken back at once", false],
])("killed anywhere, %s: nothing stays changed", async (_, goesOn) => {
  const points = await pointsOf();
  expect(points.some((point) => point.includes("/runs/"))).toBe(true);
  const step = long ? 3 : Math.ceil(points.length / 3);
  for (let at = goesOn ? 1 : 2; at <= points.length; at += step) {
    const [place, sandbox] = [await newPlace(), await sandboxForTest()];
    const before = policiesOf(sandbox);
    await struck(place, sandbox, line, { at, signal: "SIGKILL" });
    const run = await runOf(place, sandbox);
    if (run !== undefined && goesOn) {
      const resumed = await kmspol(place, sandbox, ["each", "--resume", run, "--yes"]);
      expect([resumed.exit, at], resumed.stderr).toEqual([0, at]);
    }
    const undone =
      run === undefined ? undefined : await kmspol(place, sandbox, ["each", "--undo", run, "--yes"]);
    expect([isBack(sandbox, before), points[at - 1]], undone?.stderr).toEqual([[true, true], points[at - 1]]);
  }
});
