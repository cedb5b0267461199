import { expect, test } from "vitest";
import { keys } from "./screen.ts";
import { walk, ways } from "./ways.ts";
import { sample } from "../support/long-form.ts";

const all = [80, 40].flatMap((columns) => ways.map((way) => ({ ...way, columns })));
const table = sample(all, 6, ({ columns, back, says }) => [`${columns} ${back !== undefined}`, says ?? ""]);

test.each(table)("Esc at $name, $columns columns: one step back, at the first one out", async (way) => {
  const run = await walk(way, { columns: way.columns });
  run.type(keys.escape);
  if (way.back !== undefined) {
    await run.see(way.back);
    run.type(keys.ctrlC);
  }
  expect(await run.ended()).toEqual({ exit: 130, sane: true });
  if (way.says !== undefined) expect(run.plain()).toContain(way.says);
});
