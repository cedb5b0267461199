import { createPrompt, isEnterKey, isSpaceKey, useKeypress } from "@inquirer/core";
import { stripVTControlCharacters } from "node:util";
import type { Style } from "../render/style.ts";
import type { Size } from "./searchable-config.ts";

/** How a reader goes on from one screenful to the next. */
export type Onward = "page" | "line" | "all" | "skip";

interface MoreConfig {
  readonly words: string;
  readonly style: Style;
}

/** One key between two screenfuls: space or Enter goes on, `a` shows all, `q` skips the rest. */
export const askOnward = createPrompt<Onward, MoreConfig>(({ words, style }, done) => {
  useKeypress((key) => {
    if (isSpaceKey(key) || isEnterKey(key) || key.name === "pagedown") done("page");
    else if (key.name === "down") done("line");
    else if (key.name === "a") done("all");
    else if (key.name === "q") done("skip");
  });
  return style.faint(words);
});

/** Any key goes on: what stands above is to be read first. */
export const askAnyKey = createPrompt<true, MoreConfig>(({ words, style }, done) => {
  useKeypress(() => done(true));
  return style.faint(words);
});

/** Whether a text is all to be seen at once, with a line left for the question that follows. */
export const fitsOn = (text: string, { columns, rows }: Size): boolean => {
  const lines = linesOf(text);
  return fitting(lines, rows - 1, columns) >= lines.length;
};

const linesOf = (text: string): readonly string[] => text.split(/(?<=\n)/);

/**
 * Shows `text` a screenful at a time and asks between them; what was shown stays on the screen, above the question
 * that may follow.
 */
export const pageThrough = async (
  text: string,
  { columns, rows }: Size,
  write: (text: string) => void,
  onward: (words: string) => Promise<Onward>,
): Promise<void> => {
  const lines = linesOf(text);
  let at = 0;
  for (let room = rows - 1; at < lines.length;) {
    const end = at + fitting(lines.slice(at), room, columns);
    write(lines.slice(at, end).join(""));
    at = end;
    if (at >= lines.length) return;
    const keys = columns < 60 ? "space, a, q" : "space goes on, a shows all, q skips";
    const answer = await onward(`-- ${at} of ${lines.length} lines: ${keys} --`);
    if (answer === "skip") {
      write(`… ${lines.length - at} more lines\n`);
      return;
    }
    room = answer === "all" ? Infinity : answer === "line" ? 1 : rows - 1;
  }
};

/** How many of the lines fill so many rows of the screen; a long line takes several. At least one. */
const fitting = (lines: readonly string[], room: number, columns: number): number => {
  let used = 0;
  const over = lines.findIndex((line) => {
    used += Math.max(1, Math.ceil(stripVTControlCharacters(line.trimEnd()).length / columns));
    return used > room;
  });
  return over < 0 ? lines.length : Math.max(1, over);
};
