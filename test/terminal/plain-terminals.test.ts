import { expect, test } from "vitest";
import { newPlace } from "../support/binary.ts";
import { sandboxForTest } from "../support/sandbox.ts";
import { onTerminal as onPty } from "./pty.ts";
import { keys } from "./screen.ts";
import { onTerminal } from "./window.ts";

const ascii = /^[\x00-\x7f]*$/;

/** No escape sequence, and no line that is drawn over. */
const expectOnlyWritten = (raw: string): void => {
  expect(raw).not.toContain("\u001b");
  expect(raw.replaceAll("\r\n", "")).not.toContain("\r");
};

test("TERM=dumb: the menu asks by lines, to a written change; nothing is drawn over", async () => {
  const sandbox = await sandboxForTest({ latency: 200 });
  const run = onPty(await newPlace(), sandbox, [], { environment: { TERM: "dumb" } });
  const steps = [
    ["Which key?", "alias/app"],
    ["1 alias/app", "1"],
    ["What about alias/app?", "add users"],
    ["1 Add users", "1"],
    ["role/App (key user already)", "Auditor bob"],
    ["0 users and roles", "Auditor"],
    ["1 role/Auditor", "1"],
    ["Yes, write it", "2"],
    ["changed and verified", ""],
  ] as const;
  for (const [seen, typed] of steps) {
    await run.see(seen);
    await run.see(seen === "Yes, write it" ? "number [1]:" : ">");
    run.type(typed, "\r");
  }
  await run.see("Which key?");
  await run.see(">");
  run.type(keys.ctrlC);
  expect(await run.ended()).toEqual({ exit: 130, sane: true });
  expectOnlyWritten(run.raw());
  expect(sandbox.policyOf("alias/app")).toContain("role/Auditor");
});

test("TERM=dumb: No is what Enter says in a review, and the end of the input cancels", async () => {
  const sandbox = await sandboxForTest();
  const before = sandbox.policyOf("alias/app");
  for (const [typed, says, then] of [
    ["\r", "nothing was written", ""],
    ["what\r", "a number from 1 to 4, please", "\u0004"],
  ] as const) {
    const run = onPty(await newPlace(), sandbox, ["add-user", "alias/app", "role/Auditor"], {
      environment: { TERM: "dumb" },
    });
    await run.see("number [1]:");
    run.type(typed);
    await run.see(says);
    if (then !== "") await run.see("number [1]:");
    run.type(then);
    expect(await run.ended()).toEqual({ exit: 130, sane: true });
    expectOnlyWritten(run.raw());
  }
  expect(sandbox.policyOf("alias/app").length).toBe(before.length);
});

test("LC_ALL=C: menu, matrix, review and history are in ASCII", async () => {
  const sandbox = await sandboxForTest({ latency: 400 });
  const run = onTerminal(await newPlace(), sandbox, [], { environment: { LC_ALL: "C" } });
  await run.see("arrows move");
  run.type("alias/app\r");
  await run.see("part with a limit");
  await run.see("> Users ");
  run.type("add users\r");
  await run.see("[-] role/App");
  run.type("Auditor\r");
  await run.see("Save the new text");
  run.type("y");
  await run.see("changed and verified");
  await run.see("> Users ");
  run.type("history\r");
  await run.see("Enter shows");
  run.type(keys.ctrlC);
  expect(await run.ended()).toEqual({ exit: 130, sane: true });
  expect(run.raw()).toMatch(ascii);
});

test.each([{ TERM: "dumb" }, { LC_ALL: "C" }])("%o: lists, findings and errors", async (environment) => {
  const sandbox = await sandboxForTest();
  for (const args of [
    ["list"],
    ["who-can", "alias/reports"],
    ["check", "alias/orphaned"],
    ["show", "alias/nope"],
    ["each", "--all", "--dry-run", "--", "add-user", "role/App"],
  ]) {
    const run = onTerminal(await newPlace(), sandbox, args, { columns: 60, environment });
    await run.ended();
    if ("TERM" in environment) expectOnlyWritten(run.raw());
    else expect(run.raw()).toMatch(ascii);
  }
});
