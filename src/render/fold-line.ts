import type { Mark } from "./style.ts";

/** A part of a line of a text diff: what it says, how it is marked, and whether it is what differs. */
export interface Piece {
  readonly text: string;
  readonly mark: Mark;
  readonly differs: boolean;
}

/** What stays of a long part that is the same on both sides: of less nobody can tell what it is. */
const shortest = 16;
/** The same where one row is too short anyway: an ARN is seen whole. */
const generous = 48;

const length = (pieces: readonly Piece[]): number => pieces.reduce((sum, { text }) => sum + text.length, 0);

/**
 * A line too long for the terminal: what is the same on both sides is shortened around what differs, which stays whole
 * and goes on in the next row, indented. The first piece is, or begins with, the sign of the line.
 */
export const foldLine = (pieces: readonly Piece[], columns: number): readonly string[] => {
  if (length(pieces) <= columns) return [drawn(pieces)];
  const same = pieces.filter(({ differs }) => !differs);
  const room = Math.floor((columns - length(pieces) + length(same)) / Math.max(1, same.length));
  if (room >= shortest) return [drawn(withRoom(pieces, room))];
  return rows(withRoom(pieces, Math.min(generous, columns - 1)), columns);
};

const withRoom = (pieces: readonly Piece[], room: number): readonly Piece[] =>
  pieces.map((piece, i) =>
    piece.differs ? piece : { ...piece, text: shortened(piece.text, room, i === 1, i === pieces.length - 1) },
  );

const drawn = (pieces: readonly Piece[]): string =>
  pieces
    .filter(({ text }) => text !== "")
    .map(({ text, mark }) => mark(text))
    .join("");

/** The end is cut off the last part, the middle out of the others: the line's beginning and what is beside a difference stay. */
const shortened = (text: string, room: number, isFirst: boolean, isLast: boolean): string => {
  if (text.length <= room) return text;
  if (isLast) return `${text.slice(0, room - 1)}…`;
  const head = Math.floor((room - 1) * (isFirst ? 0.6 : 0.5));
  return `${text.slice(0, head)}…${text.slice(text.length - (room - 1 - head))}`;
};

/** Rows of whole words, as far as words fit a row. The rows after the first begin with the line's sign, indented. */
const rows = (pieces: readonly Piece[], columns: number): readonly string[] => {
  const sign = pieces[0]?.text[0] ?? " ";
  const indent = `${sign}${" ".repeat(Math.min(6, Math.max(1, columns - 20)))}`;
  const done: string[] = [];
  let row: Piece[] = [];
  for (const piece of pieces) {
    for (const word of words(piece.text, columns - indent.length)) {
      if (row.length > 0 && length(row) + word.trimEnd().length > columns) {
        done.push(drawn(trimmed(row)));
        row = [{ text: indent, mark: pieces[0]?.mark ?? piece.mark, differs: false }];
      }
      row.push({ ...piece, text: word });
    }
  }
  return [...done, drawn(row)];
};

const trimmed = (row: readonly Piece[]): readonly Piece[] =>
  row.map((piece, i) => (i === row.length - 1 ? { ...piece, text: piece.text.trimEnd() } : piece));

/** With the comma and the space behind each; what is longer than a row is cut. */
const words = (text: string, width: number): readonly string[] =>
  (text.match(/\s*[^\s,]+,?\s*|,\s*|\s+/g) ?? []).flatMap((word) =>
    word.length <= width ? [word] : (word.match(new RegExp(`.{1,${width}}`, "gs")) ?? []),
  );
