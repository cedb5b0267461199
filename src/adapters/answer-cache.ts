import { createHash } from "node:crypto";
import { join } from "node:path";
import type { AccountAnswer, AnswerCache } from "../account-data-port.ts";
import type { Clock } from "../ports.ts";
import { readOwn, writeDurably } from "./durable-file.ts";
import { ensurePrivate, ensureRoot } from "./private-folder.ts";

/**
 * Answers in the state folder: files 0600 in a folder 0700, one a name. What cannot be read or written is asked for
 * again: a cache is never the reason that something fails.
 */
export const answerCache = (root: string, clock: Pick<Clock, "now">): AnswerCache => {
  const folder = join(root, "iam");
  const pathOf = (name: string): string =>
    join(folder, `${createHash("sha256").update(name).digest("hex").slice(0, 24)}.json`);
  return {
    read: async (name, minutes) => {
      try {
        const kept = JSON.parse(await readOwn(pathOf(name))) as Partial<Kept>;
        const age = clock.now().getTime() - Date.parse(kept.at ?? "");
        const isFresh = age >= 0 && age < minutes * 60_000;
        return isFresh && kept.name === name && Array.isArray(kept.answers) ? kept.answers : undefined;
      } catch {
        return undefined;
      }
    },
    write: async (name, answers) => {
      const kept: Kept = { name, at: clock.now().toISOString(), answers };
      try {
        await ensureRoot(root);
        await ensurePrivate(folder);
        await writeDurably(pathOf(name), JSON.stringify(kept));
      } catch {
        // Asked again the next time.
      }
    },
  };
};

interface Kept {
  readonly name: string;
  /** ISO 8601. */
  readonly at: string;
  readonly answers: readonly AccountAnswer[];
}
