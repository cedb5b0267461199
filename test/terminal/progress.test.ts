import { expect, test } from "vitest";
import { kmspol, newPlace } from "../support/binary.ts";
import { sandboxForTest } from "../support/sandbox.ts";
import { onTerminal } from "./pty.ts";

test("a long list shows on a terminal how far it is, and takes that away at the end", async () => {
  const run = onTerminal(await newPlace(), await sandboxForTest({ extraKeys: 300, latency: 40 }), ["list"]);
  await run.see("00 keys…");
  await run.see("alias/extra-00300");
  expect(await run.ended()).toEqual({ exit: 0, sane: true });
});

test("without a terminal there is none", async () => {
  const { exit, stderr } = await kmspol(
    await newPlace(),
    await sandboxForTest({ extraKeys: 300, latency: 40 }),
    ["list"],
  );
  expect([exit, stderr]).toEqual([0, ""]);
});
