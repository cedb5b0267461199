import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { newPlace } from "../support/binary.ts";
import { sandboxForTest } from "../support/sandbox.ts";
import { shownWidth } from "../../src/render/width.ts";
import { type TerminalOptions } from "./screen.ts";
import { onTerminal } from "./window.ts";
import { opened } from "./ways.ts";

// The matrix of show and who-can as a terminal shows it.

const shown = async (verb: string, options: TerminalOptions) => {
  const [place, sandbox] = [await newPlace(), await sandboxForTest()];
  await writeFile(join(place.work, "open.json"), opened(sandbox.policyOf("alias/app")));
  const run = onTerminal(place, sandbox, [verb, "open.json", "--account", "111122223333"], options);
  expect((await run.ended()).exit).toBe(0);
  const text = run.plain().split("(the terminal is ")[0] ?? "";
  return { raw: run.raw(), text, lines: text.split("\n") };
};

test.each(["show", "who-can"])("%s fits, says that the key is public, and colours only what opens it red", async (verb) => {
  for (const columns of [40, 80, 200]) {
    const { raw, text, lines } = await shown(verb, { columns });
    const wide = lines.filter((line) => shownWidth(line) > columns);
    expect(wide.filter((line) => !/^ +(?:kmspol .*|\S+)$/.test(line))).toEqual([]);
    expect(text).toMatch(/^PUBLIC {2}anyone may have /);
    expect(text).toContain(columns === 40 ? "● use" : "WHO");
    expect(text).toMatch(/anyone \(\*\)(\n| +◐)/);
    const red = [...raw.matchAll(/\u001b\[31m([^\u001b]*)/g)].map(([, words]) => words?.trim() ?? "");
    expect(red.filter((words) => !/^$|^PUBLIC|anyone|^◐|own IAM/.test(words))).toEqual([]);
    expect(red.length).toBeGreaterThan(1);
  }
}); // prettier-ignore

test.each<[string, Readonly<Record<string, string>>, RegExp]>([
  ["NO_COLOR", { NO_COLOR: "1" }, /anyone \(\*\) +◐/],
  ["TERM=dumb", { TERM: "dumb" }, /anyone \(\*\) +part/],
])("%s: without colour the same is said", async (_, environment, row) => {
  const { raw, text } = await shown("show", { columns: 80, environment });
  expect(raw).not.toMatch(/\u001b\[[\d;]*m/);
  expect(text).toMatch(/^PUBLIC {2}anyone may have /);
  expect(text).toMatch(row);
});

test("LC_ALL=C: plain signs", async () => {
  const { text } = await shown("who-can", { columns: 80, environment: { LC_ALL: "C" } });
  expect(text).toMatch(/anyone \(\*\) +part/);
  expect(text).toMatch(/^[\x20-\x7e\n]*$/);
});

test.each(["show", "who-can"])("%s ends with what check finds, the last change and how to take it back", async (verb) => {
  const [place, sandbox] = [await newPlace(), await sandboxForTest()];
  const added = onTerminal(place, sandbox, ["add-user", "alias/app", "role/Auditor", "--yes"]);
  expect((await added.ended()).exit).toBe(0);
  const run = onTerminal(place, sandbox, [verb, "alias/app"]);
  await run.see("role/App +1: role/Auditor");
  await run.see("Findings");
  await run.see("Last change");
  await run.see("kmspol add-user alias/app");
  await run.see("take it back: kmspol undo alias/app");
  expect((await run.ended()).exit).toBe(0);
}); // prettier-ignore
