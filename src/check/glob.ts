import { alternativesOf } from "./glob-alternatives.ts";

/** No path is as long. */
const longest = 1000;

/** Why a text is no glob that `matchesGlob` understands; undefined where it is one. */
export const problemWithGlob = (glob: string): string | undefined => {
  if (glob === "") return "an empty glob matches no file";
  if (glob.length > longest) return `a glob has at most ${longest} letters`;
  if (glob.startsWith("!")) return "a glob names the files that are meant, and cannot leave out with !";
  if (/[@!+?*]\(/.test(glob)) return "a glob has *, **, ?, [abc] and {a,b}, and no patterns in parentheses";
  return alternativesOf(glob) === undefined ? "a glob has too many alternatives in its braces" : undefined;
};

/**
 * Whether a path, its folders parted by `/`, matches a glob: `*` and `?` stay within one name, `**` spans any number of
 * folders, `[a-z]` and `[!a-z]` are one letter, `{a,b}` is either, `\` takes the next letter as it is. As in a shell, a
 * name that begins with a dot needs a dot in the glob. No regular expression: the work is at most the length of the path
 * times that of the glob, whoever wrote them.
 */
export const matchesGlob = (path: string, glob: string): boolean => {
  const names = path.split("/").map((name) => Array.from(name));
  return (alternativesOf(glob) ?? []).some((one) => matchesNames(names, one.replace(/^\.\//, "").split("/")));
};

/** One row for each part of the glob: after how many names the parts so far can end. */
const matchesNames = (names: readonly Letters[], parts: readonly string[]): boolean => {
  let ends = [true, ...names.map(() => false)];
  for (const part of parts) {
    const row = [part === "**" && ends[0] === true];
    const tokens = tokensOf(part);
    for (const [index, name] of names.entries()) {
      row.push(
        part === "**"
          ? ends[index + 1] === true || (row[index] === true && name[0] !== ".")
          : ends[index] === true && matchesName(name, tokens),
      );
    }
    ends = row;
  }
  return ends[names.length] === true;
};

type Letters = readonly string[];

/** What one place of a glob takes: any letters, or one that fits. */
type Token = "any" | { readonly fits: (letter: string) => boolean; readonly literal?: string };

/** Only the last star can have to take more: what stood before it has met its first place already. */
const matchesName = (name: Letters, tokens: readonly Token[]): boolean => {
  const [first] = tokens;
  if (name[0] === "." && (first === undefined || first === "any" || first.literal !== ".")) return false;
  let [at, next] = [0, 0];
  let star: { readonly next: number; at: number } | undefined;
  while (at < name.length) {
    const token = tokens[next];
    if (token === "any") star = { next: ++next, at };
    else if (token?.fits(name[at] ?? "")) [at, next] = [at + 1, next + 1];
    else if (star) [at, next] = [++star.at, star.next];
    else return false;
  }
  return tokens.slice(next).every((token) => token === "any");
};

const tokensOf = (part: string): readonly Token[] =>
  Array.from(part.matchAll(/\*+|\?|\[([!^]?)([^\]]+)\]|\\?(.)/gsu), ([whole, not = "", set, letter]) => {
    if (whole.startsWith("*")) return "any";
    if (whole === "?") return { fits: () => true };
    if (set !== undefined) return { fits: (one) => isIn(one, set) === (not === "") };
    const literal = letter ?? whole;
    return { fits: (one) => one === literal, literal };
  });

/** Letters and spans of letters, such as `a-z_`. */
const isIn = (letter: string, set: string): boolean =>
  Array.from(set.matchAll(/(.)-(.)|(.)/gsu)).some(([, from, to, one]) =>
    one === undefined ? letter >= (from ?? "") && letter <= (to ?? "") : letter === one,
  );
