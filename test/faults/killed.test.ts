import PQueue from "p-queue";
import { expect, test } from "vitest";
import type { Blow } from "../support/kill.ts";
import { long, sample } from "../support/long-form.ts";
import { endOf, scene, strike, type Ended, type Thing, type Verb } from "./mortal.ts";

// kmspol meets a signal before each call with which it changes anything outside itself (requests, files, the editor),
// and in the middle of each write. Short form: of two, whose calls are the others', too, KILL among the last points, where the writing is,
// and in writes, at each kind of call once, and the other signals here and there; of the others two kills and a torn write.
// `npm run test:long`, which CI runs: every signal at every point.

const signals = ["SIGKILL", "SIGTERM", "SIGINT", "SIGHUP"] as const;

const numbers = (count: number): readonly number[] => Array.from({ length: count }, (_, i) => i + 1);

const blowsAt = (points: readonly string[], kills: number, everyCall: boolean): readonly Blow[] => {
  const all = numbers(points.length);
  const torn = all
    .filter((at) => points[at - 1]?.includes("*"))
    .map((at) => ({ at, signal: "SIGKILL" as const, tear: true }));
  const plain = long
    ? all.flatMap((at) => signals.map((signal) => ({ at, signal })))
    : [
        ...all.slice(-kills).map((at) => ({ at, signal: "SIGKILL" as const })),
        ...all
          .filter((at) => everyCall && at % 12 === 0)
          .map((at, i) => ({ at, signal: signals[1 + (i % 3)]! })),
      ];
  const callAt = (at: number) =>
    everyCall ? (/^\w+ Put\w+|^[\w.]+/.exec(points[at - 1] ?? "")?.[0] ?? "") : "";
  return [
    ...sample<Blow>(plain, 2, ({ at, signal }) => [signal, ...(signal === "SIGKILL" ? [callAt(at)] : [])]),
    ...sample<Blow>(torn, 1, ({ at }) => [callAt(at)]),
  ];
};

/** The road to a key and the road to a file, each met at every call. */
const atEveryCall = new Set(["edit key", "put file"]);

/** The put was sent, and something else than its answer came first. */
const isSent = (met: readonly string[]): boolean => met.some((point) => point.startsWith("request Put"));

const allOf = async (verb: Verb, on: Thing, blows: readonly Blow[]): Promise<readonly Ended[]> =>
  new PQueue({ concurrency: 3 }).addAll(blows.map((blow) => () => endOf(verb, on, blow)));

test.each([
  ["edit", "key", 45, 30, "answer PutKeyPolicy"],
  ["put", "key", 35, 30, "answer PutKeyPolicy"],
  ["add-user", "key", 35, 2, "answer PutKeyPolicy"],
  ["edit", "file", 25, 5, "rename /work/policy.json"],
  ["put", "file", 20, 5, "rename /work/policy.json"],
] as const)(
  "%s of a %s, stopped at each point: wholly old or wholly new, and nothing lost",
  { timeout: 1_800_000 },
  async (verb, on, least, kills, writes) => {
    const { points, exit, stderr } = await strike(await scene(verb, on));
    expect(exit, stderr).toBe(0);
    expect(points.length).toBeGreaterThanOrEqual(least);
    const put = points.findIndex((point) => point.startsWith(writes)) + 1;
    expect(put).toBeGreaterThan(0);
    const blows = blowsAt(points, kills, atEveryCall.has(`${verb} ${on}`));
    const ended = await allOf(verb, on, blows);
    // A killed run stops exactly there: before the write the old policy stands, after it the new one. A request that
    // was begun may have been sent.
    for (const [i, { signal }] of blows.entries()) {
      const { isNew, at, points: met } = ended[i] ?? { isNew: false, at: "never struck", points: [] };
      const wasWritten = (on === "key" ? met : met.slice(0, -1)).some((point) => point.startsWith(writes));
      const isOpen = met.at(-1)?.startsWith("request Put") || (isSent(met) && !wasWritten);
      if (signal === "SIGKILL" && !isOpen) expect(isNew, at).toBe(wasWritten);
    }
  },
);

test(
  "put of a key that KMS shows late, killed while it waits: never failed, and seen in the end",
  { timeout: 1_800_000 },
  async () => {
    const whole = await scene("put", "late key");
    const { points } = await strike(whole, { at: 60, signal: "SIGKILL" });
    const put = points.findIndex((point) => point.startsWith("answer PutKeyPolicy")) + 1;
    // Before the answer is noted, when it is, and while it is looked for.
    const later = numbers(points.length).slice(put - 1);
    expect(later.length).toBeGreaterThan(10);
    const blows = later.slice(0, long ? 12 : 3).map((at): Blow => ({ at, signal: "SIGKILL" }));
    const ended = await allOf("put", "late key", blows);
    for (const { isNew, at, points: met } of ended)
      if (met.some((point) => point.startsWith("answer PutKeyPolicy"))) expect(isNew, at).toBe(true);
    expect(ended.filter(({ isNew }) => isNew).length).toBeGreaterThan(blows.length / 2);
  },
);
