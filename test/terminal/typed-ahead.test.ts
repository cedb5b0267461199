import { execaSync } from "execa";
import { chmod, readFile, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { expect, test } from "vitest";
import { newPlace } from "../support/binary.ts";
import { long, sample } from "../support/long-form.ts";
import { sandboxForTest } from "../support/sandbox.ts";
import { inShell, onTerminal } from "./pty.ts";
import { keys } from "./screen.ts";

// What is typed while the program waits: never seen in what it draws, never an answer to what nobody has read.

// What does not fit does not fit the narrowest first.
test.each(sample([40, 80, 200], 1))(
  "the menu at %i columns: text begins the search, Enter takes nothing",
  async (columns) => {
    const sandbox = await sandboxForTest({ latency: 800 });
    const run = onTerminal(await newPlace(), sandbox, [], { columns });
    await run.see("asking KMS");
    run.type("app", keys.enter, "zzz", keys.enter);
    await run.see("Which key? app");
    await run.see("1 of 11 keys");
    run.type(keys.enter);
    await run.see("⠋ ");
    run.type("add users", keys.enter, keys.enter);
    await run.see("What about alias/app? add users");
    expect(run.plain()).not.toContain("zzz");
    for (const line of run.drawn().filter((one) => one.includes("add users")))
      expect(line).toContain("What about");
    run.type(keys.ctrlC);
    expect(await run.ended()).toEqual({ exit: 130, sane: true });
  },
);

test.each([
  ["Enter", keys.enter],
  ["the letter of yes", "y"],
  ["the arrow to yes and Enter", keys.down + keys.enter],
])("a review is not answered by %s before it is shown", async (_, typed) => {
  // The lines of a dumb terminal are asked for by their number: of these keys Enter alone answers there.
  const terminals = long || typed === keys.enter ? ["xterm-256color", "dumb"] : ["xterm-256color"];
  for (const TERM of terminals) {
    const sandbox = await sandboxForTest({ latency: 400 });
    const before = sandbox.policyOf("alias/app");
    const run = onTerminal(await newPlace(), sandbox, ["add-user", "alias/app", "role/Auditor"], {
      environment: { TERM },
    });
    if (TERM !== "dumb") await run.see("reading alias/app");
    run.type(typed, typed);
    await run.see("Save the new text");
    if (TERM === "dumb") await run.see("number [1]:");
    run.type(TERM === "dumb" ? "s\r" : "s");
    await run.see("File:");
    run.type(keys.ctrlC);
    expect(await run.ended()).toEqual({ exit: 130, sane: true });
    expect(sandbox.policyOf("alias/app").length).toBe(before.length);
  }
});

test("a space marks nobody in a checklist that is not there yet", async () => {
  const run = onTerminal(await newPlace(), await sandboxForTest({ latency: 800 }), ["add-user", "alias/app"]);
  await run.see("reading alias/app");
  run.type("Aud ", keys.enter);
  await run.see("1 of ");
  expect(run.plain()).not.toContain("1 marked");
  run.type(keys.ctrlC);
  expect(await run.ended()).toEqual({ exit: 130, sane: true });
});

test("Ctrl-C and Ctrl-Z work while it waits, and leave the terminal as it was", async () => {
  const run = onTerminal(await newPlace(), await sandboxForTest({ latency: 3000 }), [
    "add-user",
    "alias/app",
  ]);
  await run.see("reading alias/app");
  run.type("typed", keys.ctrlC);
  expect(await run.ended()).toEqual({ exit: 130, sane: true });
  expect(run.plain()).not.toContain("typed");
});

const hasBash = execaSync("bash", ["-c", "true"], { reject: false }).exitCode === 0;

test.runIf(hasBash)(
  "what is typed while a verb that asks nothing works is for the shell, also after Ctrl-Z and a kill",
  async () => {
    const [place, sandbox] = [await newPlace(), await sandboxForTest({ latency: 1500 })];
    const program = `#!/bin/sh\nexec "${process.execPath}" "${resolve("bin/kmspol.js")}" "$@"\n`;
    await writeFile(join(place.root, "kmspol"), program);
    await chmod(join(place.root, "kmspol"), 0o755);
    const shell = inShell(place, sandbox, ["bash", "--norc", "--noprofile", "-i"], place.root);
    shell.type("PS1='$ '; stty -g > was\r");
    shell.type("kmspol show alias/app\r");
    await shell.see("reading alias");
    shell.type("echo read by $((40 + 2))\r");
    await shell.see("WHO");
    await shell.see("read by 42");
    expect(shell.plain().split("WHO")[0]).not.toContain("echo read");
    shell.type("kmspol show alias/app\r");
    await shell.see("reading alias");
    shell.type("\u001a");
    await shell.see("Stopped");
    shell.type("echo seen while typed; fg\r");
    await shell.see("echo seen while typed");
    await shell.see("WHO");
    shell.type("kmspol show alias/app & sleep 1; kill -9 $!; stty -g | cmp - was && echo sa''me\r");
    await shell.see("same");
  },
);

/** Asks the terminal how it is when all is done that a program can do at its end: from then on Node no longer catches Ctrl-C. */
const lookAtEnd = `
const { spawnSync } = require("node:child_process");
const emit = process.emit;
process.emit = function (name, ...rest) {
  const done = emit.call(this, name, ...rest);
  if (name === "exit" && process.env.SEEN) {
    const { stdout } = spawnSync("stty", ["-a"], { stdio: [0, "pipe", "ignore"], encoding: "utf8" });
    require("node:fs").writeFileSync(process.env.SEEN, stdout);
  }
  return done;
};
`;

test("typing is shown again before Node stops to catch Ctrl-C, which would leave the terminal silent", async () => {
  const [place, sandbox] = [await newPlace(), await sandboxForTest({ latency: 400 })];
  const [hook, SEEN] = [join(place.root, "hook.cjs"), join(place.root, "seen")];
  await writeFile(hook, lookAtEnd);
  const environment = { NODE_OPTIONS: `--require ${hook}`, SEEN };
  const run = onTerminal(place, sandbox, ["show", "alias/app"], { environment });
  await run.see("reading alias/app");
  expect(await run.ended()).toEqual({ exit: 0, sane: true });
  expect(await readFile(SEEN, "utf8")).toMatch(/ echo /);
});
