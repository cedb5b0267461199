import type { PolicyDocument } from "../policy/document.ts";

/**
 * Reads a policy as often as it is asked; a text that was read before, as most are while a change is followed, is not parsed again.
 * Throws what reading and parsing throw.
 */
export const readingOnce = (
  read: () => Promise<string>,
  parse: (text: string) => PolicyDocument,
): (() => Promise<PolicyDocument>) => {
  const seen = new Map<string, PolicyDocument>();
  return async () => {
    const text = await read();
    const document = seen.get(text) ?? parse(text);
    seen.set(text, document);
    return document;
  };
};
