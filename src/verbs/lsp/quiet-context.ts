import type { Context } from "../../cli/app.ts";
import { filesAsOpen, type OpenTexts } from "./open-texts.ts";

/** A context for one look at a document: it reads what is open, and keeps what would be said or written. */
export interface QuietContext {
  readonly context: Context;
  readonly notes: readonly string[];
  /** Texts that a change would have written, by path. */
  readonly written: ReadonlyMap<string, string>;
}

/** Makes one of the program's own. Standard output is the protocol's: nothing else may come there. */
export const quietContext = (context: Context, open: OpenTexts): QuietContext => {
  const notes: string[] = [];
  const written = new Map<string, string>();
  const { outside } = context;
  const terminal = {
    interactive: false,
    columns: 80,
    rows: 24,
    write: () => undefined,
    note: (text: string) => void notes.push(text.replace(/^kmspol: /, "").trim()),
  };
  const files = async () =>
    filesAsOpen(await outside.files(), open, (path, text) => void written.set(path, text));
  return {
    context: { ...context, outside: { ...outside, terminal, files }, saidNotes: new Set() },
    notes,
    written,
  };
};
