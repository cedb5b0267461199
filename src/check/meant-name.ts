import { nearest } from "./nearest.ts";

/** The end of a sentence about a name that is not there: the nearest one, or all that there are. */
export const meantName = (word: string, names: readonly string[]): string => {
  const near = nearest(word, names);
  return near === undefined ? `; there are ${names.join(", ")}` : `; did you mean "${near}"?`;
};
