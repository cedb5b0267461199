import { wrapWords } from "../columns.ts";
import type { Answer, Signs } from "../signs.ts";
import { type Mark, type Style, unmarked } from "../style.ts";
import { padTo, shownWidth } from "../width.ts";
import type { MatrixRow, Tone } from "./rows.ts";
import { type Purpose, purposes } from "./uses.ts";

/** How the matrix is drawn. */
export interface MatrixLayout {
  readonly style: Style;
  /** Of the terminal; Infinity for what a program reads, where each row is one line. */
  readonly columns: number;
  readonly signs: Signs;
  /** Every name of a folded row. */
  readonly full: boolean;
}

/** The matrix as lines: a table, or on a narrow terminal a block for each row; then what the signs mean, and who is folded. */
export const drawMatrix = (rows: readonly MatrixRow[], layout: MatrixLayout): readonly string[] => {
  const table = layout.columns < narrowest ? blocks(rows, layout) : tableOf(rows, layout);
  const after = [...legend(rows, layout), ...foldedNames(rows, layout)];
  return [...table, ...(after.length === 0 ? [] : ["", ...after])];
};

/** Below so many columns a table has no room for a name. */
const narrowest = 60;
const widths: Readonly<Record<Purpose, number>> = { use: 4, grant: 5, admin: 5, policy: 6, delete: 6 };
const marksWidth = purposes.reduce((sum, purpose) => sum + widths[purpose], 2 * (purposes.length - 1));
const gap = 2;
/** A column of conditions narrower than this reads badly: then they stand below their row. */
const leastRemark = 24;
const mostName = 44;

const tableOf = (rows: readonly MatrixRow[], layout: MatrixLayout): readonly string[] => {
  const { style, columns } = layout;
  const names = rows.map(shownName);
  const room = Number.isFinite(columns) ? columns - marksWidth - gap : mostName;
  const width = Math.max(3, ...names.map(shownWidth).filter((size) => size <= Math.min(room, mostName)));
  const left = columns - width - marksWidth - 2 * gap;
  const isBeside =
    left >= leastRemark && rows.every(({ remark }) => wrapWords(remark, left).split("\n").length <= 3);
  const head = `${padTo("WHO", width + gap)}${purposes.map((one) => centred(one, widths[one])).join("  ")}`;
  const hasRemarks = isBeside && rows.some(({ remark }) => remark !== "");
  const lines = rows.flatMap((row, i) => {
    const mark = toneMark(row.tone, style);
    const name = names[i] ?? "";
    const isLong = shownWidth(name) > width && Number.isFinite(columns);
    const start = isLong ? " ".repeat(width + gap) : mark(padTo(name, width)) + " ".repeat(gap);
    const marks = purposes.map((one) => signOf(row.answers[one], widths[one], mark, layout)).join("  ");
    const beside = isBeside ? besideRow(row.remark, left, width + marksWidth + 2 * gap) : [];
    const below = isBeside || row.remark === "" ? [] : [wrapWords(`    ${row.remark}`, columns, "    ")];
    return [
      ...(isLong ? [mark(name)] : []),
      `${start}${marks}  ${style.faint(beside.join("\n"))}`.trimEnd(),
      ...below.map((text) => style.faint(text)),
    ];
  });
  return [style.strong(`${head}${hasRemarks ? "  condition" : ""}`.trimEnd()), ...lines];
};

const besideRow = (remark: string, left: number, indent: number): readonly string[] =>
  remark === "" ? [] : [wrapWords(remark, left).replaceAll("\n", `\n${" ".repeat(indent)}`)];

/** `role/App +2`: the others are named below. */
const shownName = ({ names: [first, ...others] }: MatrixRow): string =>
  others.length === 0 ? first : `${first} +${others.length}`;

const centred = (text: string, width: number): string =>
  padTo(" ".repeat(Math.floor((width - shownWidth(text)) / 2)) + text, width);

const toneMark = (tone: Tone, style: Style): Mark =>
  tone === "open" ? style.bad : tone === "outside" ? style.warning : unmarked;

const signOf = (answer: Answer, width: number, mark: Mark, { signs, style }: MatrixLayout): string => {
  const sign = centred(signs[answer], width);
  if (answer === "no") return style.faint(sign);
  return answer === "unknown" ? style.warning(sign) : mark(sign);
};

/** Between a sign and its word no line is broken. */
const kept = "\u00a0";

const wrapKept = (text: string, columns: number, indent = ""): string =>
  wrapWords(text, columns, indent).replaceAll(kept, " ");

/** On a narrow terminal: the name, what it may, and below that the conditions. */
const blocks = (rows: readonly MatrixRow[], { style, columns, signs }: MatrixLayout): readonly string[] =>
  rows.flatMap((row) => {
    const mark = toneMark(row.tone, style);
    const may = purposes.filter((one) => row.answers[one] !== "no");
    const marks = may.map((one) => `${signs[row.answers[one]]}${kept}${one}`);
    const words = marks.length === 0 ? `${signs.no} none of ${purposes.join(", ")}` : marks.join("  ");
    return [
      mark(wrapWords(shownName(row), columns, "  ")),
      mark(wrapKept(`  ${words}`, columns, "  ")),
      ...(row.remark === "" ? [] : [style.faint(wrapWords(`    ${row.remark}`, columns, "    "))]),
    ];
  });

const meanings: readonly (readonly [Answer, string])[] = [
  ["yes", "by this policy alone"],
  ["part", "with a limit, told in the row"],
  ["unknown", "not known"],
  ["no", "no"],
];

/** What the signs mean that are used. */
const legend = (rows: readonly MatrixRow[], { style, columns, signs }: MatrixLayout): readonly string[] => {
  const used = new Set(rows.flatMap(({ answers }) => purposes.map((one) => answers[one])));
  const words = meanings
    .filter(([answer]) => used.has(answer))
    .map(([answer, meaning]) => `${signs[answer]}${kept}${meaning}`);
  return words.length === 0 ? [] : [style.faint(wrapKept(words.join("   "), columns))];
};

/** So many are named before the rest is counted. */
const namedOthers = 12;

const foldedNames = (rows: readonly MatrixRow[], { style, columns, full }: MatrixLayout): readonly string[] =>
  rows.flatMap((row) => {
    const [, ...others] = row.names;
    if (others.length === 0) return [];
    const most = full ? others.length : namedOthers;
    const more = others.length > most ? [`and ${others.length - most} more`] : [];
    const names = [...others.slice(0, most), ...more].join(", ");
    return [style.faint(wrapWords(`${shownName(row)}: ${names}`, columns, "  "))];
  });
