/** A line of a stream, from 1: its text, or why it cannot be read. */
export interface TextLine {
  readonly number: number;
  readonly text?: string;
  readonly fault?: string;
  /** Whether a line end follows: the last one may be cut. */
  readonly ends: boolean;
}

/** A file that was looked for: its text, or why nobody should go by it. */
export type FoundFile =
  { readonly path: string; readonly text: string } | { readonly path: string; readonly unused: string };
