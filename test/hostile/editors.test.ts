import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { processEditor } from "../../src/adapters/editor.ts";
import type { Interrupts } from "../../src/adapters/interrupts.ts";
import { KmspolError } from "../../src/errors.ts";

// $EDITOR as no shell may see it. Each value would leave a file called `owned` if anything but the splitting into words
// happened; what is no program ends with one sentence and exit 2, and what is one gets its words as they stand.

const quiet: Interrupts = {
  listen: () => undefined,
  onStop: () => () => undefined,
  yieldCtrlC: (work) => work(),
};

const refused = { code: "editor-not-started", exit: 2 };
const misspelt = { code: "editor-command", exit: 2 };
/** The program is started, and sees the words as they are. */
const harmless = "the text as it was";

test.each([
  ["; touch owned", refused],
  ["true; touch owned", refused],
  ["true ; touch owned", harmless],
  ["true && touch owned", harmless],
  ["true || touch owned", harmless],
  ["false || touch owned", harmless],
  ["true | touch owned", harmless],
  ["true & touch owned", harmless],
  ["true\ntouch owned", harmless],
  ["true\r\ntouch owned", harmless],
  ["$(touch owned)", refused],
  ["true $(touch owned)", harmless],
  ["`touch owned`", refused],
  ["true `touch owned`", harmless],
  ['true "$(touch owned)"', harmless],
  ["true > owned", harmless],
  ["true >> owned", harmless],
  ["true 2> owned", harmless],
  ["true <(touch owned)", harmless],
  ["> owned", refused],
  ["${IFS}touch owned", refused],
  ["true ${IFS}owned", harmless],
  ["FOO=bar touch owned", refused],
  ["env\\ -S touch owned", refused],
  ["{touch,owned}", refused],
  ["~/touch owned", refused],
  ["*", refused],
  ["/", refused],
  [".", refused],
  ["..", refused],
  ["/etc/passwd", refused],
  ["-c 'touch owned'", refused],
  ["--help", refused],
  ["'' touch owned", misspelt],
  ['"true', misspelt],
  ["'true", misspelt],
  ["true \\", misspelt],
  ["true\0touch owned", misspelt],
  ["\u001b[31mtouch\u001b[0m owned", refused],
  ["\u202etouch owned", refused],
  [`${"a".repeat(5_000)} owned`, refused],
  ["!touch owned", refused],
  ["# touch owned", refused],
  ["eval 'touch owned'", refused],
] as const)("EDITOR=%j", async (value, ends) => {
  const folder = await mkdtemp(join(tmpdir(), "kmspol-test-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const [before, temporary] = [process.cwd(), process.env["TMPDIR"]];
  process.chdir(folder);
  process.env["TMPDIR"] = folder;
  onTestFinished(() => {
    process.chdir(before);
    if (temporary === undefined) delete process.env["TMPDIR"];
    else process.env["TMPDIR"] = temporary;
  });
  const editor = processEditor(
    {
      flag: undefined,
      environment: { EDITOR: value },
      platform: "linux",
      gitEditor: () => Promise.resolve(""),
    },
    { interrupts: quiet },
  );
  const opened = await editor
    .open("the text", { suffix: ".jsonc", resume: (path) => `kmspol put ${path}` })
    .catch((error: unknown) => error);
  expect(await readdir(folder)).not.toContain("owned");
  if (ends === harmless) {
    expect(opened).toMatchObject({ text: "the text" });
  } else {
    expect(opened).toBeInstanceOf(KmspolError);
    expect(opened).toMatchObject(ends);
  }
});
