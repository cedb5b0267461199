import { existsSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";

/** The table in cases.md: each case, and the test that holds it. */
const rows = readFileSync("test/cases.md", "utf8")
  .split("\n")
  .filter((line) => /^\| *(?:\d{3}|[AB]\d+) *\|/.test(line))
  .map((line) => {
    const cells = line.split("|").map((cell) => cell.trim());
    const [, one = "", , file = "", title = ""] = cells;
    return { one, file: `test/${file}`, title };
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
