import { allGroups, type Group, groupsOf, type Item, type Piece, piecesOf } from "./line-groups.ts";

const length = (pieces: readonly Piece[]): number => pieces.reduce((sum, { text }) => sum + text.length, 0);

const drawn = (pieces: readonly Piece[]): string =>
  joined(pieces)
    .map(({ text, mark }) => mark(text))
    .join("");

/** Neighbours that are marked alike, as one. */
const joined = (pieces: readonly Piece[]): readonly Piece[] =>
  pieces.reduce<Piece[]>((done, piece) => {
    const last = done.at(-1);
    if (last?.mark === piece.mark) done.splice(-1, 1, { ...piece, text: last.text + piece.text });
    else if (piece.text !== "") done.push(piece);
    return done;
  }, []);

/**
 * A line too long for the terminal. Of its lists and objects, what is the same on both sides is counted (`3 more`), element by
 * element; what differs stays whole and goes on in the next row, indented. No value is ever cut, and none stands where
 * it does not stand in the text. The first piece is the sign of the line.
 */
export const foldLine = (pieces: readonly Piece[], columns: number): readonly string[] => {
  if (length(pieces) <= columns) return [drawn(pieces)];
  const [sign, ...rest] = pieces;
  if (!sign) return [];
  const line = groupsOf(rest);
  const differs = rest.some((piece) => piece.differs);
  const tries = differs ? aroundDifferences(line) : fromTheEnd(line);
  const told = tries.map((tokens) => [sign, ...tokens]);
  const fitting = told.find((tokens) => length(tokens) <= columns);
  if (fitting) return [drawn(fitting)];
  return rows(told.at(-1) ?? pieces, columns);
};

/** First lists are shortened, then objects too. */
const aroundDifferences = (line: Group): readonly (readonly Piece[])[] =>
  [["[", ""], ["[", "", "{"]].map((kinds) =>
    piecesOf(line, (group) => (kinds.includes(group.kind) ? withCounts(group) : group.items)),
  ); // prettier-ignore

const withCounts = ({ items, kind }: Group): readonly (Item | Piece)[] => {
  const told: (Item | Piece)[] = [];
  for (let at = 0; at < items.length;) {
    let end = at;
    while (end < items.length && isQuiet(items[end] as Item, kind)) end += 1;
    const run = items.slice(at, end);
    if (isWorth(run)) told.push(...counted(run));
    else if (run.length > 0) told.push(...run);
    else told.push(...items.slice(at, (end += 1)));
    at = end;
  }
  return told;
};

/** Nothing in it differs, and it is not what tells which statement this is. */
const isQuiet = (item: Item, kind: Group["kind"]): boolean => {
  const [first] = item.parts;
  const isSid = kind === "{" && first !== undefined && "text" in first && first.text === '"Sid"';
  return !isSid && piecesOf(only(item)).every(({ differs }) => !differs);
};

const only = (...items: readonly Item[]): Group => ({ kind: "", lead: [], items, end: [] });

/** One value alone is as good as its count, unless it is a long one. */
const isWorth = (run: readonly Item[]): boolean => {
  const size = length(piecesOf(only(...run)));
  return run.length > 1 ? size > 16 : size > 60;
};

const counted = (run: readonly Item[], words = "more"): readonly Piece[] => {
  const [first] = piecesOf(only(...run));
  const tail = run.at(-1)?.tail ?? [];
  return first ? [{ ...first, text: `${run.length} ${words}` }, ...tail] : [];
};

/** A line that is only there to show the place: the longest list ends earlier and earlier. */
const fromTheEnd = (line: Group): readonly (readonly Piece[])[] => {
  const sizeOf = (group: Group) => length(piecesOf(group));
  const inner = allGroups(line).filter(({ kind }) => kind !== "");
  const [longest] = inner.filter(({ items }) => items.length > 1).sort((a, b) => sizeOf(b) - sizeOf(a));
  if (!longest) return [piecesOf(line)];
  const count = longest.items.length;
  return Array.from({ length: count }, (_, i) => count - 1 - i).map((kept) =>
    piecesOf(line, (group) =>
      group === longest ? [...group.items.slice(0, kept), ...counted(group.items.slice(kept))] : group.items,
    ),
  );
};

/** Rows of whole values with the comma behind each. The rows after the first begin with the line's sign, indented. */
const rows = (pieces: readonly Piece[], columns: number): readonly string[] => {
  const [sign] = pieces;
  const indent = `${sign?.text ?? " "}${" ".repeat(Math.min(6, Math.max(1, columns - 20)))}`;
  const done: string[] = [];
  let row: Piece[] = [];
  for (const word of words(pieces)) {
    if (row.length > 0 && length(row) + length(trimmed(word)) > columns && !row.every(isBlank)) {
      done.push(drawn(trimmed(row)));
      row = sign ? [{ ...sign, text: indent }] : [];
    }
    row.push(...word);
  }
  return [...done, drawn(trimmed(row))];
};

const isBlank = ({ text }: Piece, at: number): boolean => at === 0 || text.trim() === "";

/** What stays together in a row: up to white space, or a comma. */
const words = (pieces: readonly Piece[]): readonly (readonly Piece[])[] => {
  const found: Piece[][] = [];
  let open = false;
  for (const piece of pieces) {
    const blank = piece.text.trim() === "";
    if (open || (blank && found.length > 0)) found.at(-1)?.push(piece);
    else found.push([piece]);
    open = !blank && piece.text !== ",";
  }
  return found;
};

const trimmed = (row: readonly Piece[]): readonly Piece[] => {
  const end = row.findLastIndex(({ text }) => text.trim() !== "");
  return row.slice(0, end + 1);
};
