import { readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { sandboxForTest } from "../support/sandbox.ts";
import { runScenario } from "./run-scenario.ts";

// Each folder is one way in which an edit ends: `editor.mjs` is what the user does in the editor (one function an
// opening), `commands.txt` what they type, `expected.txt` what they see and what is left behind.
// `npx vitest run test/scenarios -u` writes expected.txt anew: read the difference.

const folders = readdirSync(import.meta.dirname, { withFileTypes: true }).filter((entry) => entry.isDirectory());

test.each(folders.map(({ name }) => name))("%s", async (name) => {
  const folder = join(import.meta.dirname, name);
  const sandbox = await sandboxForTest();
  await expect(await runScenario(folder, sandbox)).toMatchFileSnapshot(join(folder, "expected.txt"));
});
