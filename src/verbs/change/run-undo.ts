import { judges } from "../../change/judges.ts";
import { settlePending } from "../../change/settle-pending.ts";
import { undoEdit } from "../../change/undo.ts";
import { commandFor } from "../../change/command-target.ts";
import type { PolicySubject } from "../../change/types.ts";
import { RefusedError, UsageError } from "../../errors.ts";
import type { History } from "../../ports.ts";
import type { Context } from "../../cli/app.ts";
import { changing } from "./changing.ts";
import type { PreparedChange } from "./prepared.ts";
import { escapeLine } from "../../render/escape.ts";
import { configOf } from "../../target/config-of.ts";
import { parseTarget } from "../../target/target-operand.ts";
import { openEditable } from "../../target/open-editable.ts";
import { changeWithId } from "../../target/pick-change.ts";
import type { ChangeFlags } from "../../cli/options.ts";

/** Puts back what the last change replaced, what `--change` replaced, or what `--to` left. */
export const undo = changing((context, [operand]: readonly [string], flags: UndoFlags) =>
  prepareUndo(context, operand, flags),
);

const prepareUndo = async (context: Context, operand: string, given: UndoFlags): Promise<PreparedChange> => {
  const flags = {
    ...given,
    ...((await hasBrokenConfig(context, operand, given.config)) && { config: false as const }),
  };
  const subject = await openEditable(context, operand, flags);
  const history = await context.outside.history();
  const changes = await settlePending(subject, { history, judges, clock: context.outside.clock });
  if (flags.to === undefined && flags.change === undefined) await requireWhole(history, subject);
  const listing = commandFor(subject, "history");
  const to = flags.to === undefined ? undefined : changeWithId(changes, flags.to, listing);
  const undone = flags.change === undefined ? changes : [changeWithId(changes, flags.change, listing)];
  return { subject, edit: undoEdit(undone, subject, judges, to), flags };
};

/** Whether there is a configuration that cannot be gone by: the way back stays open, and it is said. */
const hasBrokenConfig = async (
  context: Context,
  operand: string,
  explicit: string | false | undefined,
): Promise<boolean> => {
  const target = parseTarget(operand);
  try {
    await configOf(context, { kind: "file", path: target.kind === "file" ? target.path : "-" }, explicit);
    return false;
  } catch (error) {
    if (!(error instanceof UsageError) || error.code !== "bad-config") throw error;
    context.outside.terminal.note(
      `kmspol: ${escapeLine(error.message)}; undo does without the configuration\n`,
    );
    return true;
  }
};

/** Where the newest record is damaged, the newest that can be read is not the last change. */
const requireWhole = async (history: History, subject: PolicySubject): Promise<void> => {
  const [damaged] = (await history.damaged?.(subject.historyKey)) ?? [];
  if (damaged === undefined) return;
  throw new RefusedError(
    "history-unreadable",
    `the record of the last change of ${subject.label} is damaged, so what to undo is not known: ${damaged}`,
    { hint: `${commandFor(subject, "history")} lists the others; undo --change ID or --to ID names one` },
  );
};
/** The flags of `kmspol undo`. */
export interface UndoFlags extends ChangeFlags {
  readonly to?: string;
  readonly change?: string;
}
