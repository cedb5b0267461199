import { expect, test } from "vitest";
import { pastedNames } from "../../src/prompts/pasted.ts";
import { newPlace } from "../support/binary.ts";
import { sandboxForTest } from "../support/sandbox.ts";
import { keys, type TerminalRun } from "./screen.ts";
import { onTerminal } from "./window.ts";

// What is pasted is a text, not keys: no blank in it marks, no line break takes.

const paste = (text: string): string => `\u001b[200~${text}\u001b[201~`;
const arn = (name: string): string => `arn:aws:iam::111122223333:${name}`;

test.each<[string, readonly string[]]>([
  [` "${arn("role/App")}", `, [arn("role/App")]],
  ["role/App\nrole/Auditor\n", ["role/App", "role/Auditor"]],
  ["role/App\r\nrole/Auditor", ["role/App", "role/Auditor"]],
  [`"AWS" : [ "${arn("role/App")}",\n  "${arn("user/alice")}" ],`, [arn("role/App"), arn("user/alice")]],
  ["  - role/App,\n  - 'role/Auditor'", ["role/App", "role/Auditor"]],
  ["role/App role/App", ["role/App"]],
  ["user/a,b@example.com", ["user/a,b@example.com"]],
  ["[role/App]", ["role/App"]],
  [" \n ", []],
])("the names in %j", (text, names) => {
  expect(pastedNames(text)).toEqual(names);
});

const listed = async (...args: readonly string[]): Promise<TerminalRun> => {
  const run = onTerminal(await newPlace(), await sandboxForTest(), args);
  await run.see("users and roles\n");
  await run.see("Esc goes back");
  return run;
};

const leave = async (run: TerminalRun) => {
  run.type(keys.ctrlC);
  expect(await run.ended()).toEqual({ exit: 130, sane: true });
  expect(run.raw().lastIndexOf("\u001b[?2004l")).toBeGreaterThan(run.raw().lastIndexOf("\u001b[?2004h"));
};

test("an ARN as it stands in a policy marks whom it names, and nobody else", async () => {
  const run = await listed("add-user", "alias/app");
  run.type(paste(` "${arn("role/Auditor")}", `));
  await run.see("[x] role/Auditor");
  await run.see("1 marked");
  await leave(run);
  expect(run.plain()).not.toContain("[x] role/Admin");
});

test("several lines mark several; the line breaks take nothing", async () => {
  const run = await listed("add-user", "alias/app");
  run.type(paste("role/Auditor\nrole/service/Backup\n"));
  await run.see("2 marked");
  run.type(keys.enter);
  await run.see("role/Auditor and role/service/Backup gain use of the key");
  await leave(run);
});

test("what names nobody is said and marks nothing, and so is who has it already", async () => {
  const run = await listed("add-user", "alias/app");
  run.type(paste("role/Auditor\nrole/Nope\nrole/App\n"));
  await run.see("nothing of the name role/Nope; role/App: key user already");
  await run.see("1 marked");
  await leave(run);
});

test("one word that is no name is looked for", async () => {
  const run = await listed("add-user", "alias/app");
  run.type(paste("Audit\n"));
  await run.see("1 of 12 users and roles");
  run.type("or");
  await run.see("Auditor");
  await leave(run);
  expect(run.plain()).not.toContain("marked\n");
});

test("in a list of which one is taken a paste searches, and takes nothing", async () => {
  const run = onTerminal(await newPlace(), await sandboxForTest(), ["show"]);
  await run.see("Which key?");
  await run.see("11 keys");
  run.type(paste(' "alias/reports",\n'));
  await run.see("1 of 11 keys");
  await leave(run);
  expect(run.plain()).not.toContain("by this policy alone");
});
