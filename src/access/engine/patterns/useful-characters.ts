import type { Token } from "./pattern.ts";

const fillers = Array.from(
  "xyzwvutsrqponmlkjihgfedcbaXYZWVUTSRQPONMLKJIHGFEDCBA0123456789-_.,/:@=+ ~!#%&()[]{}<>;|^'`\"$\\",
);

/** The characters that these tokens can tell apart: those that some token treats in its own way, and one for all others. */
export const usefulCharacters = (tokens: readonly Token[]): readonly string[] => {
  const useful = new Set<string>();
  for (const { only, except } of tokens) {
    if (only !== undefined && only.length <= 2) for (const character of only) useful.add(character);
    else if (except !== undefined && except !== "") for (const character of except) useful.add(character);
  }
  const named = [...useful];
  for (const { only } of tokens) {
    if (only === undefined || only.length <= 2) continue;
    for (const character of only) {
      if (named.includes(character)) continue;
      useful.add(character);
      break;
    }
  }
  const filler = fillers.find((character) => !useful.has(character));
  return filler === undefined ? [...useful] : [filler, ...useful];
};
