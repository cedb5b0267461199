import {
  createConnection,
  ProposedFeatures,
  TextDocuments,
  type Connection,
} from "vscode-languageserver/node";
import { TextDocument } from "vscode-languageserver-textdocument";
import { createChecker } from "./checker.ts";
import { diagnosticOf } from "./editor-range.ts";
import type { LanguageService } from "./language-service.ts";
import { sourceOf } from "./source-of.ts";

/** Serves an editor on standard input and output, until it says exit or goes: the library then ends the process. */
export const serve = (service: LanguageService, version: string): void => {
  const connection = createConnection(ProposedFeatures.all, process.stdin, process.stdout);
  const documents = new TextDocuments(TextDocument);
  connection.onInitialize(() => ({
    capabilities: { textDocumentSync: { openClose: true, change: 2 } },
    serverInfo: { name: "kmspol", version },
  }));
  followDocuments(connection, documents, service);
  documents.listen(connection);
  connection.listen();
};

const followDocuments = (
  connection: Connection,
  documents: TextDocuments<TextDocument>,
  service: LanguageService,
): void => {
  const checker = createChecker(
    async (uri, isStale) => {
      const document = documents.get(uri);
      if (!document) return;
      const source = sourceOf(document);
      service.open(source);
      const { marks, notes } = await service.examine(source.path);
      if (isStale()) return;
      const unseen = notes.map((note) => ({
        ...{
          range: { start: { line: 0, character: 0 }, end: { line: 0, character: 1 } },
          severity: 3 as const,
        },
        ...{ source: "kmspol", message: note },
      }));
      await connection.sendDiagnostics({
        ...{ uri, version: document.version },
        diagnostics: [...marks.map((mark) => diagnosticOf(document, mark)), ...unseen],
      });
    },
    (uri, error) => connection.console.error(`kmspol: ${uri} could not be checked: ${String(error)}`),
  );
  documents.onDidChangeContent(({ document: { uri } }) => checker.changed(uri));
  documents.onDidClose(({ document }) => {
    checker.closed(document.uri);
    service.close(sourceOf(document).path);
    void connection.sendDiagnostics({ uri: document.uri, diagnostics: [] });
  });
};
