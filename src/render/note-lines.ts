import { wrapSentence } from "./columns.ts";
import { escapeLine } from "./escape.ts";

/** Notes, one a line. */
export const noteLines = (notes: readonly string[], { columns }: { readonly columns: number }): string =>
  notes.map((note) => `${wrapSentence(`note: ${escapeLine(noteSentence(note))}`, columns, "  ")}\n`).join("");

/** A word as sentences begin with: no name of a key, a principal or an action. */
const plainWord = /^[a-z]+(?=[ ,;])/;
/** What a note ends with that is to be copied as it stands. */
const command = /(?:^|[:;] |\n\s*)(?:kmspol|aws) [^\n]*$/;

/** A note as people read it: a sentence, wherever it was made; a command or a mark at its end stays the end. */
export const noteSentence = (note: string): string => {
  const begun = note.replace(plainWord, (word) => word.charAt(0).toUpperCase() + word.slice(1));
  return /[.:?!\u2026]$/.test(begun) || command.test(begun) ? begun : `${begun}.`;
};
