import fastStringWidth from "fast-string-width";

const plainAscii = /^[\x20-\x7e]*$/;

/** Columns that a text takes on a terminal: wide characters take two, combining ones and colours none (Unicode TR 11). */
export const shownWidth = (text: string): number =>
  plainAscii.test(text) ? text.length : fastStringWidth(text);

/** A text filled up with blanks to so many columns; a wider one is left as it is. */
export const padTo = (text: string, width: number): string =>
  text + " ".repeat(Math.max(0, width - shownWidth(text)));
