import type { OpenPolicy, Reading, ReadText } from "../types.ts";
import { closeText } from "./close-text.ts";

/** A text that is being typed, and what is known of it. */
export interface TornText {
  readonly text: string;
  readonly isTerraform: boolean;
  /** An offset whose line is not given up: the caret's. */
  readonly kept?: number;
  /** What may still be read for this question. */
  readonly effort: Effort;
}

/** Characters that a question may still have read, so that an answer comes while somebody types. */
export interface Effort {
  left: number;
}

/** What one question may have read: 30 times a policy of the largest legal size. */
export const oneQuestion = (): Effort => ({ left: 1_000_000 });

/** Lines that are given up at most, one after the other. */
const mostLines = 6;
/**
 * The policies of a text that cannot be read as it stands, as far as they can be made out: first with its brackets and quotes closed, then
 * without the line that is still at fault, and so on. Places are those of the given text. Nothing that is told of what a policy gives may
 * rest on them: they are marked as torn.
 */
export async function* readTorn(
  { text: given, isTerraform, kept, effort }: TornText,
  read: ReadText,
): AsyncGenerator<readonly OpenPolicy[]> {
  let text = given;
  for (let lines = 0; lines <= mostLines; lines += 1) {
    effort.left -= text.length;
    if (effort.left < 0) return;
    const { text: closed, back, isAdded } = closeText(text, isTerraform);
    const { policies, faults }: Reading = await read(closed);
    const made = policies.map((policy): OpenPolicy => ({
      ...policy,
      isTorn: true,
      placeOf: (offset) => back(policy.placeOf(offset)),
      isAdded: (offset) => isAdded(policy.placeOf(offset)),
    }));
    if (made.some(({ document }) => document)) yield made;
    const [fault] = faults;
    const without = fault === undefined ? undefined : withoutLine(text, back(fault), kept);
    if (without === undefined) return;
    text = without;
  }
}

/** The text with white space in the place of the line of an offset; undefined where that is the one which is kept, or nothing is on it. */
const withoutLine = (text: string, offset: number, kept: number | undefined): string | undefined => {
  const start = lineStart(text, offset);
  if (kept !== undefined && lineStart(text, kept) === start) return undefined;
  const end = text.slice(start).search(/[\r\n]/);
  const line = text.slice(start, end < 0 ? text.length : start + end);
  return line.trim() === ""
    ? undefined
    : text.slice(0, start) + " ".repeat(line.length) + text.slice(start + line.length);
};

const lineStart = (text: string, offset: number): number =>
  Math.max(text.lastIndexOf("\n", offset - 1), text.lastIndexOf("\r", offset - 1)) + 1;
