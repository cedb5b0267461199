import { randomBytes } from "node:crypto";
import { link, rename, rm, stat, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import { readOwn } from "./durable-file.ts";
import { errorCode } from "./file-reason.ts";

/** Who holds a lock: a process of a machine. */
interface Holder {
  readonly process: number;
  readonly machine: string;
}

/** Milliseconds, longer than any holder works; after that a lock is a leftover, whoever made it. */
const staleAfter = 150_000;

/** Milliseconds that one for its turn; then one goes on, since reading again before the put guards as well. */
const longestWait = 60_000;

/**
 * Runs `work` while this process holds the lock file at `path`. A lock whose process is gone is taken away. Where
 * the lock cannot be had in time, or not be written at all, `work` runs without it.
 */
export const withLock = async <T>(path: string, work: () => Promise<T>): Promise<T> => {
  const held = await acquire(path, Date.now() + longestWait);
  try {
    return await work();
  } finally {
    if (held) await rm(path, { force: true }).catch(() => undefined);
  }
};

const acquire = async (path: string, until: number): Promise<boolean> => {
  for (let pause = 10; Date.now() < until; pause = Math.min(200, pause * 2)) {
    const outcome = await tryOnce(path);
    if (outcome !== "busy") return outcome === "held";
    await sleep(pause / 2 + Math.random() * pause);
  }
  return false;
};

const tryOnce = async (path: string): Promise<"held" | "busy" | "impossible"> => {
  try {
    const holder: Holder = { process: process.pid, machine: hostname() };
    await writeFile(path, JSON.stringify(holder), { flag: "wx", mode: 0o600 });
    return "held";
  } catch (error) {
    if (errorCode(error) !== "EEXIST") return "impossible";
    await removeLeftover(path);
    return "busy";
  }
};

/** Moved away before it is looked at again: of several that find a leftover, none removes the lock of the next holder. */
const removeLeftover = async (path: string): Promise<void> => {
  const text = await readOwn(path).catch(async (error: unknown) => {
    // Nobody of us makes a symlink: it was planted, and would keep everybody waiting.
    if (errorCode(error) === "ELOOP") await rm(path, { force: true }).catch(() => undefined);
    return undefined;
  });
  const age = await ageOf(path);
  if (text === undefined || age === undefined || isAlive(text, age)) return;
  const aside = `${path}.${randomBytes(6).toString("hex")}.old`;
  try {
    await rename(path, aside);
    if ((await readOwn(aside)) !== text) await link(aside, path);
    await rm(aside, { force: true });
  } catch {
    // Another process was faster; the next try sees what it left.
  }
};

const ageOf = (path: string): Promise<number | undefined> =>
  stat(path).then(
    ({ mtimeMs }) => Date.now() - mtimeMs,
    () => undefined,
  );

const isAlive = (text: string, age: number): boolean => {
  if (age > staleAfter) return false;
  const holder = parse(text);
  // A lock is empty for the moment in which it is written.
  if (!holder) return age < 2000;
  return holder.machine !== hostname() || isRunning(holder.process);
};

const parse = (text: string): Holder | undefined => {
  const found = /^\{"process":(\d+),"machine":"([^"]*)"\}$/.exec(text);
  return found ? { process: Number(found[1]), machine: found[2] ?? "" } : undefined;
};

const isRunning = (id: number): boolean => {
  try {
    process.kill(id, 0);
    return true;
  } catch (error) {
    return errorCode(error) === "EPERM";
  }
};
