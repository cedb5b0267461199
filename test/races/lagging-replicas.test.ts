import { expect, test } from "vitest";
import { long, times } from "../support/long-form.ts";
import { play } from "./lagging/round.ts";
import type { Notes } from "./lagging/notes.ts";
import type { Verdict } from "./lagging/verdict.ts";

// KMS is eventually consistent (AWS KMS Developer Guide, "AWS KMS eventual consistency"). Rounds of two to five writers, of one machine or
// of up to three, add and remove roles and undo it, on replicas that lag 1 to 10 s and answer by turns or at random; requests and answers
// are dropped, and writers are killed. Each round is played to the end in virtual time, and follows from its seed alone:
// `KMSPOL_ROUND=123 npx vitest run test/races/lagging-replicas.test.ts` plays that one, and tells what each writer did.

const chosen = process.env["KMSPOL_ROUND"];
const count = times(10, 500);
const seeds = chosen === undefined ? Array.from({ length: count }, (_, i) => i + 1) : [Number(chosen)];

type Played = Awaited<ReturnType<typeof play>>;

/** Every writer of one machine knows what the others put; those of several may all have looked at replicas that lag. */
const isOneMachine = ({ scenery }: Played): boolean => scenery.machines === 1;

type Wrong = keyof Omit<Verdict, "told" | "toldLater" | "notes">;

const wrongs = (rounds: readonly Played[], what: Wrong): readonly string[] =>
  rounds.flatMap((round) =>
    round[what].map((wrong) => `seed ${round.seed}: ${wrong}; ${JSON.stringify(round.scenery)}`),
  );

/** How the runs ended, and what became of them, in words. */
const figures = (rounds: readonly Played[]): string => {
  const runs = rounds.flatMap(({ round }) => round.runs);
  const endings = new Map<string, number>();
  for (const { ended } of runs) endings.set(ended, (endings.get(ended) ?? 0) + 1);
  const sum = (of: (round: Played) => number) => rounds.reduce((total, round) => total + of(round), 0);
  const said = (note: keyof Notes) =>
    `${sum(({ notes }) => notes[note].right)} right, ${sum(({ notes }) => notes[note].wrong.length)} wrong`;
  return [
    `${rounds.length} rounds (${rounds.filter(isOneMachine).length} of one machine), ${runs.length} runs, ${runs.filter(({ does }) => does === "undo").length} of them undo`,
    ...[...endings].sort((a, b) => b[1] - a[1]).map(([ended, number]) => `  ${ended}: ${number}`),
    `verified changes that another machine replaced: told at once ${sum(({ told }) => told)}, at the next look ${sum(({ toldLater }) => toldLater)}, in silence ${wrongs(rounds, "lost").length}`,
    `told that the change was overwritten: ${said("overwritten")}`,
    `told that the change may have replaced somebody else's: ${said("replaced")}`,
    `told later that a change is gone: ${said("gone")}`,
  ].join("\n");
};

/** What each writer of a round did, and what stood. */
const story = ({ round }: Played): string =>
  [
    ...round.runs.map((run) => JSON.stringify({ ...run, intent: [...run.intent] })),
    ...round.kms.stood.map(({ at, by, text }) => JSON.stringify({ at, by, roles: text.match(/T\d+/g) })),
  ].join("\n");

test(
  `${seeds.length} rounds on replicas that lag: no change is lost in silence, of one machine none at all, and no history says what was not`,
  { timeout: 3_600_000 },
  async () => {
    const rounds: Played[] = [];
    for (const seed of seeds) rounds.push(await play(seed));
    if (long || chosen !== undefined) console.log(figures(rounds));
    if (chosen !== undefined) console.log(rounds.map(story).join("\n"));
    expect(wrongs(rounds, "settledWrongly")).toEqual([]);
    expect(wrongs(rounds, "wrongTouch")).toEqual([]);
    expect(wrongs(rounds, "neverStood")).toEqual([]);
    expect(wrongs(rounds, "lost")).toEqual([]);
    expect(
      rounds.filter((round) => isOneMachine(round) && round.toldLater > 0).map(({ seed }) => seed),
    ).toEqual([]);
    // A may-be note may be for nothing; what is said for certain is so.
    expect(
      rounds.flatMap(({ seed, notes }) => notes.overwritten.wrong.map((run) => `seed ${seed}: ${run}`)),
    ).toEqual([]);
    expect(rounds.flatMap(({ seed, notes }) => notes.gone.wrong.map((id) => `seed ${seed}: ${id}`))).toEqual(
      [],
    );
  },
);
