import type { ChangeOptions, PolicySubject } from "../change/types.ts";
import { escapeLine } from "../render/escape.ts";
import type { Context } from "../cli/app.ts";

/**
 * A policy that locks everybody out makes a key that only AWS support can save: whoever switches the check off on a
 * terminal types the key's id, even with `--yes`. Where a question follows the review, it is asked for there.
 * Throws CancelledError for Ctrl-C.
 */
export const confirmBypass = async (
  context: Context,
  subject: PolicySubject,
  options: ChangeOptions,
): Promise<void> => {
  if (!options.bypassLockoutCheck || options.dryRun || !options.yes) return;
  if (context.outside.terminal.interactive) await typeKeyId(context, subject);
};

/** Has the id of a key typed: the lockout check is off. Files have no such check. */
export const typeKeyId = async (context: Context, { target, label }: PolicySubject): Promise<void> => {
  if (target.kind === "file") return;
  const question = `Without the lockout check ${label} may become unmanageable. Type the key id ${target.id}:`;
  await typed(context, question, [target.id], "that is not the key id");
};

/** Has the name of a key or a file typed: strangers are given access. Throws SteppedBack for Esc, CancelledError for Ctrl-C. */
export const typeName = async (context: Context, { target }: PolicySubject): Promise<void> => {
  const names = target.kind === "file" ? [target.path] : [target.aliases[0] ?? target.id, target.id];
  const [name = ""] = names;
  const question = `This opens the key to anyone. Type ${escapeLine(name)} to write it:`;
  await typed(context, question, names, `that is not ${escapeLine(name)}; Esc goes back`);
};

const typed = async (
  { outside }: Context,
  question: string,
  names: readonly string[],
  wrong: string,
): Promise<void> => {
  const check = (answer: string) => (names.includes(answer.trim()) ? undefined : wrong);
  await (await outside.prompter()).ask(question, check);
};
