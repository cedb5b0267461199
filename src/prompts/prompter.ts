import { input, password, select } from "@inquirer/prompts";
import { SteppedBack } from "../errors.ts";
import type { ListQuestion, Prompter } from "../questions.ts";
import { cutTo, wrapWords } from "../render/columns.ts";
import { escapeLine } from "../render/escape.ts";
import { asciiSigns, asciiSpare } from "../render/signs.ts";
import { createStyle } from "../render/style.ts";
import { asking, type PromptStreams } from "./asking.ts";
import { askBrowse } from "./browse.ts";
import { askAnyKey, askOnward, type Onward, fitsOn, pageThrough } from "./pager.ts";
import { withLetters } from "./letters.ts";
import { askSearchable } from "./searchable.ts";
import { searchTyped } from "./typed-ahead.ts";

const moveWords = (columns: number, letters: readonly string[]): string => {
  const keys = letters.length === 0 ? "" : ` or ${letters.join("/")}`;
  return columns < 60
    ? `  ↑↓ move${keys}, Enter, Esc back`
    : `  ↑↓ move${keys}, Enter takes the line, Esc goes back`;
};

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
  // The library breaks lines wherever they end: in the middle of an account id.
  const wrapped = (question: string) =>
    wrapWords(escapeLine(question), Math.max(20, size().columns - 3), "  ");
  const list = <T>(question: ListQuestion<T>, several: boolean) =>
    asking(streams, (context) => askSearchable({ ...question, several, style, size, onResize }, context), {
      keeps: (typed) => searchTyped(typed, several),
    });
  return {
    choose: (question, choices, preset) =>
      asking(streams, (context) => {
        const message = wrapped(question);
        const room = size().columns - 4 - (message.split("\n").at(-1) ?? "").length;
        const choiceOf = ({ key, label }: (typeof choices)[number]) => ({
          value: key,
          name: wrapped(label),
          short: cutTo(escapeLine(label), Math.max(12, room)),
        });
        const theme = {
          icon: { cursor: ">" },
          style: { keysHelpTip: () => style.faint(moveWords(size().columns, lettersOf(choices))) },
        };
        const letters = choices.map(({ letter }) => letter);
        return withLetters(context.input, letters, () =>
          select({ message, choices: choices.map(choiceOf), default: preset, loop: false, theme }, context),
        );
      }),
    ask: (question, check, usual) =>
      asking(streams, (context) =>
        input(
          {
            message: wrapped(question),
            validate: (answer) => check?.(answer) ?? true,
            ...(usual !== undefined && { default: usual }),
          },
          context,
        ),
      ),
    secret: (question) =>
      asking(streams, (context) =>
        password({ message: wrapped(question), mask: "*", toggleMask: false }, context),
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

const lettersOf = (choices: readonly { readonly letter?: string }[]): readonly string[] =>
  choices.flatMap(({ letter }) => (letter === undefined ? [] : [letter]));

const leftOnEsc = (error: unknown): undefined => {
  if (!(error instanceof SteppedBack)) throw error;
};

const skipOnEsc = (error: unknown): Onward => {
  if (error instanceof SteppedBack) return "skip";
  throw error;
};

/** A list that is answered has an entry taken: Enter without one complains. */
const firstOf = <T>([first]: readonly T[]): T => first as T;
