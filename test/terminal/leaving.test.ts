import { expect, test } from "vitest";
import { keys } from "./screen.ts";
import { walk, ways } from "./ways.ts";
import { sample } from "../support/long-form.ts";

const all = [80, 40].flatMap((columns) => ways.map((way) => ({ ...way, columns })));
const table = sample(all, 4, ({ args, says }) => [says ?? (args.length > 0 ? "change" : "list")]);

test.each(table)("Ctrl-C at $name, $columns columns: 130, and a sane terminal", async (way) => {
  const run = await walk(way, { columns: way.columns });
  run.type(keys.ctrlC);
  expect(await run.ended()).toEqual({ exit: 130, sane: true });
  expect(run.plain()).toContain(way.says ?? (way.args.length > 0 ? "nothing was written" : ""));
});
