import type { Finding } from "../check/finding.ts";
import type { BufferShape } from "./buffer-shape.ts";
import type { Refusal } from "./types.ts";

/** The comment lines at the top of the buffer: which key, what to do, how to stop, and what no line is to blame for. */
export const headerLines = (
  label: string,
  shape: BufferShape,
  refusals: readonly Refusal[],
  findings: readonly Finding[],
): string[] =>
  [
    `The key policy of ${label}.`,
    "Change it, save and leave the editor: you see what changes, and are asked.",
    "To stop here, leave it unchanged or empty it.",
    `Lines that begin with ${shape.marker.trim()} are removed.`,
    "",
    ...refusals
      .filter(({ code }) => !findings.some((finding) => finding.code === code))
      .flatMap(refusalLines),
  ].map(oneLine);

const refusalLines = ({ code, message, hint }: Refusal): string[] => [
  `error ${code}: ${message}`,
  ...(hint === undefined ? [] : [`  ${hint}`]),
];

/** Whatever a message quotes, it stays one comment line in every editor. */
export const oneLine = (line: string): string => line.replace(/[\p{Cc}\u2028\u2029]+/gu, " ");
