import type { Context } from "../../cli/app.ts";

/** So many keys are remembered. */
const remembered = 10;

/** ARNs of the keys that were chosen last in the menu, newest first; none where that cannot be told. */
export const recentKeys = async ({ outside }: Context): Promise<readonly string[]> => {
  try {
    return (await (await outside.completions()).read(question))?.lines ?? [];
  } catch {
    return [];
  }
};

/** Remembers a key as the newest; what cannot be remembered is left. */
export const rememberKey = async (context: Context, arn: string): Promise<void> => {
  const others = (await recentKeys(context)).filter((other) => other !== arn);
  try {
    await (await context.outside.completions()).write(question, [arn, ...others].slice(0, remembered));
  } catch {
    // The list is then in the order of names.
  }
};

const question = "menu: recent keys";
