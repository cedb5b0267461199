import type { Mark } from "./style.ts";

/** What stands between two commas: a value, or a member with its name. */
export interface Item {
  readonly parts: readonly Part[];
  /** The comma and the white space behind it. */
  readonly tail: readonly Piece[];
}

/** A list or an object as far as this line has it. The line itself is one without brackets. */
export interface Group {
  readonly kind: "[" | "{" | "";
  /** The opening bracket and the white space behind it. */
  readonly lead: readonly Piece[];
  readonly items: readonly Item[];
  /** The white space before the closing bracket, and that. */
  readonly end: readonly Piece[];
}

export type Part = Piece | Group;

const isGroup = (part: Part): part is Group => "items" in part;
const isBlank = ({ text }: Piece): boolean => text.trim() === "";

/** The tokens of a line as lists within lists. A closing bracket without an opening one is a token like others. */
export const groupsOf = (pieces: readonly Piece[]): Group => {
  let at = 0;
  const blanks = (): Piece[] => {
    const found: Piece[] = [];
    for (let next = pieces[at]; next && isBlank(next); next = pieces[at]) {
      found.push(next);
      at += 1;
    }
    return found;
  };
  const group = (kind: Group["kind"]): Group => {
    const lead = kind === "" ? [] : [pieces[at++] as Piece];
    lead.push(...blanks());
    const items: Item[] = [];
    let parts: Part[] = [];
    const close = (tail: readonly Piece[]) => {
      if (parts.length + tail.length > 0) items.push({ parts, tail });
      parts = [];
    };
    for (let piece = pieces[at]; piece; piece = pieces[at]) {
      if (piece.text === "[" || piece.text === "{") parts.push(group(piece.text));
      else if (kind !== "" && piece.text === (kind === "[" ? "]" : "}")) {
        at += 1;
        const end = [...trailing(parts), piece];
        close([]);
        return { kind, lead, items, end };
      } else {
        at += 1;
        if (piece.text === ",") close([piece, ...blanks()]);
        else parts.push(piece);
      }
    }
    close([]);
    return { kind, lead, items, end: [] };
  };
  return group("");
};

/** Takes the white space at the end away, and gives it back. */
const trailing = (parts: Part[]): readonly Piece[] => {
  const last = parts.at(-1);
  if (!last || isGroup(last) || !isBlank(last)) return [];
  parts.pop();
  return [last];
};

/** The tokens again, in their order. `told` may tell the items of a group otherwise: as fewer tokens. */
export const piecesOf = (
  group: Group,
  told: (group: Group) => readonly (Item | Piece)[] = ({ items }) => items,
): readonly Piece[] => [
  ...group.lead,
  ...told(group).flatMap((item) =>
    "parts" in item
      ? [...item.parts.flatMap((part) => (isGroup(part) ? piecesOf(part, told) : [part])), ...item.tail]
      : [item],
  ),
  ...group.end,
];

/** Every list and object of a line, the line itself first. */
export const allGroups = (group: Group): readonly Group[] => [
  group,
  ...group.items.flatMap(({ parts }) => parts.filter(isGroup).flatMap(allGroups)),
];
/** A token of a line of a text diff: what it says, how it is marked, and whether it is what differs. */

export interface Piece {
  readonly text: string;
  readonly mark: Mark;
  readonly differs: boolean;
}
