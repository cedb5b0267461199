import { expect, test } from "vitest";
import { newPlace } from "../support/binary.ts";
import { sandboxForTest } from "../support/sandbox.ts";
import { keys, onTerminal } from "./pty.ts";

test.each([
  ["--no-color", ["--no-color"], {}],
  ["NO_COLOR", [], { NO_COLOR: "1" }],
])("%s: nothing is coloured, and all is readable", async (_, flags, environment) => {
  const args = ["deny-deletion", "alias/app", ...flags];
  const run = onTerminal(await newPlace(), await sandboxForTest(), args, { environment });
  await run.see('-    "Action"');
  await run.see("- role/Admin loses");
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
