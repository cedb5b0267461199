import { existsSync } from "node:fs";
import { expect, test } from "vitest";
import { newPlace } from "../support/binary.ts";
import { sandboxForTest } from "../support/sandbox.ts";
import { onTerminal } from "./window.ts";

// A file that cannot be written: why, and what to do, on a line that no terminal breaks within a word.

test.runIf(existsSync("/dev/full")).each([40, 80, 200])(
  "get --out on a full disk at %i columns",
  async (columns) => {
    for (const environment of [{}, { NO_COLOR: "1" }]) {
      const run = onTerminal(
        await newPlace(),
        await sandboxForTest(),
        ["get", "alias/app", "--out", "/dev/full"],
        {
          columns,
          environment,
        },
      );
      expect(await run.ended()).toEqual({ exit: 2, sane: true });
      const said = (run.plain().split("kmspol: ")[1] ?? "").split("(the terminal")[0] ?? "";
      for (const line of said.split("\n")) expect(line.length).toBeLessThanOrEqual(columns);
      expect(said.replaceAll("\n  ", " ")).toBe(
        "/dev/full cannot be written: the disk is full\nhint: make room on it, or name a file on another disk; what was there is as it was\n",
      );
    }
  },
);
