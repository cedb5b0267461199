import type { KeyUse } from "../key-use.ts";
import { escapeLine } from "./escape.ts";

/** What is known of a key's last use, or why it is not known. */
export type LastUse = KeyUse | { readonly notKnown: string };

/** `2026-11-02 Decrypt`; `none since 2026-04-27`, from when on KMS tracks it; `not known`. */
export const lastUseWords = (use: LastUse): string => {
  if ("notKnown" in use) return "not known";
  if (use.at !== undefined)
    return [use.at.slice(0, 10), ...(use.operation === undefined ? [] : [use.operation])].join(" ");
  return use.trackedSince === undefined ? "not known" : `none since ${use.trackedSince.slice(0, 10)}`;
};

/** The same for a page about one key, with why it is not known, escaped. */
export const lastUseSentence = (use: LastUse, created: string | undefined): string => {
  if ("notKnown" in use) return `not known: ${escapeLine(use.notKnown)}`;
  if (use.at !== undefined || use.trackedSince === undefined) return escapeLine(lastUseWords(use));
  return use.trackedSince === created
    ? "none since the key was made"
    : `${lastUseWords(use)}, from when on KMS tracks it`;
};
