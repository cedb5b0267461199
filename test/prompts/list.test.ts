import { describe, expect, test } from "vitest";
import { Interrupted, SteppedBack } from "../../src/errors.ts";
import { pasteMarks } from "../../src/prompts/pasted.ts";
import type { Entry } from "../../src/questions.ts";
import { keys } from "../terminal/screen.ts";
import { atPrompter, growing, named, out } from "./at-prompter.ts";

// A list that is searched by typing: what each key does, and what is taken.

const people = ["ann", "bob", "cid", named("dan", { taken: "key user already" }), "eve"];
const { down, up, enter, space } = keys;
const [pageDown, pageUp, ctrlA, ctrlN, ctrlP] = ["\u001b[6~", "\u001b[5~", "\u0001", "\u000e", "\u0010"];
/** Whether what was asked was taken off the screen once it was answered. */
const isLeft = (raw: string): boolean => /\u001b\[(?:2K|J)/.test(raw.slice(raw.lastIndexOf("Who?")));
const pasted = (text: string) => `\u001b[200~${text}\u001b[201~`;

describe("one is taken", () => {
  test.each<[what: string, typed: readonly string[], taken: string]>([
    ["the first", [enter], "ann"],
    ["down", [down, down, enter], "cid"],
    ["down and up", [down, down, up, enter], "bob"],
    ["Ctrl-N and Ctrl-P", [ctrlN, ctrlN, ctrlP, enter], "bob"],
    ["up from the first stays there", [up, enter], "ann"],
    ["a page down, and the last stays the last", [pageDown, pageDown, enter], "eve"],
    ["a page up, from the last", [pageDown, pageUp, enter], "ann"],
    ["a search", ["ci", enter], "cid"],
    ["a search, and one down in it", ["n", down, enter], "dan"],
    ["a name that is not in the list", ["zoe", enter], "zoe"],
    ["a name as it is called in full", ["bob", enter], "bob"],
    ["what was moved to does not count in another search", [down, down, "e", enter], "eve"],
    ["a paste is looked for, and not taken", [pasted("bob\n"), enter], "bob"],
    ["Enter within a paste takes nothing", [pasted("cid\nbob"), enter], "cid"],
  ])("%s", async (_, typed, taken) => {
    const at = atPrompter();
    const asked = at.prompter.pick(out(people.map((one) => (typeof one === "string" ? one : one.value))));
    await at.type(...typed);
    expect(await asked).toBe(taken);
  });

  test("what cannot be chosen is not, and why is said; nothing of that name is said, too", async () => {
    const at = atPrompter();
    const asked = at.prompter.pick(out(people, { typed: () => undefined }));
    await at.type("dan", enter);
    expect(at.fresh()).toContain("dan: key user already");
    await at.type("zz", enter);
    expect(at.fresh()).toContain("there is nothing of that name");
    await at.type("\u007f\u007f\u007f\u007f\u007f", "ann", enter);
    expect(await asked).toBe("ann");
  });

  test("a name by which an entry is looked for, too, is that entry's and no second one", async () => {
    const at = atPrompter();
    const asked = at.prompter.pick(
      out([named("alias/app", { seeks: ["1234"] }), "alias/b"], { typed: (text) => named(text) }),
    );
    await at.type("1234");
    expect(at.fresh()).toContain("1 of 2 users");
    await at.type(enter);
    expect(await asked).toBe("alias/app");
  });

  test("a shortcut takes its entry at once; another letter with Ctrl does not", async () => {
    const at = atPrompter();
    const asked = at.prompter.pick(
      out(people, {
        shortcuts: [{ ctrl: "o", value: "profile", to: "profile" }],
        isStep: (one) => one === "profile",
      }),
    );
    await at.type("\u0014", "\u000f");
    expect(await asked).toBe("profile");
    expect(isLeft(at.raw())).toBe(true);
  });

  test.each([
    ["stays on the screen", false],
    ["does not where it only leads to a question", true],
  ])("an answer %s", async (_, isStep) => {
    const at = atPrompter();
    const asked = at.prompter.pick(out(people, { isStep: () => isStep }));
    await at.type(enter);
    await asked;
    expect(isLeft(at.raw())).toBe(isStep);
  });
});

describe("several are taken", () => {
  test.each<[what: string, typed: readonly string[], taken: readonly string[]]>([
    ["Enter alone takes the one", [down, enter], ["bob"]],
    ["space marks", [space, down, down, space, enter], ["ann", "cid"]],
    ["space twice marks nothing", [space, down, space, up, space, enter], ["bob"]],
    ["what cannot be chosen is not marked", [space, down, down, down, space, enter], ["ann"]],
    ["all that are free", [ctrlA, enter], ["ann", "bob", "cid", "eve"]],
    ["all, and again none", [ctrlA, ctrlA, down, enter], ["bob"]],
    ["all that are found", ["ann", ctrlA, enter], ["ann"]],
    ["marked by a search after the other", ["ev", space, "\u007f\u007f", "bo", space, enter], ["eve", "bob"]],
    ["a paste marks whom it names", [pasted('"bob", "eve",\n'), enter], ["bob", "eve"]],
    ["a paste of members of a policy", [pasted('"AWS": ["cid"]'), enter], ["cid"]],
    ["a paste marks nobody twice", [space, pasted("ann bob"), enter], ["ann", "bob"]],
  ])("%s", async (_, typed, taken) => {
    const at = atPrompter();
    const asked = at.prompter.pickSeveral(out(people));
    await at.type(...typed);
    expect(await asked).toEqual(taken);
  });

  test("a paste says whom it could not mark, and why", async () => {
    const at = atPrompter();
    const asked = at.prompter.pickSeveral(out(people));
    await at.type(pasted("ann nobody dan"));
    expect(at.fresh()).toContain("nothing of the name nobody; dan: key user already");
    await at.type(enter);
    expect(await asked).toEqual(["ann"]);
  });

  test("what was marked before is marked again, whether the list has it or not", async () => {
    const at = atPrompter();
    const asked = at.prompter.pickSeveral(out(people, { marked: ["bob", "zoe"] }));
    await at.type(enter);
    expect(await asked).toEqual(["bob", "zoe"]);
  });
});

describe("a list that grows", () => {
  test("what arrives is found, and what was moved to stays", async () => {
    const at = atPrompter();
    const { feed, arrive } = growing([named("bob"), named("cid")], "loading");
    const asked = at.prompter.pick(out([], { feed }));
    await at.type(down);
    arrive([named("ann")]);
    await at.type(enter);
    expect(await asked).toBe("cid");
  });
});

describe("a question is left", () => {
  test.each([
    ["Esc steps back", keys.escape, SteppedBack],
    ["Ctrl-C cancels", keys.ctrlC, Interrupted],
  ])("%s, and the screen is as it was", async (_, key, kind) => {
    const at = atPrompter();
    const asked = at.prompter.pick(out(people)).catch((error: unknown) => error);
    await at.type(key);
    expect(await asked).toBeInstanceOf(kind);
    expect(isLeft(at.raw())).toBe(true);
    expect(at.raw().lastIndexOf(pasteMarks.off)).toBeGreaterThan(at.raw().lastIndexOf(pasteMarks.on));
  });

  test("no paste is marked for a question that takes none", async () => {
    const at = atPrompter();
    const asked = at.prompter.ask("How?");
    await at.type("so", enter);
    expect(await asked).toBe("so");
    expect(at.raw()).not.toContain(pasteMarks.on);
  });
});

test("beside a wide list stands what is told of the entry, and nothing beside a narrow one", async () => {
  const preview = (value: string) => Promise.resolve([`about ${value}`]);
  const shown = async (columns: number) => {
    const at = atPrompter(columns);
    const asked = at.prompter.pick(out(people, { preview }));
    await at.type();
    // It is asked for once the cursor has rested on the entry.
    if (columns > 100) while (!at.plain().includes("about ann")) await new Promise((r) => setTimeout(r, 10));
    else await new Promise((resolve) => setTimeout(resolve, 250));
    await at.type(enter);
    await asked;
    return at.plain().includes("about ann");
  };
  expect([await shown(140), await shown(70)]).toEqual([true, false]);
});

test("a list is drawn in the width that the terminal has, or 80 where it tells none", async () => {
  const width = async (columns: number) => {
    const at = atPrompter(columns);
    const long: Entry<string> = { value: "x", cells: ["x".repeat(200)] };
    const asked = at.prompter.pick(out([long]));
    await at.type(enter);
    await asked;
    return Math.max(...at.lines().map((line) => line.length));
  };
  const [narrow, wide, untold] = [await width(40), await width(100), await width(0)];
  expect(narrow).toBeLessThanOrEqual(40);
  expect(wide).toBeLessThanOrEqual(100);
  expect(wide).toBeGreaterThan(80);
  expect(untold).toBeLessThanOrEqual(80);
  expect(untold).toBeGreaterThan(60);
});
