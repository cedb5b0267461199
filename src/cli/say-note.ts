import { escapeText } from "../render/escape.ts";
import { noteSentence } from "../render/note-lines.ts";
import type { Context } from "./app.ts";

/** Says a note once a run, on standard error; not where a program reads. */
export const sayNote = ({ outside, saidNotes, global }: Context, note: string): void => {
  if (saidNotes.has(note) || global.json) return;
  saidNotes.add(note);
  outside.terminal.note(`note: ${escapeText(noteSentence(note))}\n`);
};
