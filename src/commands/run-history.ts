import type { PolicySubject } from "../change/types.ts";
import { exitCodes, KmspolError, type ExitCode } from "../errors.ts";
import type { ChangeRecord } from "../ports.ts";
import { renderHistory } from "../render/history.ts";
import type { Context } from "./app.ts";
import { openSubject } from "./open-subject.ts";
import { printJson, printText } from "./print.ts";

/** Lists the changes of a target, newest first. What a killed run left is settled first. */
export const runHistory = async (context: Context, operand: string): Promise<ExitCode> => {
  const changes = await settledChanges(context, await openSubject(context, operand, {}));
  if (context.global.json) printJson(context, { changes: changes.map(asContract) });
  else printText(context, renderHistory(changes, context.style));
  return exitCodes.done;
};

/** Where settling fails (the policy or the state folder cannot be reached), the history is shown as it stands. */
const settledChanges = async (context: Context, subject: PolicySubject): Promise<readonly ChangeRecord[]> => {
  const history = await context.outside.history();
  const changes = await history.changes(subject.historyKey);
  if (changes.every(({ outcome }) => outcome !== "pending" && outcome !== "unknown")) return changes;
  const [{ settlePending }, { judges }] = await Promise.all([
    import("../change/settle-pending.ts"),
    import("../change/judges.ts"),
  ]);
  try {
    return await settlePending(subject, { history, judges });
  } catch (error) {
    if (!(error instanceof KmspolError)) throw error;
    context.outside.terminal.note(`kmspol: an open change could not be settled: ${error.message}\n`);
    return changes;
  }
};

/** One change as `--json` prints it: a put that nobody settled yet is unknown; the texts are left to `get`. */
const asContract = ({ id, at, by, command, reason, outcome }: ChangeRecord) => ({
  id,
  at,
  by,
  command,
  ...(reason === undefined ? {} : { reason }),
  outcome: outcome === "pending" ? "unknown" : outcome,
  source: "kmspol",
});
