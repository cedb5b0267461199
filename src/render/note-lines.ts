import { wrapSentence } from "./columns.ts";
import { escapeLine } from "./escape.ts";

/** Notes, one a line. */
export const noteLines = (notes: readonly string[], { columns }: { readonly columns: number }): string =>
  notes.map((note) => `${wrapSentence(`note: ${escapeLine(note)}`, columns, "  ")}\n`).join("");
