import { existsSync, readFileSync } from "node:fs";
import { execa } from "execa";
import { expect, test } from "vitest";
import { long } from "./support/long-form.ts";

/** The table in cases.md: each case, and the test that holds it. */
const rows = readFileSync("test/cases.md", "utf8")
  .split("\n")
  .filter((line) => /^\| *(?:\d{3}|[AB]\d+) *\|/.test(line))
  .map((line) => {
    const cells = line.split("|").map((cell) => cell.trim());
    const [, one = "", , file = "", title = "", tests = ""] = cells;
    return { one, file: `test/${file}`, title, tests: Number(tests) };
  });

test.each(rows)("$one is held by $file", ({ file, title }) => {
  expect(existsSync(file)).toBe(true);
  expect(title).not.toBe("");
  const text = readFileSync(file, "utf8");
  // The title of a test or of a table of tests, or a row's name that is one: never a word that stands anywhere.
  const begins = titles(text).some((one) => one.includes(title));
  expect(begins, `${file} has no test called ${title}`).toBe(true);
  expect(title).not.toBe("%s");
});

/** What stands in quotes right behind a bracket or at the beginning of a line: the titles of tests and the names of their rows. */
const titles = (text: string): readonly string[] =>
  [...text.matchAll(/(?:\(\s*|^\s*)"([^"\n]+)"|(?:\(\s*|^\s*)`([^`\n]+)`/gm)].map(
    ([, quoted, template]) => quoted ?? template ?? "",
  );

test("no case is without a test", () => {
  const numbers = (from: number, to: number) =>
    Array.from({ length: to - from + 1 }, (_, place) => String(from + place).padStart(3, "0"));
  // Numbers that were never given to anything.
  const free = new Set(["012", "016", "018", "108", "114", "117", "205"]);
  const all = [...numbers(1, 20), ...numbers(101, 118), ...numbers(201, 210)].filter((one) => !free.has(one));
  const reviewed = Array.from({ length: 9 }, (_, place) => `A${place + 1}`);
  const held = new Set(rows.map(({ one }) => one));
  expect([...all, ...reviewed].filter((one) => !held.has(one))).toEqual([]);
});

test("each case has five relatives, by what its rows say", () => {
  const told = new Map<string, number>();
  for (const { one, tests } of rows) told.set(one, (told.get(one) ?? 0) + tests);
  expect([...told].filter(([, tests]) => !(tests >= 6))).toEqual([]);
});

test.runIf(long)(
  "there are as many tests as the rows say",
  async () => {
    const files = [...new Set(rows.map(({ file }) => file))];
    const { stdout } = await execa("node_modules/.bin/vitest", ["list", ...files, "--json"], {
      stdin: "ignore",
    });
    const listed = JSON.parse(stdout.slice(stdout.indexOf("["))) as { name: string; file: string }[];
    // The long form samples less, so that some have more.
    const fewer = rows.flatMap(({ one, file, title, tests }) => {
      const named = listed.filter((each) => each.file.endsWith(`/${file}`) && bears(title).test(each.name));
      return named.length >= tests ? [] : [[one, title, named.length, tests]];
    });
    expect(fewer).toEqual([]);
  },
  600_000,
);

/** What the places of a title are filled with is the rows' own. */
const bears = (title: string): RegExp =>
  new RegExp(title.replace(/[.*+?^${}()|[\]\\]/g, "\\$&").replaceAll(/%[sdij#]|\\\$[a-z]+/gi, "[\\s\\S]*"));
