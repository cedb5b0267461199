import { readFile } from "node:fs/promises";
import { split } from "shlex";
import { expect, test } from "vitest";
import { kmspol, newPlace } from "../support/binary.ts";
import { sandboxForTest } from "../support/sandbox.ts";

/** An editor that changes the text, and has kmspol stopped before it ends. */
const editor = (signal: string) =>
  `sh -c 'sed -i s,role/App,role/Admin, "$0"; kill -${signal} $PPID; exec sleep 5 >/dev/null 2>&1'`;

test.each([
  ["TERM", 143],
  ["HUP", 130],
])(
  "SIG%s in the editor: the text is kept, and the command that is named goes on with it",
  async (signal, exit) => {
    const [place, sandbox] = [await newPlace(), await sandboxForTest()];
    const environment = { KMSPOL_EDITOR: editor(signal) };
    const stopped = await kmspol(place, sandbox, ["edit", "alias/app", "--yes"], { environment });
    expect(stopped.exit).toBe(exit);
    const [, file = "", command = ""] =
      /your text is kept in (\S+); go on with: (.*)$/m.exec(stopped.stderr) ?? [];
    expect(await readFile(file, "utf8")).toContain("role/Admin");
    expect(command).toBe(`kmspol edit alias/app --from ${file}`);
    const again = { environment: { KMSPOL_EDITOR: "true" } };
    const edit = await kmspol(place, sandbox, [...split(command).slice(1), "--yes"], again);
    expect([edit.exit, edit.stdout]).toEqual([0, expect.stringContaining("changed and verified")]);
  },
);
