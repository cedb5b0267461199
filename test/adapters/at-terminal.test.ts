import { readdir, readFile, symlink, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, expect, test, vi } from "vitest";
import { processInterrupts } from "../../src/adapters/interrupts.ts";
import { withLock } from "../../src/adapters/key-lock.ts";
import * as terminal from "../../src/adapters/terminal.ts";
import { folder } from "./plain-files.ts";

// The line that lives at the end of a terminal, what stops the process, and whose turn it is.

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
  const listened = vi.spyOn(process, "on").mockImplementation((name, handler) => {
    handlers.set(name, handler as () => void);
    return process;
  });
  const ends: unknown[] = [];
  vi.spyOn(process, "exit").mockImplementation((code) => void ends.push(code) as never);
  const interrupts = processInterrupts();
  return { interrupts, handlers, listened, ends, gets: (name: string) => handlers.get(name)?.() };
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

test("signals are listened to once, however often that is asked for", () => {
  const { interrupts, listened } = stopping();
  interrupts.listen();
  interrupts.listen();
  expect(listened.mock.calls.map(([name]) => name)).toEqual(["SIGINT", "SIGTERM", "SIGHUP"]);
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
