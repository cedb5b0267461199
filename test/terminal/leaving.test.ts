import { expect, test } from "vitest";
import { newPlace } from "../support/binary.ts";
import { sandboxForTest } from "../support/sandbox.ts";
import { keys, onTerminal, type TerminalRun } from "./pty.ts";

/** A way to a question: the command line, what is typed at which sight, the question, and what Esc there leads to. */
interface Way {
  readonly name: string;
  readonly args: readonly string[];
  readonly steps?: readonly (readonly [seen: string, typed: string])[];
  readonly at: string;
  /** Undefined: Esc leaves. */
  readonly back?: string;
}

const ways: readonly Way[] = [
  { name: "the list of keys", args: [], at: "Which key?" },
  { name: "the key of a verb", args: ["show"], at: "Which key?" },
  { name: "the principals", args: ["add-user", "alias/app"], at: "[-] role/App" },
  {
    name: "the principals after the key",
    args: ["add-user"],
    steps: [["alias/tokens", "alias/app\r"]],
    at: "[-] role/App",
    back: "alias/tokens",
  },
  { name: "an account", args: ["grant-account", "alias/app"], at: "Which account" },
  {
    name: "what an account is for",
    args: ["grant-account", "alias/app"],
    steps: [["Which account", "444455556666\r"]],
    at: "What for?",
    back: "Which account",
  },
  { name: "the question, operands typed", args: ["deny-deletion", "alias/app"], at: "Save the new text" },
  {
    name: "the question, operands asked for",
    args: ["add-user", "alias/app"],
    steps: [["[-] role/App", "Auditor\r"]],
    at: "Save the new text",
    back: "[-] role/App",
  },
  {
    name: "the file for the new text",
    args: ["deny-deletion", "alias/app"],
    steps: [["Save the new text", keys.up + keys.down + keys.down + keys.down + "\r"]],
    at: "File:",
    back: "Save the new text",
  },
];

const walk = async ({ args, steps = [], at }: Way): Promise<TerminalRun> => {
  const run = onTerminal(await newPlace(), await sandboxForTest(), args);
  for (const [seen, typed] of steps) {
    await run.see(seen);
    run.type(typed);
  }
  await run.see(at);
  return run;
};

test.each(ways)("Ctrl-C at $name leaves with 130, and a sane terminal", async (way) => {
  const run = await walk(way);
  run.type(keys.ctrlC);
  expect(await run.ended()).toEqual({ exit: 130, sane: true });
  expect(run.plain()).not.toContain("verified");
});

test.each(ways)("Esc at $name goes one step back, at the first one out", async (way) => {
  const run = await walk(way);
  run.type(keys.escape);
  if (way.back !== undefined) {
    await run.see(way.back);
    run.type(keys.ctrlC);
  }
  expect(await run.ended()).toEqual({ exit: 130, sane: true });
});

test("without colours nothing is coloured", async () => {
  const run = onTerminal(await newPlace(), await sandboxForTest(), [
    "deny-deletion",
    "alias/app",
    "--no-color",
  ]);
  await run.see("Save the new text");
  run.type(keys.ctrlC);
  await run.ended();
  expect(run.raw()).not.toMatch(/\u001b\[[\d;]*m/);
});

test("at 40 columns every line of a list fits", async () => {
  const run = onTerminal(await newPlace(), await sandboxForTest(), ["add-user", "alias/app"], {
    columns: 40,
  });
  await run.see("Esc back");
  const lines = run.plain().split("\n");
  run.type(keys.escape);
  await run.ended();
  expect(lines.filter((line) => line.length > 40)).toEqual([]);
});
