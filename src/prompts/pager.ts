import { createPrompt, isEnterKey, isSpaceKey, useKeypress } from "@inquirer/core";
import type { Style } from "../render/style.ts";

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

/**
 * Shows `text` a screenful at a time and asks between them; what was shown stays on the screen, above the question
 * that may follow.
 */
export const pageThrough = async (
  text: string,
  rows: number,
  write: (text: string) => void,
  onward: (words: string) => Promise<Onward>,
): Promise<void> => {
  const lines = text.split(/(?<=\n)/);
  const page = Math.max(4, rows - 1);
  let at = 0;
  for (let step = page; at < lines.length;) {
    write(lines.slice(at, at + step).join(""));
    at += step;
    if (at >= lines.length) return;
    const answer = await onward(`-- ${at} of ${lines.length} lines: space goes on, a shows all, q skips --`);
    if (answer === "skip") {
      write(`… ${lines.length - at} more lines\n`);
      return;
    }
    step = answer === "all" ? lines.length - at : answer === "line" ? 1 : page;
  }
};
