import type { Answer } from "../../output/answer.ts";
import { exitCodes } from "../../errors.ts";
import { escapeText } from "../../render/escape.ts";
import type { Context } from "../../cli/app.ts";
import { openTarget } from "../../target/open-target.ts";
import { requireMeant } from "../../target/policy-format.ts";
import type { ReadOptions } from "../../cli/options.ts";

/** Prints the policy: exact bytes into a pipe or a file, escaped on a terminal. */
export const runGet = async (
  context: Context,
  [operand]: readonly [string],
  options: GetOptions,
): Promise<Answer> => {
  const open = await openTarget(context, operand, options);
  const policy = await open.text();
  if (!open.key && !open.contained) requireMeant(policy, open.format, open.label);
  if (options.out !== undefined) await (await context.outside.files()).replace(options.out, policy);
  return {
    exit: exitCodes.done,
    json: { target: open.target, policy },
    view: () => (options.out === undefined ? shown(context, policy) : ""),
  };
};

const shown = (context: Context, policy: string): string => {
  if (!context.outside.outputIsTerminal) return policy;
  const text = escapeText(policy);
  return text.endsWith("\n") ? text : `${text}\n`;
};
/** The flags of `kmspol get`. */
export interface GetOptions extends ReadOptions {
  readonly out?: string;
}
