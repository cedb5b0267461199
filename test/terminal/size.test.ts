import { chmod, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { execaSync } from "execa";
import { expect, test } from "vitest";
import { newPlace } from "../support/binary.ts";
import { sandboxForTest } from "../support/sandbox.ts";
import { inShell, onTerminal as onPty } from "./pty.ts";
import { keys } from "./screen.ts";
import { onTerminal } from "./window.ts";

/** What only the wide or the narrow way of drawing says. */
const wide = "Enter takes the line, Esc goes back, Ctrl-R Region";
const narrow = "Enter, Esc, ^R Region";

test("a list is laid out anew as soon as the terminal has another width, and keeps what was typed", async () => {
  const run = onPty(await newPlace(), await sandboxForTest(), []);
  await run.see("Which key?");
  run.type("rep");
  await run.see("1 of 11 keys");
  await run.see(wide);
  run.resize(40, 24);
  await run.see("? Which key? rep");
  await run.see(narrow);
  run.resize(110, 30);
  await run.see("? Which key? rep");
  await run.see(wide);
  run.type(keys.ctrlC);
  expect(await run.ended()).toEqual({ exit: 130, sane: true });
});

test("the review's question is drawn again at another width, and answers as before", async () => {
  const sandbox = await sandboxForTest();
  const run = onTerminal(await newPlace(), sandbox, ["add-user", "alias/app", "role/Auditor"]);
  await run.see("Save the new text");
  run.resize(40, 24);
  // Anew, not what stood there in pieces.
  await run.see("? Write this policy to alias/app in\n  111122223333, eu-west-1?");
  await run.see("Save the new text");
  await run.see("↑↓ move or n/y/d/s, Enter, Esc back");
  run.type("y");
  await run.see("changed and verified");
  expect(await run.ended()).toEqual({ exit: 0, sane: true });
  expect(sandbox.policyOf("alias/app")).toContain("role/Auditor");
});

const bash = execaSync("bash", ["-c", "true"], { reject: false }).exitCode === 0;

/** What is typed, what stands then, a key, and what it does, after `fg` too. */
const stopped = [
  ["kmspol", "11 keys", "rep", "1 of 11 keys"],
  ["kmspol add-user alias/app role/Auditor", "Esc goes back", "d", "--- before"],
  ["kmspol grant-account alias/app", "Which account (12 digits)?", "12\r", "an account id has 12 digits"],
] as const;

test.runIf(bash).each(stopped)(
  "%s: Ctrl-Z stops at the question with the terminal as the shell wants it, and fg goes on",
  async (line, stands, key, does) => {
    const [place, sandbox] = [await newPlace(), await sandboxForTest()];
    const program = `#!/bin/sh\nexec "${process.execPath}" "${resolve("bin/kmspol.js")}" "$@"\n`;
    await writeFile(join(place.root, "kmspol"), program);
    await chmod(join(place.root, "kmspol"), 0o755);
    const run = inShell(place, sandbox, ["bash", "--norc", "--noprofile", "-i"], place.root);
    run.type("PS1='rea''dy> '\r");
    await run.see("ready> ");
    run.type(`${line}\r`);
    await run.see(stands);
    run.type("\u001a");
    await run.see("Stopped");
    run.type("echo it is st''opped\r");
    await run.see("it is stopped");
    expect(run.raw().lastIndexOf("\u001b[?25l")).toBeLessThanOrEqual(run.raw().lastIndexOf("\u001b[?25h"));
    run.type("fg\r");
    await run.see(stands);
    run.type(key);
    await run.see(does);
    run.type(keys.ctrlC);
    await run.see("ready> ");
  },
);
