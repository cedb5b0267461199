/**
 * What the editor is given: a text with lines of ours in it (header, findings). Ours begin with a marker that no
 * line of the text begins with, so they can be told apart from the user's own comments whatever the editor did.
 */
export interface BufferShape {
  /** `//~ ` or `#~ `, with more tildes where the text has such lines of its own. */
  readonly marker: string;
  readonly lineEnd: "\n" | "\r\n";
  readonly byteOrderMark: boolean;
  /** The text had no line end at its end; editors add one. */
  readonly openEnd: boolean;
}
