import { expect, test } from "vitest";
import { Interrupted } from "../../src/errors.ts";
import type { BrowseQuestion } from "../../src/questions.ts";
import { keys } from "../terminal/screen.ts";
import { atPrompter } from "./at-prompter.ts";

// A list to look through: letters do something with the entry that the cursor is on.

const [home, end, pageDown, pageUp] = ["\u001b[H", "\u001b[F", "\u001b[6~", "\u001b[5~"];
const { down, up, enter } = keys;
const changes = (count: number, more: Partial<BrowseQuestion<string, "open" | "undo">> = {}) => ({
  heading: "Changes",
  entries: Array.from({ length: count }, (_, i) => ({
    value: String(i),
    cells: [`change ${i}`],
    detail: [`about ${i}`],
  })),
  keys: [
    { key: "open", press: "Enter", does: "opens it" },
    { key: "undo", press: "u", does: "undoes it" },
  ] as const,
  ...more,
});

test.each<[what: string, typed: readonly string[], key: string, value: string]>([
  ["the first", [enter], "open", "0"],
  ["down, by either key", [down, "j", "u"], "undo", "2"],
  ["up, by either key", [down, down, down, up, "k", enter], "open", "1"],
  ["up from the first stays there", [up, enter], "open", "0"],
  ["to the end and no further", [end, down, enter], "open", "29"],
  ["to the end and back", [end, home, "u"], "undo", "0"],
  ["ten on", [pageDown, pageDown, enter], "open", "20"],
  ["ten back", [pageDown, pageDown, pageUp, enter], "open", "10"],
  ["a page further than there is", [pageDown, pageDown, pageDown, pageDown, enter], "open", "29"],
  ["other letters do nothing", ["x", "z", "1", enter], "open", "0"],
])("%s", async (_, typed, key, value) => {
  const at = atPrompter();
  const asked = at.prompter.browse(changes(30));
  await at.type(...typed);
  expect(await asked).toEqual({ key, value });
});

test("it begins where it was left", async () => {
  const at = atPrompter();
  const asked = at.prompter.browse(changes(30, { at: "7" }));
  await at.type(down, enter);
  expect(await asked).toEqual({ key: "open", value: "8" });
});

test.each([
  ["q", "q"],
  ["Esc", keys.escape],
])("%s leaves it", async (_, key) => {
  const at = atPrompter();
  const asked = at.prompter.browse(changes(3));
  await at.type(key);
  expect(await asked).toBeUndefined();
});

test("Ctrl-C cancels", async () => {
  const at = atPrompter();
  const asked = at.prompter.browse(changes(3)).catch((error: unknown) => error);
  await at.type(keys.ctrlC);
  expect(await asked).toBeInstanceOf(Interrupted);
});

test("below the list stands what is told of the entry, and what the keys do", async () => {
  const at = atPrompter();
  const asked = at.prompter.browse(changes(3));
  await at.type();
  expect(at.fresh()).toMatch(
    /> change 0\n {2}change 1\n[^]*about 0\n[^]*Enter opens it, u undoes it, q leaves/,
  );
  await at.type(down);
  expect(at.fresh()).toMatch(/> change 1\n[^]*about 1\n/);
  await at.type("q");
  await asked;
});
