import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import PQueue from "p-queue";
import { expect, test } from "vitest";
import type { Sandbox } from "../../src/sandbox/sandbox.ts";
import { newPlace, openings, scriptedEditor, type Place } from "../support/binary.ts";
import { within } from "../support/in-process.ts";
import { placesOf, struck, type Blow } from "../support/kill.ts";
import { samePolicy } from "../support/policies.ts";
import { sandboxForTest } from "../support/sandbox.ts";

// kmspol is killed before each call with which it changes anything outside itself, and in the middle of each write.
// Whatever the point: the key's policy is the old or the new one, the text that was edited is found again, the next
// `history` says what became of the change, and the same change can be made.

/** KMSPOL_FAULTS=full: each signal at each point; otherwise KILL at each, the others here and there. */

const change = (policy: string): string => policy.replaceAll("role/App", "role/service/Backup");

interface Scene {
  readonly place: Place;
  readonly sandbox: Sandbox;
  readonly before: string;
  readonly after: string;
  readonly args: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
}

const scene = async (verb: "edit" | "put"): Promise<Scene> => {
  const [place, sandbox] = [await newPlace(), await sandboxForTest()];
  const before = sandbox.policyOf("alias/app");
  const after = change(before);
  const common = { place, sandbox, before, after };
  if (verb === "edit") {
    const script = `[(text) => text.replaceAll("role/App", "role/service/Backup")]`;
    const environment = { KMSPOL_EDITOR: await scriptedEditor(place, script) };
    return { ...common, args: ["edit", "alias/app", "--yes"], environment };
  }
  await writeFile(join(place.root, "new.json"), after);
  return { ...common, args: ["put", "alias/app", join(place.root, "new.json"), "--yes"], environment: {} };
};

const strike = ({ place, sandbox, args, environment }: Scene, blow: Blow | undefined) =>
  struck(place, sandbox, args, blow, { environment });

interface Ended {
  readonly at: string;
  readonly isNew: boolean;
  readonly outcome: string | undefined;
}

const endOf = async (verb: "edit" | "put", blow: Blow): Promise<Ended> => {
  const here = await scene(verb);
  const run = await strike(here, blow);
  const at = `${verb} met ${blow.signal} at point ${blow.at}${blow.tear ? " (torn)" : ""}: ${run.points[blow.at - 1]}`;
  expectStopped(run, blow, at);
  const isNew = samePolicy(here.sandbox.policyOf("alias/app"), here.after);
  if (!isNew) expect(samePolicy(here.sandbox.policyOf("alias/app"), here.before), at).toBe(true);
  if (verb === "edit" && !isNew && (await hasEdited(here.place)))
    expect(await placesOf(here.place, here.after), at).not.toEqual([]);
  const outcome = await settled(here, isNew, at);
  await expectGoesOn(here, at);
  return { at, isNew, outcome };
};

const hasEdited = async (place: Place): Promise<boolean> => (await openings(place)).length > 0;

const expectStopped = (run: Awaited<ReturnType<typeof strike>>, { signal }: Blow, at: string): void => {
  if (signal === "SIGKILL") expect(run.signal, at).toBe("SIGKILL");
  else if (run.signal === undefined) expect(run.exit, at).toBe(signal === "SIGTERM" ? 143 : 130);
  else expect(run.signal, at).toBe(signal);
  expect(run.stderr, at).not.toMatch(/\bat \S+:\d+:\d+|this is a bug/);
};

/** What `history` says about the change: nothing is left open, and it says what is true. */
const settled = async ({ place, sandbox }: Scene, isNew: boolean, at: string) => {
  const { stdout, exit } = await within({ state: place.state, sandbox }, ["history", "alias/app", "--json"]);
  expect(exit, at).toBe(0);
  const { changes } = JSON.parse(stdout) as { changes: { outcome: string }[] };
  const outcomes = changes.map(({ outcome }) => outcome);
  expect(outcomes, at).toSatisfy((found: string[]) =>
    isNew
      ? found.length === 1 && /verified|written/.test(found[0] ?? "")
      : found.every((o) => o === "failed"),
  );
  return outcomes[0];
};

/** The new policy can be put after all; what was killed stands in nobody's way. */
const expectGoesOn = async ({ place, sandbox, after }: Scene, at: string): Promise<void> => {
  const file = join(place.root, "again.json");
  await writeFile(file, after);
  const { exit, stderr } = await within({ state: place.state, sandbox }, ["put", "alias/app", file, "--yes"]);
  expect([exit, stderr.includes("hint")], `${at}\n${stderr}`).toEqual([0, false]);
  expect(samePolicy(sandbox.policyOf("alias/app"), after), at).toBe(true);
};

const allBlows = async (blows: readonly Blow[], verb: "edit" | "put"): Promise<readonly Ended[]> => {
  const queue = new PQueue({ concurrency: 3 });
  return queue.addAll(blows.map((blow) => () => endOf(verb, blow)));
};

const numbers = (count: number): readonly number[] => Array.from({ length: count }, (_, i) => i + 1);

test.each([
  ["edit", 45],
  ["put", 30],
] as const)("kmspol %s killed at every point (at least %i)", { timeout: 300_000 }, async (verb, least) => {
  const { points, exit } = await strike(await scene(verb), undefined);
  expect(exit).toBe(0);
  expect(points.length).toBeGreaterThanOrEqual(least);
  const torn = numbers(points.length).filter((at) => points[at - 1]?.includes("*"));
  expect(torn.length).toBeGreaterThanOrEqual(2);
  const blows = [
    ...numbers(points.length)
      .map((at) => ({ at, signal: "SIGKILL" }) as const)
      .filter(({ at }) => at % 5 === 0),
    ...torn.map((at) => ({ at, signal: "SIGKILL", tear: true }) as const),
  ];
  const ended = await allBlows(blows, verb);
  const put = points.findIndex((point) => point === "answer PutKeyPolicy") + 1;
  expect(ended.map(({ isNew }) => isNew)).toEqual(blows.map(({ at }) => at >= put));
});
