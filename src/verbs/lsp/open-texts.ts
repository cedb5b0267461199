import { normalize } from "node:path";
import type { PolicyFiles } from "../../ports.ts";

/** The texts that are open in an editor, by the paths of their files. */
export interface OpenTexts {
  readonly texts: Map<string, string>;
  /** Paths that are names only: those texts were never saved. */
  readonly unsaved: Set<string>;
}

/** Files as the editor shows them: what is open is read as it stands there. Nothing is written: `written` takes it. */
export const filesAsOpen = (
  files: PolicyFiles,
  { texts, unsaved }: OpenTexts,
  written: (path: string, text: string) => void,
): PolicyFiles => {
  const read: PolicyFiles["read"] = async (path, limit) =>
    texts.get(normalize(path)) ?? (await files.read(path, limit));
  return {
    ...files,
    read,
    sourcesBeside: async (path) =>
      unsaved.has(normalize(path)) ? { paths: [], links: [], values: [] } : files.sourcesBeside(path),
    readBeside: async (path, name) =>
      unsaved.has(normalize(path))
        ? { unread: "cannot be found before this text is saved" }
        : files.readBeside(path, name),
    replace: (path, text) => {
      written(normalize(path), text);
      return Promise.resolve();
    },
    create: () => Promise.reject(new Error("an editor's text is replaced, never created")),
  };
};
