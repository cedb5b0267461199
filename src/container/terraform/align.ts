import { commentSign, maskOf } from "./mask.ts";

/** A line as `terraform fmt` sees it: what stands before the equals sign, from there on, and the comment behind. */
interface Line {
  readonly lead: string;
  readonly assign: string | undefined;
  readonly comment: string | undefined;
  /** The value goes on behind the line: it stands in no column. */
  readonly isOpen: boolean;
  /** The spaces before the two. */
  readonly gaps: readonly [number, number];
  readonly end: string;
}

/**
 * The text with equals signs and comments of neighbouring lines in one column, as `terraform fmt` has them (Terraform, "Style
 * Conventions"); where the text before the edit was not so, only chains of lines that are all new are aligned.
 */
export const aligned = (text: string, before: string): string => {
  if (align(before, () => true) === before) return align(text, () => true);
  const [first, last] = changedLines(text, before);
  return align(text, (index) => index >= first && index <= last);
};

/** The lines of the first text that the second does not share at its beginning and end. */
const changedLines = (text: string, before: string): readonly [number, number] => {
  const [fresh, old] = [text.split("\n"), before.split("\n")];
  let first = 0;
  while (first < fresh.length && first < old.length && fresh[first] === old[first]) first += 1;
  const most = Math.min(fresh.length, old.length) - first;
  let last = 0;
  while (last < most && fresh.at(-1 - last) === old.at(-1 - last)) last += 1;
  return [first, fresh.length - 1 - last];
};

const align = (text: string, isFree: (index: number) => boolean): string => {
  const mask = maskOf(text);
  let at = 0;
  const lines = text.split("\n").map((raw) => {
    const line = lineOf(raw, mask.slice(at, at + raw.length));
    at += raw.length + 1;
    return line;
  });
  const assigns = gapsFor(
    lines,
    isFree,
    ({ assign }) => assign !== undefined,
    ({ lead }) => width(lead),
    ({ isOpen }) => isOpen,
  );
  const withAssigns = lines.map((line, index) => ({
    ...line,
    gaps: [assigns[index] ?? line.gaps[0], line.gaps[1]] as const,
  }));
  const comments = gapsFor(
    withAssigns,
    isFree,
    ({ comment }) => comment !== undefined,
    codeWidth,
    () => false,
  );
  return withAssigns
    .map(
      (line, index) =>
        codeOf(line) +
        (line.comment === undefined ? "" : " ".repeat(comments[index] ?? line.gaps[1]) + line.comment) +
        line.end,
    )
    .join("\n");
};

const codeOf = ({ lead, assign, gaps }: Line): string =>
  assign === undefined ? lead : lead + " ".repeat(gaps[0]) + assign;

const width = (text: string): number => Array.from(text).length;

const codeWidth = (line: Line): number => width(codeOf(line));

/** The spaces before a part in lines of chains that have it: all in one column, one space behind the longest of what stands before. */
const gapsFor = (
  lines: readonly Line[],
  isFree: (index: number) => boolean,
  has: (line: Line) => boolean,
  columns: (line: Line) => number,
  stops: (line: Line) => boolean,
): readonly (number | undefined)[] => {
  const gaps: (number | undefined)[] = lines.map(() => undefined);
  for (let from = 0; from < lines.length; from++) {
    let to = from;
    for (let line = lines[to]; line && has(line) && !(stops(line) && to > from); line = lines[to]) {
      to += 1;
      if (stops(line)) break;
    }
    const chain = lines.slice(from, to);
    const widest = chain.reduce((most, line) => Math.max(most, columns(line)), 0);
    if (chain.every((_, index) => isFree(from + index)))
      chain.forEach((line, index) => (gaps[from + index] = widest - columns(line) + 1));
    if (to > from) from = to - 1;
  }
  return gaps;
};

/** Splits a line where `terraform fmt` does: a value is moved only where its brackets close on the line. */
const lineOf = (raw: string, mask: string): Line => {
  const end = /\r?$/.exec(raw)?.[0] ?? "";
  const whole = mask.slice(0, raw.length - end.length);
  const comment = whole.indexOf(commentSign);
  const isApart = comment > 0 && whole.slice(0, comment).trim() !== "" && isToEnd(whole, comment);
  const codeMask = (isApart ? whole.slice(0, comment) : whole).trimEnd();
  const code = raw.slice(0, codeMask.length);
  const equals = /(?<![=!<>=])=(?![=>])/.exec(codeMask)?.index ?? -1;
  const isValue = equals > 0 && codeMask.slice(0, equals).trim() !== "";
  const isOpen = isValue && netBrackets(codeMask.slice(equals)) !== 0;
  const lead = isValue ? code.slice(0, equals).trimEnd() : code;
  return {
    lead,
    isOpen,
    assign: isValue ? code.slice(equals) : undefined,
    comment: isApart ? raw.slice(comment, raw.length - end.length) : undefined,
    gaps: [isValue ? equals - lead.length : 1, isApart ? comment - codeMask.length : 1],
    end: isApart ? end : raw.slice(codeMask.length),
  };
};

const isToEnd = (mask: string, from: number): boolean => mask.slice(from).replaceAll(commentSign, "") === "";

const netBrackets = (mask: string): number =>
  (mask.match(/[{[(]/g)?.length ?? 0) - (mask.match(/[)\]}]/g)?.length ?? 0);
