/** Files with events of CloudTrail. */
export interface TrailFiles {
  /**
   * The file, or those of a folder and its folders whose names are those of JSON or gzip, sorted; and how many others lie there. Throws
   * UsageError (`file-unreadable`).
   */
  below(path: string): Promise<{ readonly files: readonly string[]; readonly others: number }>;
  /** The text of a file, in pieces, unpacked. Throws UsageError (`file-unreadable`) with why, also after some pieces. */
  pieces(path: string): AsyncIterable<string>;
}
