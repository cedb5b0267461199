import {
  type CancellationToken,
  createConnection,
  type CodeActionParams,
  type Connection,
  type Diagnostic,
  LSPErrorCodes,
  ProposedFeatures,
  ResponseError,
  type ServerCapabilities,
  TextDocuments,
} from "vscode-languageserver/node";
import { TextDocument } from "vscode-languageserver-textdocument";
import { actionOf, completionItems, hoverOf, symbolsOf } from "./answers.ts";
import { createChecker } from "./checker.ts";
import { diagnosticOf } from "./editor-range.ts";
import type { Asker, FindingName, LanguageService, Source } from "./protocol.ts";
import { Busy, Cancelled } from "./thread-service.ts";
import { sourceOf } from "./source-of.ts";
import { wholeMessages } from "./whole-messages.ts";

const capabilities: ServerCapabilities = {
  textDocumentSync: { openClose: true, change: 2 },
  completionProvider: { triggerCharacters: ['"', ":", "'"] },
  hoverProvider: true,
  documentSymbolProvider: true,
  codeActionProvider: { codeActionKinds: ["quickfix", "source.fixAll.kmspol"] },
};

/** Serves an editor on standard input and output, until it says exit or goes: the library then ends the process. */
export const serve = (service: LanguageService, version: string): void => {
  const input = process.stdin.pipe(wholeMessages());
  const connection = createConnection(ProposedFeatures.all, input, process.stdout);
  const documents = new TextDocuments(TextDocument);
  connection.onInitialize(() => ({ capabilities, serverInfo: { name: "kmspol", version } }));
  followDocuments(connection, documents, service);
  answerQuestions(connection, documents, service);
  documents.listen(connection);
  connection.listen();
};

const followDocuments = (
  connection: Connection,
  documents: TextDocuments<TextDocument>,
  service: LanguageService,
): void => {
  const check = async (uri: string, isStale: () => boolean): Promise<void> => {
    const document = documents.get(uri);
    if (!document) return;
    const { path } = sourceOf(document);
    const { version } = document;
    const { marks, notes } = await service.examine(path);
    if (isStale()) return;
    const found = marks.map((mark) => diagnosticOf(document, mark));
    await connection.sendDiagnostics({ uri, version, diagnostics: [...found, ...notes.map(unseen)] });
  };
  const checker = createChecker(check, (uri, error) => {
    connection.console.error(`kmspol: ${uri} could not be checked: ${String(error)}`);
    const document = documents.get(uri);
    // What was found before may be wrong by now, or stand elsewhere.
    const note = unseen(`not checked: ${error instanceof Error ? error.message : String(error)}`);
    if (document) void connection.sendDiagnostics({ uri, version: document.version, diagnostics: [note] });
  });
  documents.onDidChangeContent(({ document }) => {
    service.open(sourceOf(document));
    checker.changed(document.uri);
  });
  documents.onDidClose(({ document }) => {
    checker.closed(document.uri);
    service.close(sourceOf(document).path);
    void connection.sendDiagnostics({ uri: document.uri, diagnostics: [] });
  });
};

/** Why a document was not looked at, on its first line. */
const unseen = (note: string): Diagnostic => ({
  range: { start: { line: 0, character: 0 }, end: { line: 0, character: 1 } },
  ...{ severity: 3, source: "kmspol", message: note },
});

const answerQuestions = (
  connection: Connection,
  documents: TextDocuments<TextDocument>,
  service: LanguageService,
): void => {
  /** Answers from a document as it stands; where it has changed by then, the answer would be wrong. */
  const about = async <T>(
    { textDocument: { uri } }: { readonly textDocument: { readonly uri: string } },
    token: CancellationToken,
    ask: (document: TextDocument, source: Source, asker: Asker) => Promise<T>,
  ): Promise<T | null> => {
    const document = documents.get(uri);
    if (!document) return null;
    const { version } = document;
    const { signal, end } = signalOf(token);
    // What an editor shows of it, its log has; the answer itself is worth more to whoever types than an error after 100 ms.
    const onBusy = (): void =>
      connection.console.info(`kmspol: busy; an answer about ${uri} takes a moment longer`);
    const answer = await ask(document, sourceOf(document), { signal, onBusy }).catch(toldBusy).finally(end);
    if (documents.get(uri)?.version === version) return answer;
    throw new ResponseError(LSPErrorCodes.ContentModified, "the document has changed meanwhile");
  };
  connection.onCompletion((params, token) =>
    about(params, token, async (document, { path }, asker) => {
      const found = await service.complete(path, document.offsetAt(params.position), asker);
      return found ? completionItems(document, found) : null;
    }),
  );
  connection.onHover((params, token) =>
    about(params, token, async (document, { path }, asker) => {
      const told = await service.hover(path, document.offsetAt(params.position), asker);
      return told ? hoverOf(document, told) : null;
    }),
  );
  connection.onDocumentSymbol((params, token) =>
    about(params, token, async (document, { path }, asker) =>
      symbolsOf(document, await service.outline(path, asker)),
    ),
  );
  connection.onCodeAction((params, token) =>
    about(params, token, async (document, { path }, asker) =>
      actionsFor(document, path, params, { service, asker }),
    ),
  );
};

/** Throws what an editor understands: it may ask again, or nobody asks any more. */
const toldBusy = (error: unknown): never => {
  if (error instanceof Busy) throw new ResponseError(LSPErrorCodes.ServerCancelled, error.message);
  if (error instanceof Cancelled) throw new ResponseError(LSPErrorCodes.RequestCancelled, error.message);
  throw error;
};

/** The editor's token, as a signal. */
const signalOf = (token: CancellationToken): { readonly signal: AbortSignal; readonly end: () => void } => {
  const controller = new AbortController();
  const listening = token.onCancellationRequested(() => controller.abort());
  return { signal: controller.signal, end: () => listening.dispose() };
};

const actionsFor = async (
  document: TextDocument,
  path: string,
  { context }: CodeActionParams,
  { service, asker }: { readonly service: LanguageService; readonly asker: Asker },
) => {
  const wants = (kind: string) =>
    context.only?.some((one) => kind === one || kind.startsWith(`${one}.`)) ?? true;
  const found = wants("quickfix") ? context.diagnostics.filter(({ source }) => source === "kmspol") : [];
  const findings = found.flatMap(({ data }) => (isFinding(data) ? [data] : []));
  const mendings = await service.mend(path, findings, wants("source.fixAll.kmspol"), asker);
  return mendings.map((mending) =>
    actionOf(document, mending, (of) =>
      found.filter(({ data }) => JSON.stringify(data) === JSON.stringify(of)),
    ),
  );
};

/** A client hands back what it was given with a diagnostic; one that sends nonsense is asked nothing. */
const isFinding = (data: unknown): data is FindingName =>
  typeof data === "object" &&
  data !== null &&
  "code" in data &&
  typeof data.code === "string" &&
  "path" in data &&
  typeof data.path === "string";
