import {
  CompletionItemKind,
  type CodeAction,
  type CompletionItem,
  type DocumentSymbol,
  type Hover,
  SymbolKind,
} from "vscode-languageserver/node";
import type { TextDocument } from "vscode-languageserver-textdocument";
import type { Completion } from "../../language/complete.ts";
import type { Choice } from "../../language/types.ts";
import { rangeOf } from "./editor-range.ts";
import type { FindingName, Mending, Outline, Told } from "./protocol.ts";

const kinds: Record<Choice["is"], CompletionItemKind> = {
  action: CompletionItemKind.Function,
  key: CompletionItemKind.Field,
  operator: CompletionItemKind.Operator,
  principal: CompletionItemKind.Constant,
  value: CompletionItemKind.EnumMember,
  element: CompletionItemKind.Property,
};

/** The words of a place as an editor lists them, those that do not go with what stands there behind the others. */
export const completionItems = (
  document: TextDocument,
  { span, before, after, notation, choices }: Completion,
): CompletionItem[] => {
  const range = rangeOf(document, span);
  return choices.map(({ text, is, meaning, isLess = false }, index) => ({
    ...{ label: text, kind: kinds[is], filterText: text },
    sortText: `${isLess ? "1" : "0"}${String(index).padStart(4, "0")}`,
    ...(meaning !== undefined && meaning !== "" && { documentation: meaning }),
    textEdit: { range, newText: `${before}${written(text, notation)}${after}` },
  }));
};

/** YAML reads `*` as an alias, and what ends with a colon as a name, where no quotes are around them; Terraform reads a colon as a sign. */
const written = (text: string, notation: Completion["notation"]): string => {
  if (notation === "quoted") return text;
  const isPlain = notation === "yaml" ? !/^[*&!?]|:$/.test(text) : /^[\p{L}_][\p{L}\p{N}_-]*$/u.test(text);
  return isPlain ? text : `"${text}"`;
};

/** What is told of a word. */
export const hoverOf = (document: TextDocument, { span, markdown }: Told): Hover => ({
  contents: { kind: "markdown", value: markdown },
  range: rangeOf(document, span),
});

/** The statements by their Sids; below their keys where the document is more than one policy. */
export const symbolsOf = (document: TextDocument, outlines: readonly Outline[]): DocumentSymbol[] =>
  outlines.flatMap(({ selector, statements }): DocumentSymbol[] => {
    const children = statements.map(({ name, detail, span, selection }) => ({
      ...{ name, detail, kind: SymbolKind.Object },
      ...{ range: rangeOf(document, span), selectionRange: rangeOf(document, selection) },
    }));
    const [first] = children;
    const last = children.at(-1);
    if (selector === undefined || !first || !last) return children;
    const range = { start: first.range.start, end: last.range.end };
    return [{ name: selector, kind: SymbolKind.Key, range, selectionRange: first.range, children }];
  });

/** An edit as an action of the editor, for the version of the document that it was made for. */
export const actionOf = (
  document: TextDocument,
  { title, span, text, isSafe, of }: Mending,
  diagnosticOf: (finding: FindingName) => NonNullable<CodeAction["diagnostics"]>,
): CodeAction => ({
  title,
  kind: of ? "quickfix" : "source.fixAll.kmspol",
  ...(of && { diagnostics: diagnosticOf(of), isPreferred: isSafe }),
  edit: {
    documentChanges: [
      {
        textDocument: { uri: document.uri, version: document.version },
        edits: [{ range: rangeOf(document, span), newText: text }],
      },
    ],
  },
});
