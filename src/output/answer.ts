import type { Context } from "../cli/app.ts";
import type { ExitCode } from "../errors.ts";
import { noteColumns } from "../cli/widths.ts";
import { noteLines } from "../render/note-lines.ts";
import { printJson, printText } from "./print.ts";

/** A piece of what people are told, and where it belongs: to the result, or beside it. */
export interface Said {
  readonly to: "output" | "error";
  readonly text: string;
}

type View = string | readonly Said[];

/** What a verb found out or did. It prints nothing: a command line prints it, `each` prints many, each in its own way. */
export interface Answer {
  readonly exit: ExitCode;
  /** The one document of `--json`; undefined where all was told already. */
  readonly json?: unknown;
  /** The same for people, made where it is wanted. */
  readonly view?: () => View | Promise<View>;
  /** What the user should know besides, a sentence each. */
  readonly notes?: readonly string[];
}

/** Prints an answer as the flags of the command line say, its notes on standard error. Gives the exit code. */
export const printAnswer = async (context: Context, answer: Answer): Promise<ExitCode> => {
  const { terminal } = context.outside;
  const fresh = (answer.notes ?? []).filter((note) => !context.saidNotes.has(note));
  terminal.note(noteLines(fresh, { columns: noteColumns(context.outside) }));
  if (context.global.json) {
    if (answer.json !== undefined) printJson(context, answer.json);
  } else
    for (const { to, text } of await viewOf(answer)) {
      if (to === "output") printText(context, text);
      else terminal.note(text);
    }
  return answer.exit;
};

/** What people are told, in pieces. */
export const viewOf = async ({ view }: Answer): Promise<readonly Said[]> => {
  const made = (await view?.()) ?? [];
  return typeof made === "string" ? [{ to: "output", text: made }] : made;
};
