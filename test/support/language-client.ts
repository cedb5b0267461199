import { spawn, type ChildProcess } from "node:child_process";
import {
  createProtocolConnection,
  LSPErrorCodes,
  ResponseError,
  StreamMessageReader,
  StreamMessageWriter,
} from "vscode-languageserver-protocol/node";
import type {
  Diagnostic,
  InitializeResult,
  ProtocolConnection,
  PublishDiagnosticsParams,
} from "vscode-languageserver-protocol/node";
import { execPath } from "node:process";
import { afterAll, onTestFinished } from "vitest";
import { type AtEnd, atEndOfTest } from "./at-end.ts";
import { environmentOf, newPlace, program } from "./binary.ts";

/** A client of `kmspol lsp` over standard input and output, as an editor is one. */
export interface LanguageClient {
  readonly connection: ProtocolConnection;
  readonly child: ChildProcess;
  readonly capabilities: InitializeResult["capabilities"];
  open(uri: string, text: string, languageId?: string): void;
  /** Sends the whole text as the next version. */
  replace(uri: string, text: string): void;
  /** Sends changes as the next version. */
  change(uri: string, changes: readonly object[]): void;
  close(uri: string): void;
  /** Asks as an editor does: again, where the server says that it is busy. */
  ask<T>(method: string, params: object): Promise<T>;
  /** The diagnostics of the version that was sent last. */
  diagnostics(uri: string): Promise<readonly Diagnostic[]>;
  /** Ends as the protocol says; gives the exit code. */
  end(): Promise<number | null>;
}

/** Starts `kmspol lsp` in an empty place, and initializes it. It ends with the test, or as `atEnd` has it. */
export const languageClient = async (
  words: readonly string[] = [],
  initialize: object = {},
  environment: Readonly<Record<string, string | undefined>> = {},
  atEnd: AtEnd = atEndOfTest,
): Promise<LanguageClient> => {
  const place = await newPlace(atEnd);
  const child = spawn(execPath, [program, "lsp", ...words], {
    cwd: place.work,
    env: { ...environmentOf(place), ...environment },
    stdio: ["pipe", "pipe", "pipe"],
  });
  const ended = new Promise<number | null>((resolve) => child.once("exit", resolve));
  let killed = false;
  atEnd(async () => {
    killed = child.kill("SIGKILL");
    await ended;
  });
  const connection = createProtocolConnection(
    new StreamMessageReader(child.stdout),
    new StreamMessageWriter(child.stdin),
  );
  const latest = new Map<string, PublishDiagnosticsParams>();
  const waiting = new Set<() => void>();
  connection.onNotification("textDocument/publishDiagnostics", (told: PublishDiagnosticsParams) => {
    latest.set(told.uri, told);
    for (const look of [...waiting]) look();
  });
  connection.listen();
  const { capabilities } = await connection.sendRequest<InitializeResult>("initialize", {
    ...{ processId: process.pid, rootUri: null, capabilities: {} },
    ...initialize,
  });
  await connection.sendNotification("initialized", {});
  const versions = new Map<string, number>();
  const next = (uri: string) => {
    const version = (versions.get(uri) ?? 0) + 1;
    versions.set(uri, version);
    return version;
  };
  // What a test says last (that it closes a document) may be on its way yet when the server is ended for it.
  const send = (method: string, params: object): void =>
    void connection.sendNotification(method, params).catch((error: unknown) => {
      if (!killed) throw error;
    });
  const change = (uri: string, contentChanges: readonly object[]): void =>
    send("textDocument/didChange", { textDocument: { uri, version: next(uri) }, contentChanges });
  const ask = async <T>(method: string, params: object): Promise<T> => {
    for (;;) {
      try {
        return await connection.sendRequest<T>(`textDocument/${method}`, params);
      } catch (error) {
        if (!(error instanceof ResponseError) || error.code !== LSPErrorCodes.ServerCancelled) throw error;
      }
    }
  };
  return {
    ...{ connection, child, capabilities, change, ask },
    open: (uri, text, languageId = "json") =>
      send("textDocument/didOpen", { textDocument: { uri, languageId, version: next(uri), text } }),
    replace: (uri, text) => change(uri, [{ text }]),
    close: (uri) => send("textDocument/didClose", { textDocument: { uri } }),
    diagnostics: (uri) =>
      new Promise((resolve) => {
        const look = (): void => {
          const told = latest.get(uri);
          if (told?.version !== versions.get(uri)) return;
          waiting.delete(look);
          resolve(told?.diagnostics ?? []);
        };
        waiting.add(look);
        look();
      }),
    end: async () => {
      await connection.sendRequest("shutdown");
      await connection.sendNotification("exit");
      return ended;
    },
  };
};

/** Servers, by the words that they are started with. */
export type ClientsOfFile = (words?: readonly string[]) => Promise<LanguageClient>;

/** One server for all tests of a file that give it the same words; what a test opens is closed when it is over. */
export const clientsOfFile = (): ClientsOfFile => {
  const clients = new Map<string, Promise<LanguageClient>>();
  const finishes: (() => Promise<void> | void)[] = [];
  afterAll(async () => {
    for (const finish of finishes.reverse()) await finish();
  });
  return async (words = []) => {
    const key = words.join(" ");
    const started = clients.get(key) ?? languageClient(words, {}, {}, (finish) => void finishes.push(finish));
    clients.set(key, started);
    const client = await started;
    return {
      ...client,
      open: (uri, text, languageId) => {
        client.open(uri, text, languageId);
        onTestFinished(() => client.close(uri));
      },
    };
  };
};
