import { exitCodes, type ExitCode } from "../errors.ts";
import { renderKeys } from "../render/keys.ts";
import type { Context } from "./app.ts";
import type { ListOptions } from "./list.ts";
import { openAws } from "./open-aws.ts";
import { printJson, printText } from "./print.ts";
import { keyFilter, selectKeys } from "./select-keys.ts";

/** Lists the keys that the filters let through, by alias; keys that may not be described are counted in a note. */
export const runList = async (context: Context, options: ListOptions): Promise<ExitCode> => {
  const filter = keyFilter(options);
  const { keys } = await openAws(context);
  const { keys: targets, hidden } = await selectKeys(context, keys, filter);
  if (context.global.json) printJson(context, { keys: targets });
  else printText(context, renderKeys(targets, context.style, widthOf(context)));
  if (hidden > 0)
    context.outside.terminal.note(`kmspol: ${hidden} keys left out: no permission to describe them\n`);
  return exitCodes.done;
};

/** What is read by a program is not cut. */
const widthOf = ({ outside }: Context): number | undefined =>
  outside.outputIsTerminal ? outside.terminal.columns : undefined;
