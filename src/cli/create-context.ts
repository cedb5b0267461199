import type { Outside } from "../outside.ts";
import type { Context, GlobalOptions } from "./app.ts";

/** What a verb gets to work with; the colours are loaded here, not for `--help`. */
export const createContext = async (
  global: GlobalOptions,
  args: readonly string[],
  outside: Outside,
): Promise<Context> => {
  outside.catchStops();
  const { createStyle, wantsColour } = await import("../render/style.ts");
  const style = (isTerminal: boolean) =>
    createStyle(wantsColour({ noColorFlag: !global.color, environment: outside.environment, isTerminal }));
  return {
    outside,
    global,
    args,
    saidNotes: new Set(),
    style: style(outside.outputIsTerminal),
    noteStyle: style(outside.errorIsTerminal),
  };
};
