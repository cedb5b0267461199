import { documentOf, loadFormat, parsePolicyText, type PolicyDocument } from "../policy/document.ts";
import { editTowards } from "../policy/edit-towards.ts";
import { documentValue } from "../policy/json-value.ts";
import { toPlainJson } from "../policy/json/plain-json.ts";
import type { ParsedText, PolicyFormat } from "../policy/syntax.ts";
import { toYaml } from "../policy/yaml/to-yaml.ts";

/** An edited text, and the document that it makes in the policy's own format; undefined where it is none. */
export interface EditAttempt {
  readonly parsed: ParsedText;
  readonly result: PolicyDocument | undefined;
}

/** The text that the user edits, and the way back from it to a text in the document's own format. */
export interface EditView {
  readonly text: string;
  readonly format: PolicyFormat;
  readonly suffix: ".jsonc" | ".yaml";
  readonly comment: "//" | "#";
  /** The edited text, parsed for findings that count in its lines, and what it makes of the document. */
  back(edited: string): EditAttempt;
}

/** A longer line than this nobody wants to edit: a policy on one line is spread out for the editor. */
const readableLine = 400;

/**
 * What the editor shows of a document. A text in the buffer's own format is shown as it is and comes back byte for
 * byte; YAML of a JSON policy, or a policy on one long line spread out, comes back as the smallest edit of the original.
 */
export const editView = async (
  document: PolicyDocument,
  format: "json" | "yaml" | undefined,
): Promise<EditView> => {
  // What a template resolves would be written out in another form.
  if (document.dialect) return verbatim(document);
  const wanted = format ?? (document.format === "yaml" ? "yaml" : "json");
  const native = document.format === "yaml" ? "yaml" : "json";
  if (wanted === "yaml") {
    await loadFormat("yaml");
    return wanted === native ? verbatim(document) : translated(document, toYaml(document), "yaml");
  }
  const spread = wanted !== native || isOneLine(document.text);
  if (!spread) return verbatim(document);
  return translated(document, `${JSON.stringify(documentValue(document), null, 2)}\n`, "jsonc");
};

const isOneLine = (text: string): boolean => !/[\r\n]/.test(text.trim()) && text.length > readableLine;

const outside = (format: PolicyFormat) =>
  format === "yaml"
    ? { format, suffix: ".yaml" as const, comment: "#" as const }
    : { format: "jsonc" as const, suffix: ".jsonc" as const, comment: "//" as const };

/** A JSON buffer may hold comments of the user: they vanish, unless the document is one that keeps them. */
const verbatim = (document: PolicyDocument): EditView => ({
  ...outside(document.format),
  text: document.text,
  back: (edited) => {
    const strict = parsePolicyText(edited, document.format, document.dialect);
    if (document.format !== "json" || strict.problems.length === 0) {
      return { parsed: strict, result: documentOf(strict) };
    }
    const parsed = parsePolicyText(edited, "jsonc");
    const loose = documentOf(parsed);
    return { parsed, result: loose && documentOf(parsePolicyText(toPlainJson(loose), "json")) };
  },
});

const translated = (document: PolicyDocument, text: string, format: "jsonc" | "yaml"): EditView => ({
  ...outside(format),
  text,
  back: (edited) => {
    const parsed = parsePolicyText(edited, format);
    const changed = documentOf(parsed);
    return { parsed, result: changed && editTowards(document, documentValue(changed)) };
  },
});
