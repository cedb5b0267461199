import type { Context } from "../cli/app.ts";
import { sayNote } from "../cli/say-note.ts";
import { KmspolError } from "../errors.ts";
import type { OpenTarget } from "./open-target.ts";

/**
 * Says beside an answer about a key's policy (`text`, asked for at `began`) that a change which this machine has made of it is not there
 * (any more). It asks AWS nothing: the policy is read, and the history is here. Nothing for a file, which others write all the time, for a
 * policy of the past, where a program reads, and where the history cannot be read: that is for `history` to say.
 */
export const sayGone = async (
  context: Context,
  open: OpenTarget,
  text: string,
  began: Date,
): Promise<void> => {
  if (open.target.kind !== "key" || open.isPast || context.global.json) return;
  const { goneAtLook } = await import("../change/gone-at-look.ts");
  try {
    const history = await context.outside.history();
    const note = await goneAtLook(open, text, began, { history, load: () => loadFor(text) });
    if (note !== undefined) sayNote(context, note);
  } catch (error) {
    if (!(error instanceof KmspolError)) throw error;
  }
};

const loadFor = async (text: string) => {
  const [{ judges }, { documentOf, parsePolicyText }] = await Promise.all([
    import("../change/judges.ts"),
    import("../policy/document.ts"),
  ]);
  return { judges, current: documentOf(parsePolicyText(text, "json")) };
};
