import { judges } from "../../../src/change/judges.ts";
import type { ChangeRecord } from "../../../src/ports.ts";
import { policy, use } from "../../change/fakes.ts";
import { Machine } from "./machine.ts";
import { Replicas, type Turns } from "./replicas.ts";
import { judge, type Verdict } from "./verdict.ts";
import { numbersFrom, VirtualTime } from "./virtual-time.ts";
import { quick, type Round, lookAgain, write } from "./writer.ts";

/** What one seed makes of a round. */
export interface Scenery {
  readonly machines: number;
  readonly writers: number;
  readonly lags: readonly number[];
  readonly turns: Turns;
  readonly faults: number;
  readonly kills: number;
  readonly pause: number;
}

const sceneryOf = (random: () => number): Scenery => {
  const pick = <T>(...of: readonly T[]): T => of[Math.floor(random() * of.length)]!;
  const lag = () => 1000 + Math.floor(random() * 9000);
  const machines = pick(1, 1, 2, 2, 3);
  return {
    machines,
    writers: Math.max(machines, 2 + Math.floor(random() * 4)),
    lags: [pick(0, 0, 0, lag()), lag(), ...(random() < 0.3 ? [lag()] : [])],
    turns: pick("by turns", "by turns", "by turns of each process", "at random"),
    faults: pick(0, 0.1, 0.25),
    kills: pick(0, 0.2),
    pause: pick(500, 4000, 20_000),
  };
};

/** Longer than a replica lags, and than an open record waits for it. */
const untilAllAgree = 11 * 60_000;

/** Plays the round of a seed to its end, until all replicas agree and the histories are settled, and judges it. */
export const play = async (
  seed: number,
  chosen: Partial<Scenery> = {},
): Promise<Verdict & { readonly seed: number; readonly scenery: Scenery; readonly round: Round }> => {
  const random = numbersFrom(seed);
  const scenery = { ...sceneryOf(random), ...chosen };
  const time = new VirtualTime();
  const kms = new Replicas(policy(use("One", "A"), use("Two", "B")), { ...scenery, random }, time);
  const round: Round = {
    ...{ time, kms, random, runs: [], intents: new Map(), counts: { processes: 0, roles: 0 } },
    // Now and then everything is judged as it really is.
    judges: seed % 25 === 0 ? judges : quick,
  };
  const machines = Array.from({ length: scenery.machines }, (_, number) => new Machine(number));
  const writers = Array.from({ length: scenery.writers }, (_, number) => {
    const commands = 2 + Math.floor(random() * 3);
    return write(round, machines[number % machines.length]!, { ...scenery, commands });
  });
  const settled = Promise.all(writers).then(async () => {
    kms.calmDown();
    await time.wait(untilAllAgree);
    const gone: ChangeRecord[] = [];
    for (const machine of machines) gone.push(...(await lookAgain(round, machine)));
    return gone;
  });
  await time.passUntil(settled);
  return { seed, scenery, round, ...judge(round, machines, await settled) };
};
