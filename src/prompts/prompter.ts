import { input, password } from "@inquirer/prompts";
import { SteppedBack } from "../errors.ts";
import type { Choice, ListQuestion, Prompter } from "../questions.ts";
import { asciiSigns, asciiSpare } from "../render/signs.ts";
import { createStyle } from "../render/style.ts";
import { asking, type PromptStreams } from "./asking.ts";
import { askBrowse } from "./browse.ts";
import { askChoice, wrapped } from "./choose.ts";
import { askAnyKey, askOnward, type Onward, fitsOn, pageThrough } from "./pager.ts";
import { askSearchable } from "./searchable.ts";
import { searchTyped } from "./typed-ahead.ts";

/** Questions on the terminal, drawn on standard error. Throws as the port says. */
export const createPrompter = (streams: PromptStreams): Prompter => {
  const style = createStyle(streams.colour);
  const spare = streams.unicode ? 0 : asciiSpare;
  const size = () => ({
    columns: (streams.output.columns || 80) - spare,
    rows: streams.output.rows || 24,
  });
  const onResize = (listener: () => void) => {
    streams.output.on("resize", listener);
    return () => void streams.output.off("resize", listener);
  };
  const list = <T>(question: ListQuestion<T>, several: boolean) =>
    asking(streams, (context) => askSearchable({ ...question, several, style, size, onResize }, context), {
      keeps: (typed) => searchTyped(typed, several),
    });
  return {
    choose: async <K extends string>(question: string, choices: readonly Choice<K>[], preset: K) =>
      (await asking(streams, (context) =>
        askChoice({ question, choices, preset, style, size, onResize }, context),
      )) as K,
    ask: (question, check, usual) =>
      asking(streams, (context) =>
        input(
          {
            message: wrapped(question, size().columns),
            validate: (answer) => check?.(answer) ?? true,
            ...(usual !== undefined && { default: usual }),
          },
          context,
        ),
      ),
    secret: (question) =>
      asking(streams, (context) =>
        password({ message: wrapped(question, size().columns), mask: "*", toggleMask: false }, context),
      ),
    pick: async (question) => firstOf(await list(question, false)),
    pickSeveral: (question) => list(question, true),
    browse: (question) =>
      asking(streams, (context) => askBrowse({ ...question, style, size, onResize }, context)).catch(
        leftOnEsc,
      ),
    page: async (text, below = 0) => {
      const write = (part: string) => void streams.output.write(streams.unicode ? part : asciiSigns(part));
      const { columns, rows } = size();
      if (below > 0 && fitsOn(text, size()) && !fitsOn(text, { columns, rows: rows - below })) {
        write(text);
        const words = "-- any key goes on --";
        await asking(streams, (context) => askAnyKey({ words, style }, context), { vanishes: true }).catch(
          skipOnEsc,
        );
        return true;
      }
      if (fitsOn(text, size())) {
        write(text);
        return false;
      }
      if (!(await streams.pager.show(text)))
        await pageThrough(text, size(), write, (words) =>
          asking(streams, (context) => askOnward({ words, style }, context), { vanishes: true }).catch(
            skipOnEsc,
          ),
        );
      return true;
    },
  };
};

const leftOnEsc = (error: unknown): undefined => {
  if (!(error instanceof SteppedBack)) throw error;
};

const skipOnEsc = (error: unknown): Onward => {
  if (error instanceof SteppedBack) return "skip";
  throw error;
};

/** A list that is answered has an entry taken: Enter without one complains. */
const firstOf = <T>([first]: readonly T[]): T => first as T;
