import { createHash } from "node:crypto";
import { stat } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import type { CompletionCache } from "../completion-port.ts";
import { readOwn, writeDurably } from "./durable-file.ts";
import { ensurePrivate, ensureRoot } from "./private-folder.ts";

/**
 * Answers for the completion of a command line, kept in the state folder for a few minutes. Nothing here ever fails loudly: without a
 * cache there are just no suggestions.
 */
export const completionCache = (root: string, program: readonly string[]): CompletionCache => {
  const folder = join(root, "completion");
  const pathOf = (question: string): string =>
    join(folder, `${createHash("sha256").update(question).digest("hex").slice(0, 24)}.txt`);
  return {
    read: async (question) => {
      try {
        const path = pathOf(question);
        const [{ mtime }, text] = await Promise.all([stat(path), readOwn(path)]);
        return { at: mtime, lines: text.split("\n").filter((line) => line !== "") };
      } catch {
        return undefined;
      }
    },
    write: async (question, lines) => {
      await ensureRoot(root);
      await ensurePrivate(folder);
      await writeDurably(pathOf(question), `${lines.join("\n")}\n`);
    },
    refresh: (args) => {
      const [file = process.execPath, ...before] = program;
      const child = execa(file, [...before, ...args], { detached: true, stdio: "ignore", reject: false });
      child.unref();
    },
  };
};
