import type { CompletionItem, Diagnostic, DocumentSymbol, Hover, Position } from "vscode-languageserver/node";
import { TextDocument } from "vscode-languageserver-textdocument";
import { systemClock } from "../../src/adapters/clock.ts";
import { processOutside } from "../../src/adapters/outside.ts";
import { createContext } from "../../src/cli/create-context.ts";
import { completionItems, hoverOf, symbolsOf } from "../../src/verbs/lsp/answers.ts";
import { diagnosticOf } from "../../src/verbs/lsp/editor-range.ts";
import { languageService } from "../../src/verbs/lsp/language-service.ts";
import type { LspFlags } from "../../src/verbs/lsp/lsp-flags.ts";
import { sourceOf } from "../../src/verbs/lsp/source-of.ts";
import { type ClientsOfFile, clientsOfFile } from "./language-client.ts";
import { long } from "./long-form.ts";

/** What a test of documents does with an editor's language server. */
export interface DocumentClient {
  open(uri: string, text: string, languageId?: string): void;
  completion(uri: string, position: Position): Promise<readonly CompletionItem[] | null>;
  hover(uri: string, position: Position): Promise<Hover | null>;
  symbols(uri: string): Promise<readonly DocumentSymbol[]>;
  diagnostics(uri: string): Promise<readonly Diagnostic[]>;
}

/** What answers about documents without an editor, a protocol and a thread between: for tests whose subject is the answer. */
const documentsHere = (flags: LspFlags): DocumentClient => {
  const outside = processOutside(() => Promise.reject(new Error("nothing may be asked")), {
    terminal: { interactive: false, columns: 80, rows: 24, write: () => undefined, note: () => undefined },
    clock: systemClock,
  });
  const service = languageService(
    createContext({ color: false }, ["lsp"], {
      ...outside,
      ...{ outputIsTerminal: false, errorIsTerminal: false, catchStops: () => undefined },
    }),
    flags,
  );
  const documents = new Map<string, TextDocument>();
  const documentOf = (uri: string): TextDocument => {
    const document = documents.get(uri);
    if (!document) throw new Error(`${uri} is not open`);
    return document;
  };
  return {
    open: (uri, text, languageId = "json") => {
      const document = TextDocument.create(uri, languageId, 0, text);
      documents.set(uri, document);
      service.open(sourceOf(document));
    },
    completion: async (uri, position) => {
      const document = documentOf(uri);
      const found = await service.complete(sourceOf(document).path, document.offsetAt(position));
      return found ? completionItems(document, found) : null;
    },
    hover: async (uri, position) => {
      const document = documentOf(uri);
      const told = await service.hover(sourceOf(document).path, document.offsetAt(position));
      return told ? hoverOf(document, told) : null;
    },
    symbols: async (uri) => {
      const document = documentOf(uri);
      return symbolsOf(document, await service.outline(sourceOf(document).path));
    },
    diagnostics: async (uri) => {
      const document = documentOf(uri);
      const { marks } = await service.examine(sourceOf(document).path);
      return marks.map((mark) => diagnosticOf(document, mark));
    },
  };
};

/** The same by a process, as an editor has it. */
const documentsOf =
  (clientFor: ClientsOfFile) =>
  async (words: readonly string[]): Promise<DocumentClient> => {
    const client = await clientFor(words);
    const about = (uri: string, position?: Position) => ({
      textDocument: { uri },
      ...(position && { position }),
    });
    return {
      open: (uri, text, languageId) => client.open(uri, text, languageId),
      diagnostics: (uri) => client.diagnostics(uri),
      completion: (uri, position) => client.ask("completion", about(uri, position)),
      hover: (uri, position) => client.ask("hover", about(uri, position)),
      symbols: (uri) => client.ask("documentSymbol", about(uri)),
    };
  };

/** For all tests of a file; `account`: whose the keys are. In the long form each server is a process, as it is for an editor. */
export const documentsOfFile = (): ((flags?: { readonly account?: string }) => Promise<DocumentClient>) => {
  if (!long) return (flags = {}) => Promise.resolve(documentsHere(flags));
  const from = documentsOf(clientsOfFile());
  return ({ account } = {}) => from(account === undefined ? [] : ["--account", account]);
};
