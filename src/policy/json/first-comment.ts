import { createScanner } from "jsonc-parser";

/** Where the first comment of a JSON text begins; undefined where it has none. Strings are passed over, whatever they hold. */
export const firstComment = (text: string): number | undefined => {
  const scanner = createScanner(text);
  for (let kind: number = scanner.scan(); kind !== atEnd; kind = scanner.scan())
    if (kind === lineComment || kind === blockComment) return scanner.getTokenOffset();
  return undefined;
};

// The scanner's kinds are a constant enum, which is no value here.
const [lineComment, blockComment, atEnd] = [12, 13, 17];
