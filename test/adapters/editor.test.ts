import { readFile, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { expect, test } from "vitest";
import { processEditor } from "../../src/adapters/editor.ts";
import type { Interrupts } from "../../src/adapters/interrupts.ts";
import { KmspolError } from "../../src/errors.ts";

const words: (() => string)[] = [];
const interrupts: Interrupts = {
  listen: () => undefined,
  onStop: (say) => {
    words.push(say);
    return () => void words.splice(words.indexOf(say), 1);
  },
  yieldCtrlC: (work) => work(),
};

const editor = (flag: string) =>
  processEditor(
    { flag, environment: {}, platform: "linux", gitEditor: () => Promise.resolve("") },
    { interrupts },
  );

test("the file is private, holds what was saved, and is gone when it is forgotten", async () => {
  const edited = await editor("sed -i s/old/new/").open("old text", {
    suffix: ".jsonc",
    resume: (path) => `kmspol put ${path}`,
  });
  expect(edited).toMatchObject({ text: "new text", ok: true });
  expect(edited.path).toMatch(/^\/.*\.jsonc$/);
  expect((await stat(edited.path)).mode & 0o777).toBe(0o600);
  expect((await stat(dirname(edited.path))).mode & 0o777).toBe(0o700);
  expect(words.map((say) => say())).toEqual([
    `\nkmspol: your text is kept in ${edited.path}; go on with: kmspol put ${edited.path}\n`,
  ]);
  await edited.forget();
  await expect(stat(dirname(edited.path))).rejects.toThrow("ENOENT");
  expect(words).toEqual([]);
});

test("a non-zero status is told, and the text is there all the same", async () => {
  const edited = await editor(`sh -c 'echo changed > "$0"; exit 3'`).open("old", {
    suffix: ".jsonc",
    resume: (path) => `kmspol put ${path}`,
  });
  expect(edited).toMatchObject({ text: "changed\n", ok: false });
  expect(await readFile(edited.path, "utf8")).toBe("changed\n");
  await edited.forget();
});

test("an editor that dies of a signal did not end well", async () => {
  const edited = await editor(`sh -c 'kill -TERM $$'`).open("old", {
    suffix: ".jsonc",
    resume: (path) => `kmspol put ${path}`,
  });
  expect(edited.ok).toBe(false);
  await edited.forget();
});

test.each([
  ["no-such-editor-anywhere", "editor-not-started"],
  ["/tmp", "editor-not-started"],
])("an editor that cannot be started: %s", async (flag, code) => {
  const error: unknown = await editor(flag)
    .open("old", { suffix: ".jsonc", resume: (path) => `kmspol put ${path}` })
    .catch((caught: unknown) => caught);
  expect(error).toBeInstanceOf(KmspolError);
  expect(error).toMatchObject({ code, exit: 2 });
  expect(words).toEqual([]);
});

test("a text that is no UTF-8 is refused, and kept where the message says", async () => {
  const error: unknown = await editor(`sh -c 'printf "a\\n\\377" > "$0"'`)
    .open("old", { suffix: ".jsonc", resume: (path) => `kmspol put ${path}` })
    .catch((caught: unknown) => caught);
  const { message } = error as Error;
  const [, file = ""] = /^(\S+) is not valid UTF-8 at line 2, column 1$/.exec(message) ?? [];
  expect([...(await readFile(file))]).toEqual([0x61, 0x0a, 0xff]);
});
