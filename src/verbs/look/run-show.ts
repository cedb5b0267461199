import { exitCodes, type ExitCode } from "../../errors.ts";
import { renderDefaultView } from "../../render/default-view.ts";
import { renderGrants } from "../../render/grants.ts";
import type { Context } from "../../cli/app.ts";
import type { FileOptions } from "../../cli/options.ts";
import { printJson, printText } from "../../output/print.ts";
import { grantsOf } from "../../target/grants-of.ts";
import { viewTarget } from "../../target/view-target.ts";

/** Shows a policy in the console's words. */
export const runShow = async (
  context: Context,
  [operand]: readonly [string],
  options: ShowOptions,
): Promise<ExitCode> => {
  const { open, facts, view } = await viewTarget(context, operand, options);
  const grants = options.grants ? await grantsOf(context, open) : undefined;
  if (context.global.json) printJson(context, { target: open.target, ...view, ...(grants && { grants }) });
  else {
    const { style, outside } = context;
    const page = { target: open.target, label: open.label, facts, deletion: open.key?.deletion };
    printText(context, renderDefaultView(view, page, { style, columns: outside.terminal.columns }));
    if (grants) printText(context, `\n${renderGrants(grants, facts, style)}`);
  }
  return exitCodes.done;
};
/** The flags of `kmspol show`. */
export interface ShowOptions extends FileOptions {
  readonly grants?: boolean;
}
