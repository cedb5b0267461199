import { expect, test } from "vitest";
import { kmspol, newPlace } from "../support/binary.ts";
import { onTerminal } from "./pty.ts";
import { keys } from "./screen.ts";

test("whoever types kmspol lsp is told that an editor starts it, and Ctrl-C ends it", async () => {
  const run = onTerminal(await newPlace(), undefined, ["lsp"]);
  await run.see("for an editor, which starts it");
  await run.see("docs/editors.md");
  run.type(keys.ctrlC);
  expect(await run.ended()).toEqual({ exit: 130, sane: true });
});

test("an editor is told nothing on standard error", async () => {
  const { stderr } = await kmspol(await newPlace(), undefined, ["lsp"]);
  expect(stderr).toBe("");
});
