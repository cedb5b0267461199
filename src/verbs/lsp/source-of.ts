import { fileURLToPath } from "node:url";
import type { TextDocument } from "vscode-languageserver-textdocument";
import type { Source } from "./protocol.ts";

/** The endings that tell a document's language where it has no name: by the names that editors give languages. */
const endings = new Map([
  ["jsonc", ".jsonc"],
  ["yaml", ".yaml"],
  ["cloudformation", ".yaml"],
  ["terraform", ".tf"],
  ["opentofu", ".tofu"],
  ["hcl", ".tf"],
]);

/** A document as the checks read it. One that was never saved (`untitled:`), or lies elsewhere than on this disk, has a name that tells its language and no folder around it. */
export const sourceOf = (document: TextDocument): Source => {
  const path = fileOf(document.uri);
  const text = document.getText();
  if (path !== undefined) return { path, isSaved: true, text };
  const name = document.uri.replaceAll(/[^\w.-]/g, "-");
  const ending = /\.(?:jsonc?|ya?ml|tf|tofu|template)$/i.test(name)
    ? ""
    : (endings.get(document.languageId.toLowerCase()) ?? ".json");
  return { path: `/unsaved/${name}${ending}`, isSaved: false, text };
};

const fileOf = (uri: string): string | undefined => {
  try {
    return uri.startsWith("file:") ? fileURLToPath(uri) : undefined;
  } catch {
    return undefined;
  }
};
