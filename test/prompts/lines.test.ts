import { PassThrough } from "node:stream";
import { describe, expect, test } from "vitest";
import { Interrupted, SteppedBack } from "../../src/errors.ts";
import { createLinePrompter } from "../../src/prompts/line-prompter.ts";
import { growing, named, out } from "./at-prompter.ts";

// Questions on a terminal that only writes on: numbers and lines.

/** Answers each question with the next of these lines; the input ends behind the last. */
const answering = (...lines: readonly string[]) => {
  const [input, output] = [new PassThrough(), new PassThrough()];
  let written = "";
  const left = [...lines];
  output.on("data", (chunk) => {
    written += String(chunk);
    // What is asked ends without a line end.
    if (!/[:>?)] $/.test(String(chunk))) return;
    const next = left.shift();
    setImmediate(() => (next === undefined ? input.end() : input.write(`${next}\n`)));
  });
  return { prompter: createLinePrompter({ input, output }), written: () => written, left };
};

const choices = [
  { key: "yes", label: "Yes", letter: "y" },
  { key: "no", label: "No", letter: "n" },
] as const;

describe("a choice", () => {
  test.each([
    [["1"], "yes"],
    [["2"], "no"],
    [["y"], "yes"],
    [[" N "], "no"],
    [[""], "no"],
    [["3", "what", "1"], "yes"],
  ])("%j is %s", async (lines, chosen) => {
    const at = answering(...lines);
    expect(await at.prompter.choose("Write it?", choices, "no")).toBe(chosen);
    expect(at.written()).toContain("Write it?\n  1 Yes\n  2 No\nnumber [2]: ");
    expect(at.written().match(/a number from 1 to 2, please/g)?.length ?? 0).toBe(lines.length - 1);
  });
  test("an end of the input cancels", async () => {
    await expect(answering().prompter.choose("Write it?", choices, "no")).rejects.toBeInstanceOf(Interrupted);
  });
});

describe("a line of text", () => {
  const check = (answer: string) => (answer.length > 2 ? undefined : `"${answer}" is too short`);
  test("is asked for again, with what is wrong with it, until it is right", async () => {
    const at = answering("a", "", "abc");
    expect(await at.prompter.ask("Account:", check)).toBe("abc");
    expect(at.written()).toContain('"a" is too short\n');
    expect(at.written()).toContain('"" is too short\n');
  });
  test.each([
    ["", "usual"],
    ["  ", "usual"],
    [" mine", " mine"],
  ])("%j with a usual answer is %j", async (line, answer) => {
    const at = answering(line);
    expect(await at.prompter.ask("Account:", undefined, "usual")).toBe(answer);
    expect(at.written()).toContain("(usual)");
  });
});

describe("a list", () => {
  const people = ["ann", "bob", named("dan", { taken: "key user already" }), "eve"];
  test.each<[lines: readonly string[], taken: readonly string[]]>([
    [["1"], ["ann"]],
    [["1, 4"], ["ann", "eve"]],
    [["2 1"], ["bob", "ann"]],
    [["3", "1"], ["3"]],
    [["ev", "1"], ["eve"]],
    [["zoe", "1"], ["zoe"]],
  ])("several: %j", async (lines, taken) => {
    expect(await answering(...lines).prompter.pickSeveral(out(people))).toEqual(taken);
  });
  test("one: several numbers are asked for again", async () => {
    const at = answering("1 2", "2");
    expect(await at.prompter.pick(out(people))).toBe("bob");
    expect(at.written()).toContain("one of them, please\n");
  });
  test("an empty line goes back", async () => {
    await expect(answering("").prompter.pick(out(people))).rejects.toBeInstanceOf(SteppedBack);
  });
  test("what cannot be chosen has no number, what else can be done is not counted, and a long one is cut", async () => {
    const at = answering("1");
    await at.prompter.pick(out(people, { foot: [named("other account")], heading: () => "in 111122223333" }));
    expect(at.written()).toContain(
      "in 111122223333\nWho?\n  1 ann\n  2 bob\n  - dan (key user already)\n  4 eve\n  5 other account\n  4 users; type a number, a name",
    );
    const many = answering("1");
    await many.prompter.pickSeveral(out(Array.from({ length: 25 }, (_, i) => `user ${i}`)));
    expect(many.written()).toContain("  20 user 19\n  ... and 5 more\n  25 users; type numbers");
    const one = answering("1");
    await one.prompter.pick(out(["ann"]));
    expect(one.written()).toContain("  1 user; type");
  });
  test("it is shown once all are there", async () => {
    const { feed, arrive } = growing([named("ann")], "loading");
    const at = answering("2");
    const asked = at.prompter.pick(out([], { feed }));
    await new Promise((resolve) => setImmediate(resolve));
    expect(at.written()).toBe("");
    arrive([named("bob")]);
    expect(await asked).toBe("bob");
  });
});

test("a secret is not written", async () => {
  const at = answering("123456");
  expect(await at.prompter.secret("MFA code?")).toBe("123456");
  expect(at.written()).toBe("MFA code? (hidden while typed) \n");
});

test("there is nothing to look through, and a page is written as it is", async () => {
  const at = answering();
  expect(await at.prompter.browse({ heading: "", entries: [], keys: [] })).toBeUndefined();
  expect(await at.prompter.page("a\nb\n", 3)).toBe(false);
  expect(at.written()).toBe("a\nb\n");
});
