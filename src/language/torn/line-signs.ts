/** A bracket or quote of a line, outside of texts and comments; `missing` is the quote that a text lacks at the end of the line. */
export type Sign =
  | { readonly is: "open" | "close"; readonly sign: string; readonly at: number }
  | { readonly is: "missing"; readonly sign: string; readonly at: number };

/** What closes each bracket. */
export const closers: Readonly<Record<string, string>> = { "{": "}", "[": "]", "(": ")" };

/** What stands before a text in quotes, or before a bracket of YAML. Elsewhere both are letters: `it's`, `a[0]`. */
const opensHere = /(?:^|[\s[{(,:=?!&|<>-])$/;

/** The brackets of a line, and the quote that it lacks: before the brackets at its end, which were there first. */
export const signsOf = (line: string, isTerraform: boolean): readonly Sign[] => {
  const signs: Sign[] = [];
  for (let at = 0; at < line.length;) {
    const sign = line.charAt(at);
    const before = line.slice(0, at);
    if (isComment(line, at, isTerraform)) break;
    if ((sign === '"' || (sign === "'" && !isTerraform)) && opensHere.test(before)) {
      const end = endOfText(line, at, sign, isTerraform);
      if (end === undefined) {
        const tail = /[\s,\]})]*$/.exec(line.slice(at + 1))?.[0].length ?? 0;
        return [
          ...signs,
          { is: "missing", sign, at: line.length - tail },
          ...closing(line, line.length - tail),
        ];
      }
      at = end;
      continue;
    }
    if (closers[sign] !== undefined && (isTerraform || opensHere.test(before)))
      signs.push({ is: "open", sign, at });
    else if (/[\]})]/.test(sign)) signs.push({ is: "close", sign, at });
    at += 1;
  }
  return signs;
};

const closing = (line: string, from: number): readonly Sign[] =>
  [...line.slice(from).matchAll(/[\]})]/g)].map(({ 0: sign, index }) => ({
    ...{ is: "close", sign, at: from + index },
  }));

const isComment = (line: string, at: number, isTerraform: boolean): boolean =>
  (at === 0 || /\s/.test(line.charAt(at - 1))) &&
  (line.charAt(at) === "#" || (isTerraform && line.startsWith("//", at)));

/** Behind the quote that ends the text which begins at `start`; undefined where the line has none. */
const endOfText = (line: string, start: number, quote: string, isTerraform: boolean): number | undefined => {
  for (let at = start + 1; at < line.length; at += 1) {
    const sign = line.charAt(at);
    if (sign === "\\" && quote === '"') at += 1;
    else if (isTerraform && line.startsWith("${", at)) at = Math.max(at + 1, line.indexOf("}", at));
    else if (sign === quote && quote === "'" && line.charAt(at + 1) === "'") at += 1;
    else if (sign === quote) return at + 1;
  }
  return undefined;
};
