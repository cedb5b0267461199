import { padTo, shownWidth } from "./width.ts";

/** Rows of cells as aligned columns, two spaces apart; the last column is not padded. Cells are already escaped. */
export const alignColumns = (rows: readonly (readonly string[])[]): string => {
  const widths = columnWidths(rows);
  const lines = rows.map((row) =>
    row
      .map((cell, i) => (i === row.length - 1 ? cell : padTo(cell, widths[i] ?? 0)))
      .join("  ")
      .trimEnd(),
  );
  return lines.map((line) => `${line}\n`).join("");
};

const columnWidths = (rows: readonly (readonly string[])[]): readonly number[] => {
  const count = Math.max(0, ...rows.map((row) => row.length));
  return Array.from({ length: count }, (_, i) => Math.max(...rows.map((row) => shownWidth(row[i] ?? ""))));
};

/** A text cut to a width, with an ellipsis in place of what is gone. */
export const cutTo = (text: string, width: number): string => {
  if (shownWidth(text) <= width) return text;
  let kept = "";
  for (const letter of lettersOf(text)) {
    if (shownWidth(kept + letter) > width - 1) break;
    kept += letter;
  }
  return `${kept}…`;
};

/** What a reader takes for one letter: none is cut in two. Node takes as long to make a segmenter as to start, and ASCII needs none. */
const lettersOf = (text: string): readonly string[] => {
  if (/^[\x20-\x7e]*$/.test(text)) return text.split("");
  segmenter ??= new Intl.Segmenter("en");
  return [...segmenter.segment(text)].map(({ segment }) => segment);
};

let segmenter: Intl.Segmenter | undefined;

/** Cut at the blanks, but for those within quotation marks that begin with a word: a command is pasted with the blanks that it has. */
const wordsOf = (text: string): readonly string[] => {
  const pieces = text.split(" ");
  const words: string[] = [];
  for (let at = 0; at < pieces.length; at += 1) {
    const end = opens.test(pieces[at] ?? "") ? closedAt(pieces, at) : at;
    words.push(pieces.slice(at, end + 1).join(" "));
    at = end;
  }
  return words;
};

const opens = /^(?:\\['\\])*(?:'|"\$\(|\$')/;

/** The longest quoted word that is kept together, in pieces; more is prose. */
const longest = 40;

const closedAt = (pieces: readonly string[], at: number): number => {
  for (let end = at; end < Math.min(pieces.length, at + longest); end += 1) {
    const marks = pieces
      .slice(at, end + 1)
      .join(" ")
      .replaceAll("\\'", "")
      .split("'");
    if (marks.length % 2 === 1) return end;
  }
  return at;
};

/** A sentence wrapped to a width; each command behind a colon or a semicolon begins a line of its own, and stays whole at its end, so that it can be copied. */
export const wrapSentence = (text: string, width: number, indent: string): string => {
  if (shownWidth(text) <= width) return wrapWords(text, width, indent);
  const [first = "", ...others] = text.split(/; (?=(?:kmspol|aws) )/);
  const further = others.map((part) => wrapWords(indent + part, width, `${indent}  `));
  return [wrapClause(first, width, indent), ...further].join("\n");
};

const wrapClause = (text: string, width: number, indent: string): string => {
  const [, words, command] = /^(.*:) ((?:kmspol|aws) .+)$/.exec(text) ?? [];
  if (words === undefined || command === undefined || shownWidth(text) <= width)
    return wrapWords(text, width, indent);
  return `${wrapWords(words, width, indent)}\n${indent}${command}`;
};

/** Every line of a text wrapped to a width; what does not fit stands below, two columns further in. */
export const wrapLines = (text: string, width: number): string =>
  text
    .split("\n")
    .map((line) => wrapWords(line, width, `${/^ */.exec(line)?.[0] ?? ""}  `))
    .join("\n");

/** Words wrapped to a width, each line after the first indented by `indent`. Words longer than the width stay whole. */
export const wrapWords = (text: string, width: number, indent = ""): string => {
  const lines: string[] = [];
  let line = /^ */.exec(text)?.[0] ?? "";
  let [begun, shown] = [false, line.length];
  for (const word of wordsOf(text.trimStart())) {
    const size = shownWidth(word);
    if (begun && shown + 1 + size > width) {
      lines.push(line);
      line = indent + word;
      [begun, shown] = [line.trim() !== "", shownWidth(indent) + size];
    } else {
      line += begun ? ` ${word}` : word;
      [begun, shown] = [begun || word.trim() !== "", shown + size + (begun ? 1 : 0)];
    }
  }
  return [...lines, line].join("\n");
};
