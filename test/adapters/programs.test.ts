import { readdir, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { processEditor } from "../../src/adapters/editor.ts";
import { processInterrupts } from "../../src/adapters/interrupts.ts";
import { showInPager } from "../../src/adapters/pager.ts";
import { folder } from "./plain-files.ts";

// The programs that the terminal is handed to: a pager, an editor.

const quiet = { ...processInterrupts(), yieldCtrlC: <T>(work: () => Promise<T>) => work() };

const page = async (environment: Readonly<Record<string, string>>) => {
  const notes: string[] = [];
  const options = { environment, interrupts: quiet, note: (text: string) => notes.push(text) };
  return { shown: await showInPager("the text", options), notes };
};

test("without a pager, or with one that is none, nothing is paged", async () => {
  expect(await page({})).toEqual({ shown: false, notes: [] });
  for (const PAGER of ["", " ", "cat"])
    expect(await page({ PAGER: `sh -c "exit 3"`, KMSPOL_PAGER: PAGER })).toEqual({ shown: true, notes: [] });
});

test("$KMSPOL_PAGER comes before $PAGER, and gets the text; so does a pager that is left before the end", async () => {
  const file = join(await folder(), "shown");
  const catches = `sh -c 'cat > "${file}"; echo "$LESS $LV" >> "${file}"'`;
  expect(await page({ PAGER: "false", KMSPOL_PAGER: catches })).toEqual({ shown: true, notes: [] });
  expect(await readFile(file, "utf8")).toMatch(/^the textFRX -c\n$/);
  expect(await page({ PAGER: catches, LESS: "R" })).toEqual({ shown: true, notes: [] });
  expect(await page({ PAGER: "true" })).toEqual({ shown: true, notes: [] });
});

test.each([
  ["false", /"false" \(from \$PAGER\) ended with 1; the text follows/],
  ["kmspol-no-such-pager", /cannot be started; the text follows/],
  [`less "x`, /names no program; the text follows/],
  [`sh -c 'kill -TERM $$'`, /ended with SIGTERM; the text follows/],
])("a pager that fails is named: %s", async (PAGER, says) => {
  const { shown, notes } = await page({ PAGER });
  expect([shown, notes]).toEqual([false, [expect.stringMatching(says)]]);
});

test.each([`sh -c "exit 130"`, `sh -c 'kill -INT $$'`])(
  "a pager that Ctrl-C ended cancels: %s",
  async (PAGER) => {
    await expect(page({ PAGER })).rejects.toMatchObject({ code: "cancelled" });
  },
);

const edit = async (flag: string, line?: number) => {
  const sources = { flag, environment: {}, platform: "linux" as const, gitEditor: () => Promise.resolve("") };
  const said: string[] = [];
  const words: (() => string)[] = [];
  const interrupts = { ...quiet, onStop: (word: () => string) => (words.push(word), () => void words.pop()) };
  const editor = processEditor(sources, { interrupts, say: (text) => said.push(text) });
  const resume = (path: string) => `kmspol put ${path}`;
  const edited = await editor.open("old", { suffix: ".json", resume, ...(line !== undefined && { line }) });
  return { edited, said, words };
};

test("an editor that ends well or not is told apart, and the file is private until it is forgotten", async () => {
  const { edited, words } = await edit(`sh -c 'printf new > "$0"'`);
  expect(edited).toMatchObject({ text: "new", ok: true, mayBeOpen: undefined });
  expect((await stat(edited.path)).mode & 0o777).toBe(0o600);
  expect((await stat(join(edited.path, ".."))).mode & 0o777).toBe(0o700);
  expect(words[0]?.()).toContain(
    `your text is kept in ${edited.path}; go on with: kmspol put ${edited.path}`,
  );
  await edited.forget();
  expect(words).toEqual([]);
  await expect(stat(join(edited.path, ".."))).rejects.toThrow("ENOENT");
  const failed = await edit("false");
  expect(failed.edited).toMatchObject({ text: "old", ok: false });
  await failed.edited.forget();
});

test.each([
  ["vim", []],
  ["code", []],
  ["code -w", ["waiting for your editor to close the file…"]],
])("an editor with a window of its own that waits is waited for aloud: %s", async (command, words) => {
  const place = await folder();
  const [name = "", flag = ""] = command.split(" ");
  await writeFile(join(place, name), "#!/bin/sh\n", { mode: 0o755 });
  const { edited, said } = await edit(`${join(place, name)} ${flag}`);
  expect(said).toEqual(words);
  await edited.forget();
});

test("an editor that cannot be started leaves no file behind", async () => {
  const place = await folder();
  vi.stubEnv("TMPDIR", place);
  await expect(edit("kmspol-no-such-editor")).rejects.toMatchObject({ code: "editor-not-started" });
  vi.unstubAllEnvs();
  expect(await readdir(place)).toEqual([]);
});

test.each([
  ["vim", 3, "+3 FILE"],
  ["nano", 3, "+3 FILE"],
  ["vim", undefined, "FILE"],
  ["other", 3, "FILE"],
])("%s at line %s is given: %s", async (name, line, args) => {
  const place = await folder();
  const script = `#!/bin/sh\nout=$(dirname "$0")/args\necho "$@" > "$out"\n`;
  await writeFile(join(place, name), script, { mode: 0o755 });
  const { edited } = await edit(join(place, name), line);
  expect((await readFile(join(place, "args"), "utf8")).replace(edited.path, "FILE")).toBe(`${args}\n`);
  await edited.forget();
});
