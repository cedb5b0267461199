import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { commandOf } from "../../src/verbs/command-of.ts";
import { itemsOf } from "../../src/verbs/menu/menu-items.ts";
import { verbs } from "../../src/verbs/verbs.ts";

const shown = verbs.filter(({ group }) => group !== undefined);
const names = shown.map(({ name }) => name);

test("no two verbs share a name, or a place in the menu", () => {
  const lists: readonly (readonly unknown[])[] = [
    verbs.map(({ name }) => name),
    itemsOf(verbs).map(({ place }) => place),
  ];
  for (const all of lists) expect(new Set(all).size).toBe(all.length);
});

test.each(verbs.map((verb) => [verb.name, verb] as const))(
  "%s: each flag has the name under which commander hands its value over",
  (_, verb) => {
    const { options } = commandOf(verb, () => undefined);
    const named = options.filter(({ negate }) => !negate).map((option) => option.attributeName());
    // A --no-config beside --config FILE hands over false in the other's name; in the list it needs one of its own.
    const names = options.map((option) => {
      const name = option.attributeName();
      return option.negate && named.includes(name) ? `no${name.replace(/^./, (c) => c.toUpperCase())}` : name;
    });
    expect(Object.keys(verb.flags)).toEqual(names);
  },
);

test("an operand that may be left out, or given several times, stands behind all others", () => {
  const wrong = verbs.flatMap(({ name, operands }) =>
    operands.slice(0, -1).some(({ optional = false, several = false }) => optional || several) ? [name] : [],
  );
  expect(wrong).toEqual([]);
});

/** The verbs that a verb of the menu changes nothing with must be known as such: after the others the key is looked at anew. */
test("what the menu takes for reading alone", () => {
  const reading = verbs.filter(({ menu, kind }) => menu && kind === "reads").map(({ name }) => name);
  expect(reading.sort()).toEqual(["can", "check", "get", "history", "show", "who-can"]);
});

test("the README's table names each verb, and none that is not there", () => {
  const readme = readFileSync("README.md", "utf8").split("\n");
  const rows = readme
    .slice(readme.findIndex((line) => /^\| look +\|/.test(line)))
    .map((line) => line.split("|")[2]);
  const table = rows.slice(0, rows.indexOf(undefined)).join("");
  const told = [...table.matchAll(/`([a-z-]+)[^`]*`/g)].map(([, word]) => word);
  expect([...new Set(told)].sort()).toEqual([...names].sort());
});

test("the schema describes what each verb prints with --json, and is tried for each", () => {
  const { $defs } = JSON.parse(readFileSync("schemas/output.schema.json", "utf8")) as { $defs: object };
  const tried = readFileSync("test/package/schemas.test.ts", "utf8");
  for (const { name, json } of shown) {
    if (json === undefined) continue;
    expect([name, Object.keys($defs).includes(json)]).toEqual([name, true]);
    expect([name, tried.includes(`["${json}", `)]).toEqual([name, true]);
  }
});
