import { expect, test } from "vitest";
import { newPlace } from "../support/binary.ts";
import { kmspol } from "../support/here.ts";
import { sandboxForTest } from "../support/sandbox.ts";
import { onTerminal as onPty } from "./pty.ts";
import { keys } from "./screen.ts";
import { onTerminal } from "./window.ts";

test("a long list shows on a terminal how far it is, and takes that away at the end", async () => {
  const run = onTerminal(await newPlace(), await sandboxForTest({ extraKeys: 120, latency: 40 }), ["list"]);
  await run.see("0 keys…");
  await run.see("alias/extra-00120");
  expect(await run.ended()).toEqual({ exit: 0, sane: true });
});

test("without a terminal there is none", async () => {
  const { exit, stderr } = await kmspol(
    await newPlace(),
    await sandboxForTest({ extraKeys: 120, latency: 40 }),
    ["list"],
  );
  expect([exit, stderr]).toEqual([0, ""]);
});

const change = ["add-user", "alias/app", "role/service/Backup", "--yes"];

test("what is waited for is said on a line that is gone at the end", async () => {
  const place = await newPlace();
  const run = onTerminal(place, await sandboxForTest({ latency: 400, propagation: 3000 }), change);
  await run.see("⠋ reading alias/app…");
  await run.see(" writing…");
  await run.see(" written; waiting until KMS shows it…");
  await run.see("changed and verified");
  expect(await run.ended()).toEqual({ exit: 0, sane: true });
  // Each picture is drawn over the one before, and the last one is taken away before the result.
  const lines = run.raw().split("\n");
  for (const line of lines.filter((one) => one.includes("KMS shows it")))
    expect(line.split("\r\u001b[K").at(-1)).not.toContain("KMS shows it");
});

test.each([
  [{ LC_ALL: "C" }, /[|/\\-] writing\.\.\./],
  [{ LC_ALL: "de_DE.UTF-8" }, /[⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏] writing…/],
])("%j: in the signs that the terminal knows", async (environment, words) => {
  const sandbox = await sandboxForTest({ latency: 800 });
  const run = onTerminal(await newPlace(), sandbox, change, { environment });
  expect((await run.ended()).exit).toBe(0);
  expect(run.raw()).toMatch(words);
});

test("a terminal that knows no control sequences sees none, and Ctrl-C leaves no half line", async () => {
  const sandbox = await sandboxForTest({ latency: 500 });
  const dumb = onPty(await newPlace(), sandbox, change, { environment: { TERM: "dumb" } });
  expect((await dumb.ended()).exit).toBe(0);
  expect(dumb.raw()).not.toMatch(/writing|\u001b\[K/);
  const stopped = onPty(await newPlace(), await sandboxForTest({ propagation: 20_000 }), change);
  await stopped.see("waiting until KMS shows it");
  stopped.type(keys.ctrlC);
  await stopped.see("not yet seen");
  expect((await stopped.ended()).exit).toBe(130);
  expect(stopped.raw()).toMatch(/\r\u001b\[K\n?\r?\n?kmspol: written \(change/);
});

test("Ctrl-C between the put and the grants tells that none was revoked, and the same command goes on", async () => {
  const [place, sandbox] = [await newPlace(), await sandboxForTest({ propagation: 20_000 })];
  const command = ["remove-user", "alias/app", "role/service/Backup", "role/App", "--grants", "--yes"];
  const run = onPty(place, sandbox, command);
  await run.see("waiting until KMS shows it");
  run.type(keys.ctrlC);
  await run.see("no grant was revoked yet (1 to go): the same command again does that");
  expect((await run.ended()).exit).toBe(130);
});
