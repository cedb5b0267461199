/**
 * Runs a question with choices in lines, and lets the letter of a choice take it at once: the cursor goes there, and Enter is pressed. The
 * library has arrows and Enter alone.
 */
export const withLetters = async <Answer>(
  input: NodeJS.ReadStream,
  letters: readonly (string | undefined)[],
  ask: () => Promise<Answer>,
): Promise<Answer> => {
  let isOpen = true;
  const press = (name: string) => input.emit("keypress", undefined, { name, ctrl: false, meta: false });
  const onKey = (
    typed: string | undefined,
    key: { readonly ctrl?: boolean; readonly meta?: boolean } | undefined,
  ) => {
    const at = key?.ctrl === true || key?.meta === true ? -1 : letters.indexOf(typed?.toLowerCase() ?? "");
    if (at < 0) return;
    // After the library has seen the letter itself, which it takes for the beginning of a search.
    setImmediate(() => {
      if (!isOpen) return;
      for (let i = 0; i < letters.length; i += 1) press("up");
      for (let i = 0; i < at; i += 1) press("down");
      press("enter");
    });
  };
  input.on("keypress", onKey);
  try {
    return await ask();
  } finally {
    isOpen = false;
    input.off("keypress", onKey);
  }
};
