import type { Outside } from "../outside.ts";

/**
 * Does `work`, and says on a terminal meanwhile what is waited for; `words` may tell how far it is. Nothing may be asked meanwhile: a
 * question draws its own lines.
 */
export const waiting = async <Result>(
  { terminal }: Pick<Outside, "terminal">,
  words: string | (() => string),
  work: () => Promise<Result>,
): Promise<Result> => {
  const end = terminal.waits?.(typeof words === "string" ? () => words : words);
  try {
    return await work();
  } finally {
    end?.();
  }
};
