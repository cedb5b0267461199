import { expect, test } from "vitest";
import { thorough, times } from "../support/thorough.ts";
import { play } from "./lagging/round.ts";

const one = process.env["KMSPOL_ROUND"];
const seeds = one === undefined ? Array.from({ length: times(25, 500) }, (_, i) => i + 1) : [Number(one)];

test(`${seeds.length} rounds`, { timeout: 3_600_000 }, async () => {
  const sums: Record<string, number> = {};
  const add = (what: string, n = 1) => (sums[what] = (sums[what] ?? 0) + n);
  const wrong: string[] = [];
  for (const seed of seeds) {
    const v = await play(seed);
    for (const run of v.round.runs) add(run.ended), add("runs"), run.does === "undo" && add("undos");
    add("told", v.told);
    const kind = v.scenery.machines === 1 ? "one" : "many";
    add(`rounds ${kind}`);
    for (const k of ["lost", "settledWrongly", "wrongTouch", "neverStood"] as const)
      for (const w of v[k]) {
        add(`${k} ${kind}`);
        wrong.push(`seed ${seed} (${JSON.stringify(v.scenery)}): ${k}: ${w}`);
      }
    if (one !== undefined) {
      for (const r of v.round.runs) console.log(JSON.stringify({ ...r, intent: [...r.intent], kept: r.kept.map((k) => k.name), began: r.began % 1e8, over: r.over % 1e8 }));
      for (const s of v.round.kms.stood) console.log(s.at % 1e8, s.by, s.text.match(/T\d+/g)?.join());
    }
  }
  console.log(sums);
  console.log(wrong.join("\n"));
  expect(wrong.length).toBe(0);
  expect(thorough || true).toBe(true);
});
