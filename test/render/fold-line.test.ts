import fc from "fast-check";
import { expect, test } from "vitest";
import { unifiedDiff } from "../../src/change/unified-diff.ts";
import { plainStyle } from "../../src/render/style.ts";
import { renderTextDiff } from "../../src/render/text-diff.ts";
import { times } from "../support/long-form.ts";

// A folded line is a picture of the line: each value in it stands in the text, whole, in the same order.

const names = fc.constantFrom(
  "App",
  "Auditor",
  "Deploy",
  "Backup",
  "service/Backup",
  "Admin",
  "a b",
  "x, y",
  "[z]",
);
const principal = fc.oneof(
  names.map((name) => `arn:aws:iam::111122223333:role/${name}`),
  names.map((name) => `arn:aws:iam::444455556666:user/${name}`),
  fc.constantFrom(
    "*",
    "arn:aws:iam::444455556666:root",
    'a "quoted" one',
    "back\\slash",
    "tab\there",
    "\u001b[2J",
  ),
);
const listed = fc.array(principal, { maxLength: 12 });
const layout = fc.constantFrom(
  (value: unknown) => JSON.stringify(value),
  (value: unknown) => JSON.stringify(value).replaceAll('","', '", "').replaceAll('":', '" : '),
  (value: unknown) => JSON.stringify(value, null, 2),
  (value: unknown) => `  ${JSON.stringify(value).slice(1, -1)} ],`,
);
const document = fc.record({
  Sid: names,
  Principal: fc.record({ AWS: listed }),
  Action: listed,
  Effect: names,
});

const quoted = /"(?:[^"\\]|\\.)*"/g;
const valuesOf = (text: string): readonly string[] => text.match(quoted) ?? [];

/** Whether the values come in the text in that order, some left out. */
const isInOrder = (some: readonly string[], all: readonly string[]): boolean => {
  let at = 0;
  return some.every((value) => {
    at = all.indexOf(value, at) + 1;
    return at > 0;
  });
};

test("every value that a folded line shows stands whole in that line of the text, in its order", () => {
  fc.assert(
    fc.property(
      fc.array(document, { minLength: 1, maxLength: 3 }),
      fc.array(document, { minLength: 1, maxLength: 3 }),
      listed,
      layout,
      fc.integer({ min: 20, max: 120 }),
      (from, to, more, write, columns) => {
        const changed = [{ ...from[0], Action: [...(from[0]?.Action ?? []), ...more] }, ...from.slice(1)];
        for (const [before, after] of [
          [from, to],
          [from, changed],
          [changed, from],
        ])
          // prettier-ignore
          expectTrue(`${write(before)}\n`, `${write(after)}\n`, columns);
      },
    ),
    { numRuns: times(80, 400) },
  );
});

/** Folded lines are told from one another by their signs: rows of one line go on with the same sign, indented. */
const expectTrue = (before: string, after: string, columns: number) => {
  const unified = unifiedDiff(before, after);
  const plain = renderTextDiff(unified, plainStyle);
  const folded = renderTextDiff(unified, plainStyle, { lines: 10_000, more: "", columns });
  for (const sign of ["-", "+", " "]) {
    const of = (text: string) =>
      valuesOf(
        text
          .split("\n")
          .slice(3)
          .filter((line) => line.startsWith(sign))
          .map((line) => line.slice(1))
          .join(" "),
      );
    const [some, all] = [of(folded), of(plain)];
    expect(some.filter((value) => !all.includes(value))).toEqual([]);
    expect(isInOrder(some, all)).toBe(true);
  }
  expect(folded).not.toMatch(/[^\s]…/);
};

test("what is added or taken away is never counted away", () => {
  fc.assert(
    fc.property(
      listed,
      fc.uniqueArray(names, { minLength: 1, maxLength: 4 }),
      fc.integer({ min: 20, max: 100 }),
      (old, fresh, columns) => {
        const added = fresh.map((name) => `arn:aws:iam::777788889999:role/${name}`);
        const [short, long] = [old, [...old, ...added]].map((AWS) => `${JSON.stringify({ AWS })}\n`);
        for (const [before = "", after = "", sign] of [
          [short, long, "+"],
          [long, short, "-"],
        ]) {
          // prettier-ignore
          const shown = renderTextDiff(unifiedDiff(before, after), plainStyle, { lines: 10_000, more: "", columns });
          const lines = shown.split("\n").filter((line) => line.startsWith(sign ?? ""));
          for (const one of added) expect(lines.join(" ")).toContain(JSON.stringify(one));
        }
      },
    ),
    { numRuns: times(60, 300) },
  );
});
