import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "vitest";
import type { Sandbox } from "../../src/sandbox/sandbox.ts";
import { newPlace, openings, scriptedEditor, type Place, type Run } from "../support/binary.ts";
import { within } from "../support/in-process.ts";
import { placesOf, struck, type Blow } from "../support/kill.ts";
import { samePolicy } from "../support/policies.ts";
import { sandboxForTest } from "../support/sandbox.ts";

/** A command on a machine of its own, about to change a policy: the one it finds, and the one it is to leave. */
export interface Scene {
  readonly place: Place;
  readonly sandbox: Sandbox | undefined;
  readonly verb: Verb;
  readonly target: string;
  readonly args: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly before: string;
  readonly after: string;
  readonly policy: () => Promise<string>;
}

export type Verb = "edit" | "put" | "add-user";

/** `late key`: a key of a KMS that shows a change only when it is told to. */
export type Thing = "key" | "late key" | "file";

/** Milliseconds: longer than any test, and less than the day for which a fresh sandbox seems to have stood. */
const hours = 12 * 3_600_000;

/** A fresh machine on which `verb` is about to change a key of a fresh sandbox, or a policy file. */
export const scene = async (verb: Verb, on: Thing): Promise<Scene> => {
  const propagation = on === "late key" ? hours : 0;
  const [place, sandbox] = [await newPlace(), await sandboxForTest({ propagation })];
  const before = sandbox.policyOf("alias/app");
  const after = verb === "add-user" ? withBackupToo(before) : withBackupInstead(before);
  const [file, wanted] = [join(place.work, "policy.json"), join(place.root, "new.json")];
  if (on === "file") await writeFile(file, before);
  await writeFile(wanted, after);
  const target = on === "file" ? "policy.json" : "alias/app";
  const operands = { edit: [], put: [wanted], "add-user": ["role/service/Backup"] }[verb];
  const account = on === "file" ? ["--account", "111122223333"] : [];
  const script = `[(text) => text.replaceAll("role/App", "role/service/Backup")]`;
  return {
    ...{ place, verb, target, before, after },
    sandbox: on === "file" ? undefined : sandbox,
    args: [verb, target, ...operands, ...account, "--yes"],
    environment: verb === "edit" ? { KMSPOL_EDITOR: await scriptedEditor(place, script) } : {},
    policy: () => (on === "file" ? readFile(file, "utf8") : Promise.resolve(sandbox.policyOf("alias/app"))),
  };
};

const withBackupInstead = (policy: string): string => policy.replaceAll("role/App", "role/service/Backup");

const withBackupToo = (policy: string): string =>
  policy.replaceAll(
    /"(arn:aws:iam::111122223333:role\/)App"/g,
    (arn, start: string) => `[ ${arn}, "${start}service/Backup" ]`,
  );

/** Runs the command and has it meet the blow; without one it only counts the points. */
export const strike = ({ place, sandbox, args, environment }: Scene, blow?: Blow) =>
  struck(place, sandbox, args, blow, { environment });

/** How a policy stood after a blow. */
export interface Ended {
  readonly at: string;
  readonly isNew: boolean;
  /** What the struck run itself had come to; requests that go side by side take turns from run to run. */
  readonly points: readonly string[];
}

/**
 * Strikes a fresh scene, and holds what must be true whatever the point: the policy is wholly old or wholly new, what
 * was edited is found again, the next `history` says what became of the change, and the change can be made after all.
 */
export const endOf = async (verb: Verb, on: Thing, blow: Blow): Promise<Ended> => {
  const here = await scene(verb, on);
  const run = await strike(here, blow);
  const whileLate = on === "late key" ? await outcomesIn(here) : [];
  if (here.sandbox) here.sandbox.faults.propagation = 0;
  const at = `${verb} of a ${on} met ${blow.signal} at point ${blow.at}${blow.tear ? " (torn)" : ""}: ${run.points[blow.at - 1]}`;
  expectStopped(run, blow, at);
  const isNew = samePolicy(await here.policy(), here.after);
  if (!isNew) expect(samePolicy(await here.policy(), here.before), at).toBe(true);
  if (verb === "edit" && !isNew && (await openings(here.place)).length > 0)
    expect(await placesOf(here.place, here.after), at).not.toEqual([]);
  // What is not shown yet is never called failed: that would stay, and `undo` would go by it.
  if (isNew) expect(whileLate, at).not.toContain("failed");
  await expectSettled(here, isNew, at);
  await expectGoesOn(here, at);
  return { at, isNew, points: run.points };
};

/** A signal that comes with the last breath finds a run that is over; Ctrl-C in the editor is the editor's. */
const expectStopped = (run: Run & { points: readonly string[] }, { signal, at: point }: Blow, at: string) => {
  expect(run.stderr, at).not.toMatch(/\bat \S+:\d+:\d+|this is a bug/);
  if (run.signal !== undefined) {
    expect(run.signal, at).toBe(signal);
    return;
  }
  const stopped = signal === "SIGTERM" ? 143 : 130;
  // How often a run looks rests on how long KMS takes: the last points of one may be none of another, which ended well.
  const isOver = point > run.points.length && point <= run.points.length + 3;
  const isLate = isOver || (signal !== "SIGKILL" && point >= run.points.length - 3);
  const isEditors = signal === "SIGINT" && /^(spawn|exit of) /.test(run.points[point - 1] ?? "");
  expect(
    [...(isOver ? [] : [stopped]), ...(isLate || isEditors ? [0] : [])],
    `${at}\n${run.stderr}`,
  ).toContain(run.exit);
};

/**
 * What `history` says about the change is true. That a put failed is certain at once for a file; a key's old policy may be
 * what a lagging replica shows, so there it stays open for minutes, which `--json` calls unknown.
 */
const expectSettled = async (here: Scene, isNew: boolean, at: string): Promise<void> => {
  const outcomes = await outcomesIn(here);
  if (isNew) expect(outcomes.join(), at).toMatch(/^(verified|written)$/);
  else {
    const possible = here.sandbox ? ["failed", "unknown"] : ["failed"];
    expect(
      outcomes.filter((outcome) => !possible.includes(outcome)),
      at,
    ).toEqual([]);
  }
};

const outcomesIn = async (here: Scene): Promise<readonly string[]> => {
  const { stdout, exit, stderr } = await inside(here, ["history", targetOf(here), "--json"]);
  expect(exit, stderr).toBe(0);
  return (JSON.parse(stdout) as { changes: { outcome: string }[] }).changes.map(({ outcome }) => outcome);
};

/** What was killed stands in nobody's way. */
const expectGoesOn = async (here: Scene, at: string): Promise<void> => {
  const file = join(here.place.root, "again.json");
  await writeFile(file, here.after);
  const { exit, stderr } = await inside(here, ["put", targetOf(here), file, "--yes"]);
  expect([exit, stderr.includes("hint")], `${at}\n${stderr}`).toEqual([0, false]);
  expect(samePolicy(await here.policy(), here.after), at).toBe(true);
};

const inside = ({ place, sandbox }: Scene, args: readonly string[]) =>
  within({ state: place.state, sandbox }, args);

/** A policy file's place does not depend on where the test runs. */
const targetOf = ({ place, target, sandbox }: Scene): string => (sandbox ? target : join(place.work, target));
