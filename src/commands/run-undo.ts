import { judges } from "../change/judges.ts";
import { settlePending } from "../change/settle-pending.ts";
import { undoEdit } from "../change/undo.ts";
import type { ExitCode } from "../errors.ts";
import type { Context } from "./app.ts";
import { change } from "./change.ts";
import { openSubject } from "./open-subject.ts";
import { changeWithId } from "./pick-change.ts";
import type { UndoFlags } from "./undo.ts";

/** Puts back what the last change replaced, what `--change` replaced, or what `--to` left. */
export const runUndo = async (context: Context, operand: string, flags: UndoFlags): Promise<ExitCode> => {
  const subject = await openSubject(context, operand, flags);
  const history = await context.outside.history();
  const changes = await settlePending(subject, { history, judges });
  const to = flags.to === undefined ? undefined : changeWithId(changes, flags.to);
  const undone = flags.change === undefined ? changes : [changeWithId(changes, flags.change)];
  return change(context, subject, undoEdit(undone, subject, judges, to), flags);
};
