import { escapeLine } from "./escape.ts";

/** Names of keys that are shown before the list is cut. */
export const shownNames = 3;

/** The first of the keys' names, escaped, and how many more; the account and Region once, where they are the same for all. */
export const keyNames = (labels: readonly string[], full: boolean): string => {
  const places = new Set(labels.map((label) => / in \d{12}, [\w-]+$/.exec(label)?.[0] ?? ""));
  const [place = ""] = places.size === 1 ? places : [];
  const short = labels.map((label) => label.slice(0, label.length - place.length));
  const shown = full ? short : short.slice(0, shownNames);
  const more = short.length - shown.length;
  const all = more > 0 ? [...shown, `${more} more`] : shown;
  return escapeLine(listWords(all, place === "" ? "; " : ", ") + place);
};

const listWords = (words: readonly string[], comma: string): string =>
  words.length < 2 ? words.join("") : `${words.slice(0, -1).join(comma)} and ${words.at(-1) ?? ""}`;
