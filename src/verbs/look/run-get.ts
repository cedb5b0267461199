import { exitCodes, type ExitCode } from "../../errors.ts";
import { escapeText } from "../../render/escape.ts";
import type { Context } from "../../cli/app.ts";
import { openTarget } from "../../target/open-target.ts";
import type { FileOptions } from "../../cli/options.ts";
import { printJson, printText } from "../../output/print.ts";

/** Prints the policy: exact bytes into a pipe or a file, escaped on a terminal. */
export const runGet = async (
  context: Context,
  [operand]: readonly [string],
  options: GetOptions,
): Promise<ExitCode> => {
  const open = await openTarget(context, operand, options);
  const policy = await open.text();
  if (options.out !== undefined) await (await context.outside.files()).replace(options.out, policy);
  if (context.global.json) printJson(context, { target: open.target, policy });
  else if (options.out === undefined) printText(context, shown(context, policy));
  return exitCodes.done;
};

const shown = (context: Context, policy: string): string => {
  if (!context.outside.outputIsTerminal) return policy;
  const text = escapeText(policy);
  return text.endsWith("\n") ? text : `${text}\n`;
};
/** The flags of `kmspol get`. */
export interface GetOptions extends FileOptions {
  readonly out?: string;
}
