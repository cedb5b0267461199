import { exitCodes, type ExitCode } from "../errors.ts";
import type { ChangeRecord } from "../ports.ts";
import { renderHistory } from "../render/history.ts";
import type { Context } from "./app.ts";
import { openTarget } from "./open-target.ts";
import { printJson, printText } from "./print.ts";

/** Lists the changes of a target, newest first. */
export const runHistory = async (context: Context, operand: string): Promise<ExitCode> => {
  const { historyKey } = await openTarget(context, operand);
  const changes = await (await context.outside.history()).changes(historyKey);
  if (context.global.json) printJson(context, { changes: changes.map(asContract) });
  else printText(context, renderHistory(changes, context.style));
  return exitCodes.done;
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
