import { step, type Scanner } from "./outline.ts";

/** Stands for each letter of a comment. */
export const commentSign = "\u0001";
/** Stands for each letter of a string or a heredoc. */
export const textSign = "\u0002";

/** The text with one sign for every letter of comments, and one for those of strings and heredocs: what is left is code. Throws HclFault. */
export const maskOf = (text: string): string => {
  const scanner: Scanner = { text, open: [] };
  let mask = "";
  for (let at = 0; at < text.length;) {
    const before = scanner.open.length;
    const isText = scanner.open.some(({ kind }) => kind !== "bracket");
    const end = step(scanner, at);
    const opens = scanner.open.length > before && scanner.open.at(-1)?.kind !== "bracket";
    const stretch = text.slice(at, end);
    const sign = isText || opens ? textSign : /^(?:#|\/\/|\/\*)/.test(stretch) ? commentSign : undefined;
    mask += sign === undefined ? stretch : stretch.replace(/[^\r\n]/g, sign);
    at = end;
  }
  return mask;
};
