/** Something that both sides changed, each in its own way. The texts are as each document has them; undefined: not there. */
export interface MergeConflict {
  /** What it is, for people: `statement "Allow use of the key"`, `statement 3`, `Version`. */
  readonly label: string;
  readonly base: string | undefined;
  readonly mine: string | undefined;
  readonly theirs: string | undefined;
}
