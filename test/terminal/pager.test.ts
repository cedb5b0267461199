import { chmod, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { execaSync } from "execa";
import { expect, test } from "vitest";
import { newPlace, type Place } from "../support/binary.ts";
import { sandboxForTest } from "../support/sandbox.ts";
import { onTerminal as onPty } from "./pty.ts";
import { keys, type TerminalRun } from "./screen.ts";
import { onTerminal } from "./window.ts";

const args = ["grant-account", "alias/app", "777788889999", "--full"];
const question = "Save the new text to a file";

/** A terminal too low for the review, and a pager: a shell script that has a file `out` to write to. */
const withPager = async (
  script: string | undefined,
  environment: Readonly<Record<string, string>> = {},
  on = onPty,
): Promise<{ readonly place: Place; readonly run: TerminalRun }> => {
  const place = await newPlace();
  const pager = join(place.root, "pager");
  await writeFile(pager, `#!/bin/sh\n${script ?? ""}\n`);
  await chmod(pager, 0o755);
  const named = script === undefined ? {} : { PAGER: `${pager} "two words"` };
  const run = on(place, await sandboxForTest(), args, {
    rows: 16,
    environment: { ...named, ...environment },
  });
  return { place, run };
};

const leave = async (run: TerminalRun) => {
  await run.see(question);
  run.type(keys.ctrlC);
  expect(await run.ended()).toEqual({ exit: 130, sane: true });
};

test("$PAGER gets the whole review, its own arguments, and LESS as git sets it", async () => {
  const { run } = await withPager('echo "pager: $1, LESS=$LESS"; cat');
  await run.see("pager: two words, LESS=FRX");
  await run.see("+++ after");
  await leave(run);
  expect(run.plain()).not.toContain("space goes on");
});

test("a LESS of one's own stays", async () => {
  const { run } = await withPager('echo "LESS=$LESS"; cat', { LESS: "R" });
  await run.see("LESS=R\n");
  await leave(run);
});

test("$KMSPOL_PAGER comes before $PAGER", async () => {
  const { run } = await withPager("exit 9", { KMSPOL_PAGER: "sed s/^/mine:/" });
  await run.see("mine:+++ after");
  await leave(run);
});

test.each(["", "cat"])("$KMSPOL_PAGER %j: everything is written, and no key is asked for", async (pager) => {
  const { run } = await withPager("exit 9", { KMSPOL_PAGER: pager });
  await run.see("+++ after");
  await leave(run);
  expect(run.plain()).not.toContain("space goes on");
});

const hasLess = execaSync("less", ["--version"], { reject: false }).exitCode === 0;

test.runIf(hasLess)("less reads its keys from the terminal", async () => {
  const { run } = await withPager(undefined, { PAGER: "less" });
  await run.see("alias/app in 111122223333");
  run.type("q");
  await leave(run);
  expect(run.plain()).not.toContain("space goes on");
});

const failing: readonly (readonly [why: string, pager: string, says: string])[] = [
  ["is not there", "no-such-pager", 'the pager "no-such-pager" (from $KMSPOL_PAGER) cannot be started'],
  ["fails", "sh -c 'exit 4'", "ended with 4; the text follows"],
  ["is killed", "sh -c 'kill -TERM $$'", "ended with SIGTERM; the text follows"],
  ["has an open quote", "less 'R", "names no program; the text follows"],
];

test.each(failing)("a pager that %s: kmspol pages by itself", async (_, pager, says) => {
  const { run } = await withPager(undefined, { KMSPOL_PAGER: pager }, onTerminal);
  await run.see(says);
  await run.see("space goes on, a shows all, q skips");
  run.type("a");
  await run.see("Access:");
  await leave(run);
});

test("a pager that is left before it read everything is no failure", async () => {
  const { run } = await withPager("head -n 2");
  await run.see("Access:");
  await leave(run);
  expect(run.plain()).not.toContain("space goes on");
});

test("Ctrl-C belongs to the pager that handles it", async () => {
  const { run } = await withPager(
    "trap 'echo caught; cat; exit 0' INT; echo waiting; while :; do sleep 0.1; done",
  );
  await run.see("waiting");
  run.type(keys.ctrlC);
  await run.see("caught");
  await leave(run);
});

test("Ctrl-C at a pager that dies of it leaves with 130, and a sane terminal", async () => {
  const { run } = await withPager("echo waiting; exec sleep 60");
  await run.see("waiting");
  run.type(keys.ctrlC);
  expect(await run.ended()).toEqual({ exit: 130, sane: true });
  expect(run.plain()).toContain("nothing was written");
});

test("what fits the screen needs no pager", async () => {
  const place = await newPlace();
  const run = onTerminal(place, await sandboxForTest(), ["deny-deletion", "alias/app"], {
    environment: { PAGER: "no-such-pager" },
  });
  await leave(run);
  expect(run.plain()).not.toContain("no-such-pager");
});

test("the full diff goes through the pager, too, after a question was answered", async () => {
  const { run } = await withPager(
    "cat >/dev/null; echo 'leave with q:'; read key </dev/tty; echo \"got $key\"",
  );
  await run.see("leave with q:");
  run.type("one\r");
  await run.see("got one");
  await run.see(question);
  run.type(keys.down, keys.down, keys.enter);
  await run.see("leave with q:");
  run.type("two\r");
  await run.see("got two");
  await leave(run);
});
