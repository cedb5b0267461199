import { cp } from "node:fs/promises";
import { expect, test } from "vitest";
import { newPlace } from "../support/binary.ts";
import { sandboxForTest } from "../support/sandbox.ts";
import { keys } from "./screen.ts";
import { onTerminal } from "./window.ts";

test.each([
  ["--no-color", ["--no-color"], {}],
  ["NO_COLOR", [], { NO_COLOR: "1" }],
])("%s: nothing is coloured, and all is readable", async (_, flags, environment) => {
  const args = ["deny-deletion", "alias/app", ...flags];
  const run = onTerminal(await newPlace(), await sandboxForTest(), args, { environment });
  await run.see("- role/Admin loses");
  await run.see("    Action (");
  await run.see("Save the new text");
  run.type(keys.ctrlC);
  await run.ended();
  expect(run.raw()).not.toMatch(/\u001b\[[\d;]*m/);
});

test.each([
  ["--no-color", ["--no-color"], {}],
  ["NO_COLOR", [], { NO_COLOR: "1" }],
])("%s in the menu: the list, the marks and the review are readable", async (_, flags, environment) => {
  const run = onTerminal(await newPlace(), await sandboxForTest(), flags, { environment });
  await run.see("Which key?");
  run.type("alias/app");
  await run.see("1 of 11 keys");
  run.type(keys.enter);
  await run.see("What about alias/app?");
  run.type("add users", keys.enter);
  await run.see("[-] role/App  (key user already)");
  run.type("Aud");
  await run.see("1 of 12 users and roles");
  run.type(keys.space);
  await run.see("[x] role/Auditor");
  run.type(keys.enter);
  await run.see("+ role/Auditor gains use of the key");
  run.type(keys.ctrlC);
  await run.ended();
  expect(run.raw()).not.toMatch(/\u001b\[[\d;]*m/);
});

test.each([80, 40])("at %s columns each key of kmspol list has one line", async (columns) => {
  const run = onTerminal(await newPlace(), await sandboxForTest(), ["list"], { columns });
  await run.ended();
  const lines = run.drawn();
  expect(lines.filter((line) => /^(?:alias\/|-|7890abcd-)/.test(line))).toHaveLength(11);
  expect(lines.filter((line) => line.length > columns)).toEqual([]);
  // What only an id names has its columns below the id where there is no room beside it.
  if (columns === 40)
    expect(lines[lines.findIndex((line) => line.startsWith("7890abcd-")) + 1]).toMatch(/^ +Enabled$/);
  expect(run.raw()).toMatch(/\u001b\[31m\u001b\[1mPendingDeletion/);
  expect(run.raw()).toMatch(/\u001b\[33mDisabled/);
});

test("a text in which names of a document stand is folded by their own length", async () => {
  const place = await newPlace();
  await cp("test/container/worked", place.work, { recursive: true });
  const run = onTerminal(place, undefined, ["check", "12-hcl/main.tf"], { rows: 200 });
  await run.ended();
  const words = run.drawn().filter((line) => line.startsWith("  ") && !/^ +\d* \|/.test(line));
  expect(words.join("\n")).toContain("${data.aws_caller_identity.backup.account_id}");
  expect(words.filter((line) => line.length > 80)).toEqual([]);
});

test("at 40 columns every line of a list fits", async () => {
  const run = onTerminal(await newPlace(), await sandboxForTest(), ["add-user", "alias/app"], {
    columns: 40,
  });
  await run.see("Esc back");
  const lines = run.drawn();
  run.type(keys.escape);
  await run.ended();
  expect(lines.filter((line) => line.length > 40)).toEqual([]);
});
