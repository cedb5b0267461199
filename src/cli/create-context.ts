import type { Outside } from "../outside.ts";
import { createStyle, wantsColour } from "../render/style.ts";
import type { Context, GlobalOptions } from "./app.ts";

/** What a verb gets to work with. */
export const createContext = (global: GlobalOptions, args: readonly string[], outside: Outside): Context => {
  outside.catchStops();
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
