import { Interrupted } from "../errors.ts";

/** Milliseconds without a key after which all that was typed before is read. */
const stillFor = 10;

/**
 * Takes away what was typed before a question is on the screen: no key answers what nobody has read yet. `keeps`: a list that is searched
 * by typing gets the text up to the first key that does something. Ctrl-C among it throws Interrupted, as it does at the question.
 */
export const takeTypedAhead = async (
  input: NodeJS.ReadStream,
  keeps: (typed: string) => string,
): Promise<void> => {
  if (!input.isTTY) return;
  const typed = await readTyped(input);
  if (typed.includes("\u0003")) {
    input.setRawMode(false);
    throw new Interrupted("cancelled", "cancelled: nothing was written");
  }
  const kept = keeps(typed);
  if (kept !== "") input.unshift(Buffer.from(kept));
};

const readTyped = async (input: NodeJS.ReadStream): Promise<string> => {
  const parts: Buffer[] = [];
  const onData = (part: Buffer) => void parts.push(part);
  // In lines, the terminal would hold back the last one.
  input.setRawMode(true);
  input.on("data", onData);
  input.resume();
  for (let read = -1; read < parts.length;) {
    read = parts.length;
    await new Promise((resolve) => setTimeout(resolve, stillFor));
    // A busy process is late for the time, not for the keys: they are looked for once more.
    await new Promise((resolve) => setImmediate(resolve));
  }
  input.off("data", onData);
  input.pause();
  return Buffer.concat(parts).toString("utf8");
};

/** The text that a search can begin with: of a key that does something, an arrow or Enter, and of what follows it, nothing is kept. */
export const searchTyped = (typed: string, several: boolean): string =>
  (several ? /^[^\p{C}\s]*/u : /^[^\p{C}]*/u).exec(typed)?.[0] ?? "";
