import type { Outside } from "../outside.ts";
import { isUnicode } from "../render/signs.ts";

/** Milliseconds after which people are told what is waited for: what is quicker shows nothing. */
const quietFor = 300;

/** Milliseconds between two pictures. */
const beat = 100;

const braille = ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"];
const plain = ["|", "/", "-", "\\"];

/**
 * Does `work`, and says on a terminal what is waited for once it takes longer, with the seconds from the third on; `words` may tell how far it is. Nothing may be
 * asked meanwhile: a question draws its own lines.
 */
export const waiting = async <Result>(
  { terminal, clock, environment }: Pick<Outside, "terminal" | "clock" | "environment">,
  words: string | (() => string),
  work: () => Promise<Result>,
): Promise<Result> => {
  const { status } = terminal;
  if (!status || environment["TERM"] === "dumb") return work();
  const frames = isUnicode(environment) ? braille : plain;
  const begun = clock.now().getTime();
  let drawn = 0;
  const timer = setInterval(() => {
    const waited = clock.now().getTime() - begun;
    if (waited < quietFor) return;
    const seconds = waited < 3000 ? "" : ` ${Math.floor(waited / 1000)} s`;
    const told = typeof words === "string" ? words : words();
    status(`${frames[drawn % frames.length] ?? ""} ${told}${isUnicode(environment) ? "…" : "..."}${seconds}`);
    drawn += 1;
  }, beat);
  try {
    return await work();
  } finally {
    clearInterval(timer);
    if (drawn > 0) status(undefined);
  }
};
