import { symlink, writeFile, mkdtemp, readFile, rm, stat, readdir, utimes } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, onTestFinished, test, vi } from "vitest";
import { processEditor } from "../../src/adapters/editor.ts";
import { processInterrupts } from "../../src/adapters/interrupts.ts";
import { withLock } from "../../src/adapters/key-lock.ts";
import { showInPager } from "../../src/adapters/pager.ts";
import * as terminal from "../../src/adapters/terminal.ts";

// The line that lives at the end of a terminal, what stops the process, and the programs that it hands the terminal to.

afterEach(() => vi.restoreAllMocks());

const drawnWith = (shows: boolean, width = 20) => {
  const written: string[] = [];
  const { write, note, status } = terminal.writers(
    shows,
    () => width,
    (descriptor, text) => written.push(`${descriptor} ${text.replace("\r\u001b[K", "<clear>")}`),
    () => written.push("hide"),
  );
  return { write, note, status, written };
};

test("the line at the end is cleared before anything else is written, once", () => {
  const { write, note, status, written } = drawnWith(true);
  write("a");
  status?.("one");
  write("b");
  write("c");
  status?.("two");
  note("d");
  status?.("three");
  status?.("four");
  status?.(undefined);
  status?.(undefined);
  expect(written).toEqual(
    ["1 a", "hide", "2 one", "2 <clear>", "1 b", "1 c", "hide", "2 two", "2 <clear>", "2 d"].concat(
      ...["hide", "2 three", "2 <clear>", "hide", "2 four", "2 <clear>"],
    ),
  );
});

test("the line at the end is shorter than the terminal is wide, and is none where there is no terminal", () => {
  const { status, written } = drawnWith(true, 5);
  status?.("123456789");
  expect(written.at(-1)).toBe("2 1234");
  const narrow = drawnWith(true, 0);
  narrow.status?.("123");
  expect(narrow.written.at(-1)).toBe("2 1");
  expect(drawnWith(false).status).toBeUndefined();
});

/** What the process would do at a signal, and how it would end. */
const stopping = () => {
  const handlers = new Map<string | symbol, () => void>();
  vi.spyOn(process, "on").mockImplementation((name, handler) => {
    handlers.set(name, handler as () => void);
    return process;
  });
  const ends: unknown[] = [];
  vi.spyOn(process, "exit").mockImplementation((code) => void ends.push(code) as never);
  const interrupts = processInterrupts();
  return { interrupts, handlers, ends, gets: (name: string) => handlers.get(name)?.() };
};

test.each([
  ["SIGINT", 130],
  ["SIGTERM", 143],
  ["SIGHUP", 130],
])("%s ends the process with %i", (name, code) => {
  const { interrupts, ends, gets, handlers } = stopping();
  expect(handlers.size).toBe(0);
  interrupts.listen();
  gets(name);
  expect(ends).toEqual([code]);
});

test("Ctrl-C belongs to another program while that runs, whichever way it ends; the other signals do not", async () => {
  const { interrupts, ends, gets } = stopping();
  interrupts.listen();
  await interrupts.yieldCtrlC(() => Promise.resolve(gets("SIGINT")));
  expect(ends).toEqual([]);
  await interrupts.yieldCtrlC(() => Promise.resolve(gets("SIGTERM")));
  expect(ends).toEqual([143]);
  await expect(interrupts.yieldCtrlC(() => Promise.reject(new Error("failed")))).rejects.toThrow("failed");
  gets("SIGINT");
  expect(ends).toEqual([143, 130]);
});

test("the last words are said of what is still open", () => {
  const { interrupts, gets } = stopping();
  const said: string[] = [];
  interrupts.listen();
  interrupts.onStop(() => (said.push("kept"), ""));
  interrupts.onStop(() => (said.push("ended"), ""))();
  gets("SIGTERM");
  expect(said).toEqual(["kept"]);
});

const folder = async (): Promise<string> => {
  const path = await mkdtemp(join(tmpdir(), "kmspol-terminal-"));
  onTestFinished(() => rm(path, { recursive: true, force: true }));
  return path;
};

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

test("a link in a lock's place is taken away: nobody of us makes one, and it would keep everybody waiting", async () => {
  const place = await folder();
  await writeFile(join(place, "victim"), "precious");
  await symlink(join(place, "victim"), join(place, "lock"));
  expect(await withLock(join(place, "lock"), () => Promise.resolve("done"))).toBe("done");
  expect(await readFile(join(place, "victim"), "utf8")).toBe("precious");
  expect(await readdir(place)).toEqual(["victim"]);
});

test.each([
  ["another machine, just beyond what any holder works", `{"process":1,"machine":"elsewhere"}`, 151],
  ["somebody whose name is no machine's", "nonsense", 3],
])("a lock of %s is a leftover", async (_, text, age) => {
  const path = join(await folder(), "lock");
  await writeFile(path, text);
  const then = new Date(Date.now() - age * 1000);
  await utimes(path, then, then);
  expect(await withLock(path, () => Promise.resolve("done"))).toBe("done");
});
