import { codeOf, type Finding } from "../check/finding.ts";
import type { BufferShape } from "./buffer-shape.ts";
import { oneLine } from "./edit-header.ts";

const bom = "\uFEFF";
const lineEnds = /\r\n|\n|\r/;

/** What must be remembered of a text so that it can come back byte for byte. */
export const bufferShape = (text: string, comment: "//" | "#"): BufferShape => ({
  marker: unusedMarker(text, comment),
  lineEnd: text.includes("\r\n") ? "\r\n" : "\n",
  byteOrderMark: text.startsWith(bom),
  openEnd: !/[\r\n]$/.test(text),
});

const unusedMarker = (text: string, comment: string): string => {
  const lines = text.split(lineEnds).map((line) => line.trimStart());
  let marker = `${comment}~`;
  while (lines.some((line) => line.startsWith(marker))) marker += "~";
  return `${marker} `;
};

/** The buffer: header lines, then the text with each finding in lines directly above the line it speaks of. */
export const writeBuffer = (
  text: string,
  shape: BufferShape,
  header: readonly string[],
  findings: readonly Finding[] = [],
): string => {
  const own = shape.byteOrderMark && text.startsWith(bom) ? text.slice(1) : text;
  const lines = splitKeepingEnds(own);
  const last = lines.pop() ?? "";
  const whole = last === "" ? lines : [...lines, last + shape.lineEnd];
  const body = whole.flatMap((line, i) => [...aboveLine(i + 1, findings, shape, line), line]);
  const head = [...header, ...beyond(whole.length, findings)].map((line) => ourLine(line, shape));
  return (shape.byteOrderMark ? bom : "") + [...head, ...body].join("");
};

const ourLine = (words: string, shape: BufferShape, indent = ""): string =>
  `${indent}${shape.marker}${words}`.trimEnd() + shape.lineEnd;

const aboveLine = (
  number: number,
  findings: readonly Finding[],
  shape: BufferShape,
  line: string,
): string[] => {
  const indent = /^[ \t]*/.exec(line)?.[0] ?? "";
  return findings
    .filter((finding) => finding.line === number)
    .flatMap((finding) => findingWords(finding).map((words) => ourLine(words, shape, indent)));
};

/** What speaks of no line of the text (an empty text, a place past its end) is said in the header. */
const beyond = (lines: number, findings: readonly Finding[]): string[] =>
  findings.filter((finding) => finding.line > lines).flatMap(findingWords);

const findingWords = (finding: Finding): string[] =>
  [
    `${finding.severity} ${codeOf(finding)}: ${finding.message}`,
    ...(finding.hint === undefined ? [] : [`  ${finding.hint}`]),
  ].map(oneLine);

/** Each line with its line end; the last entry is what follows the last line end, often empty. */
const splitKeepingEnds = (text: string): string[] => {
  const lines = text === "" ? [] : text.split(/(?<=\r\n|\n|\r(?!\n))/);
  return lines.length === 0 || /[\r\n]$/.test(text) ? [...lines, ""] : lines;
};

/** The user's text: our lines gone, line end at the end and byte order mark as they were. */
export const readBuffer = (buffer: string, shape: BufferShape): string => {
  const marker = shape.marker.trimEnd();
  const lines = splitKeepingEnds(buffer.startsWith(bom) ? buffer.slice(1) : buffer);
  const own = lines.filter((line) => !line.trimStart().startsWith(marker)).join("");
  return (shape.byteOrderMark && own !== "" ? bom : "") + restoreEnds(own, shape);
};

const restoreEnds = (text: string, shape: BufferShape): string => {
  const ends = shape.lineEnd === "\r\n" && !text.includes("\r") ? text.replaceAll("\n", "\r\n") : text;
  return shape.openEnd ? ends.replace(/(?:\r\n|\n|\r)$/, "") : ends;
};

/** True when nothing is left but white space and comment lines: the user gave up. */
export const isEmptied = (text: string): boolean =>
  text
    .split(lineEnds)
    .map((line) => line.trim())
    .every((line) => line === "" || line === bom || line.startsWith("//") || line.startsWith("#"));
