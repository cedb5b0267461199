/** A record that is longer is none of CloudTrail's, whose events have 1 MB at most (AWS CloudTrail User Guide, "Quotas"). In characters. */
export const longest = 4 * 1024 * 1024;

/** What becomes of the records in a text. */
export interface Taker {
  /** The JSON text of one, or what looks like it. */
  record(text: string): void;
  /** Something that is no whole record was passed over. */
  broken(because: Broken): void;
}

/** Why something is no whole record. */
export type Broken = "cut" | "too-long" | "misplaced";

/** Takes a text in pieces, and cuts the records out of it. Keeps no more than the record that is not whole yet. */
export interface Splitter {
  push(piece: string): void;
  /** The text ends here. */
  end(): void;
}
