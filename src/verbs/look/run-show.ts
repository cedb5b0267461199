import { exitCodes, type ExitCode } from "../../errors.ts";
import { renderDefaultView } from "../../render/default-view.ts";
import { renderGrants } from "../../render/grants.ts";
import type { Context } from "../../cli/app.ts";
import type { FileOptions } from "../../cli/options.ts";
import { printJson, printText } from "../../output/print.ts";
import { grantsOf } from "../../target/grants-of.ts";
import { keyPage, pageLayout } from "../../target/key-page.ts";
import { viewTarget } from "../../target/view-target.ts";

/** Shows a policy in the console's words. */
export const runShow = async (
  context: Context,
  [operand]: readonly [string],
  options: ShowOptions,
): Promise<ExitCode> => {
  const viewed = await viewTarget(context, operand, options);
  const { open, facts, view } = viewed;
  const grants = options.grants ? await grantsOf(context, open) : undefined;
  if (context.global.json) printJson(context, { target: open.target, ...view, ...(grants && { grants }) });
  else {
    printText(context, renderDefaultView(await keyPage(context, operand, viewed), pageLayout(context)));
    if (grants) printText(context, `\n${renderGrants(grants, facts, context.style)}`);
  }
  return exitCodes.done;
};
/** The flags of `kmspol show`. */
export interface ShowOptions extends FileOptions {
  readonly grants?: boolean;
}
