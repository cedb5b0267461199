import type { ChangeOptions, PolicySubject } from "../change/types.ts";
import type { Context } from "./app.ts";

/**
 * A policy that locks everybody out makes a key that only AWS support can save: whoever switches the check off on a
 * terminal types the key's id. Throws CancelledError for Ctrl-C.
 */
export const confirmBypass = async (
  context: Context,
  { target, label }: PolicySubject,
  options: ChangeOptions,
): Promise<void> => {
  const { terminal, prompter } = context.outside;
  if (!options.bypassLockoutCheck || options.dryRun || target.kind === "file" || !terminal.interactive)
    return;
  const question = `Without the lockout check ${label} may become unmanageable. Type the key id ${target.id}:`;
  const check = (answer: string) => (answer.trim() === target.id ? undefined : "that is not the key id");
  await (await prompter()).ask(question, check);
};
