import { spawn } from "node:child_process";
import { execPath } from "node:process";
import fc from "fast-check";
import { expect, test } from "vitest";
import { LSPErrorCodes, ResponseError } from "vscode-languageserver-protocol/node";
import { TextDocument } from "vscode-languageserver-textdocument";
import { atEndOfTest } from "../support/at-end.ts";
import { environmentOf, newPlace, program } from "../support/binary.ts";
import { clientsOfFile, languageClient } from "../support/language-client.ts";
import { long, times } from "../support/long-form.ts";

const uri = "untitled:Untitled-1";
const statement = (action: string): string =>
  `{ "Effect": "Allow", "Principal": { "AWS": "arn:aws:iam::111122223333:root" }, "Action": "${action}", "Resource": "*" }`;
const policy = (action: string): string =>
  `{ "Version": "2012-10-17", "Id": "é", "Statement": [\n  ${statement("kms:*")},\n  ${statement(action)}\n] }\n`;

/** The server without a client's library: bytes in, and what came out. */
const rawServer = async () => {
  const place = await newPlace();
  const child = spawn(execPath, [program, "lsp"], { cwd: place.work, env: environmentOf(place) });
  const ended = new Promise<number | null>((resolve) => child.once("exit", resolve));
  atEndOfTest(async () => {
    child.kill("SIGKILL");
    await ended;
  });
  // Bytes that a server which has ended no longer reads: its end itself is what a test sees.
  child.stdin.on("error", () => undefined);
  let output = "";
  child.stdout.on("data", (chunk) => (output += String(chunk)));
  const send = (bytes: string | Buffer): void => void child.stdin.write(bytes);
  const message = (value: object, length?: number): void => {
    const text = JSON.stringify({ jsonrpc: "2.0", ...value });
    send(`Content-Length: ${length ?? Buffer.byteLength(text)}\r\n\r\n${text}`);
  };
  const hasEnded = ended.then((code) => {
    throw new Error(`the server ended with ${code}`);
  });
  hasEnded.catch(() => undefined);
  const until = async (words: string): Promise<void> => {
    while (!output.includes(words))
      await Promise.race([hasEnded, new Promise((resolve) => child.stdout.once("data", resolve))]);
  };
  return { child, ended, send, message, until, output: () => output };
};

/** One server for what does no harm to it. */
const shared = clientsOfFile();

const initialize = {
  id: 1,
  method: "initialize",
  params: { processId: null, rootUri: null, capabilities: {} },
};

test("exit without shutdown is 1, after it 0, and an end of the input as exit", async () => {
  for (const [messages, code] of [
    [[{ method: "exit" }], 1],
    [[{ id: 2, method: "shutdown" }, { method: "exit" }], 0],
    [[], 1],
    [[{ id: 2, method: "shutdown" }], 0],
  ] as const) {
    const server = await rawServer();
    server.message(initialize);
    await server.until('"id":1');
    for (const each of messages) server.message(each);
    if (!messages.some(({ method }) => method === "exit")) {
      if (messages.length > 0) await server.until('"id":2');
      server.child.stdin.end();
    }
    expect(await server.ended).toBe(code);
  }
});

const nonsense: readonly (readonly [what: string, bytes: string | Buffer])[] = [
  ["no JSON", "Content-Length: 5\r\n\r\n{nope"],
  [
    "broken UTF-8",
    Buffer.concat([Buffer.from("Content-Length: 4\r\n\r\n"), Buffer.from([0x22, 0xff, 0xfe, 0x22])]),
  ],
  ["no length", "X-Other: 1\r\n\r\n"],
  ["a length that is no number", "Content-Length: many\r\n\r\n"],
  ["a header without a colon", "nonsense\r\n\r\n"],
  ["a length below zero", "Content-Length: -5\r\n\r\n"],
  ["a length that is too short", 'Content-Length: 3\r\n\r\n{"jsonrpc":"2.0"}'],
  ["a length beyond all bounds", "Content-Length: 9999999999\r\n\r\n"],
  ["no line for a megabyte", "x".repeat(1_000_000)],
  ["a message that is none", "Content-Length: 2\r\n\r\n[]"],
  ["a message that is a number", "Content-Length: 2\r\n\r\n42"],
];

/** Servers that are told nonsense: all of it in turn one server, and one server each in the long form. */
const served = (long ? nonsense.map((one) => [one]) : [nonsense]).map(
  (all) => [all.map(([what]) => what).join(", "), all] as const,
);

test.each(served)("%s from the client: the server stays up and answers what comes next", async (_, all) => {
  const server = await rawServer();
  server.message(initialize);
  await server.until('"id":1');
  for (const [at, [what, bytes]] of all.entries()) {
    server.send(bytes);
    const id = 100 + at;
    server.message({ id, method: "textDocument/none" });
    await expect(server.until(`"id":${id}`), what).resolves.toBeUndefined();
  }
  server.message({ id: 7, method: "shutdown" });
  await server.until('"id":7');
  server.message({ method: "exit" });
  expect(await server.ended).toBe(0);
});

test.each<readonly [method: string, params: object]>([
  ["textDocument/didOpen", {}],
  ["textDocument/didChange", { textDocument: { uri, version: 1 } }],
  [
    "textDocument/didChange",
    { textDocument: { uri: "untitled:nobody", version: 2 }, contentChanges: [{ text: "" }] },
  ],
  ["textDocument/didClose", { textDocument: { uri: "untitled:nobody" } }],
  [
    "textDocument/didOpen",
    { textDocument: { uri: "no uri at all %%%", languageId: "?", version: -1, text: policy("*") } },
  ],
  [
    "textDocument/didOpen",
    { textDocument: { uri: "file://host/%00%ff", languageId: "json", version: 0, text: policy("*") } },
  ],
  ["workspace/didChangeConfiguration", { settings: null }],
  ["$/unknown", {}],
])("%s with %o does no harm", async (method, params) => {
  const client = await shared();
  await client.connection.sendNotification(method, params);
  client.open(uri, policy("kms:Decryptt"));
  expect(await client.diagnostics(uri)).toContainEqual(expect.objectContaining({ code: "unknown-action" }));
});

test.each([
  ["behind the end", { line: 9999, character: 9999 }],
  ["before the start", { line: -3, character: -7 }],
  ["between the halves of an emoji", { line: 1, character: 15 }],
])("a question about a place %s is answered", async (_, position) => {
  const client = await shared();
  client.open(uri, policy("kms:Decrypt"));
  await client.diagnostics(uri);
  const hover = client.connection.sendRequest("textDocument/hover", { textDocument: { uri }, position });
  await expect(hover).resolves.toBeDefined();
});

test("after all of that the server ends as it should", async () => {
  expect(await (await shared()).end()).toBe(0);
});

test("random edits, sent one by one, come to what the whole text comes to", async () => {
  const client = await languageClient();
  const pieces = fc.constantFrom("kms:Decryptt", '"', "}", "🔑", "鍵", "\r\n", ",", "Statement", "é", "");
  const edit = fc.tuple(fc.nat(), fc.nat(12), pieces);
  let document = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(edit, { maxLength: 6 }), async (edits) => {
      const [one, other] = [`untitled:one-${document}`, `untitled:other-${document++}`];
      let text = policy("kms:Decrypt");
      client.open(one, text);
      for (const [place, removed, inserted] of edits) {
        const before = TextDocument.create("", "", 0, text);
        const start = place % (text.length + 1);
        const range = { start: before.positionAt(start), end: before.positionAt(start + removed) };
        client.change(one, [{ range, text: inserted }]);
        text = TextDocument.applyEdits(before, [{ range, newText: inserted }]);
      }
      client.open(other, text);
      expect(await client.diagnostics(one)).toEqual(await client.diagnostics(other));
      client.close(one);
      client.close(other);
    }),
    { numRuns: times(25, 500) },
  );
});

test("a document of 5 MB: the server says that it is busy or answers, and small ones go on", async () => {
  const client = await languageClient(["--account", "111122223333"]);
  const large = `{ "Version": "2012-10-17", "Statement": [ ${Array.from({ length: 30_000 }, () => statement("kms:Decrypt")).join(",\n")} ] }`;
  client.open("untitled:large", large);
  const question = client.connection.sendRequest("textDocument/hover", {
    ...{ textDocument: { uri: "untitled:large" }, position: { line: 1, character: 10 } },
  });
  const answer = await question.catch((error: unknown) => error);
  if (answer instanceof ResponseError) expect(answer.code).toBe(LSPErrorCodes.ServerCancelled);
  const [told] = await client.diagnostics("untitled:large");
  expect(told?.message).toMatch(/larger than/);
  client.open(uri, policy("kms:Decryptt"));
  expect(await client.diagnostics(uri)).toContainEqual(expect.objectContaining({ code: "unknown-action" }));
});

test("a client that reads nothing for a while is sent no more than it can take, and then what holds by now", async () => {
  const server = await rawServer();
  server.message(initialize);
  await server.until('"id":1');
  server.child.stdout.pause();
  // Findings enough that a few of these answers fill a pipe.
  const many = (last: string): string =>
    `{ "Version": "2012-10-17", "Statement": [ ${[...Array.from({ length: 100 }, () => "kms:Decryptt"), last].map(statement).join(",\n")} ] }`;
  const textDocument = { uri, languageId: "json", version: 0, text: many("kms:Encryptt") };
  server.message({ method: "textDocument/didOpen", params: { textDocument } });
  const changes = 200;
  for (let version = 1; version <= changes; version += 1) {
    const text = many(version === changes ? "kms:ReEncryptFroom" : "kms:Encryptt");
    const params = { textDocument: { uri, version }, contentChanges: [{ text }] };
    server.message({ method: "textDocument/didChange", params });
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  server.child.stdout.resume();
  await server.until("kms:ReEncryptFroom");
  const told = server.output().match(/"method":"textDocument\/publishDiagnostics"/g) ?? [];
  expect(told.length).toBeLessThan(changes / 2);
  server.message({ id: 2, method: "shutdown" });
  server.message({ method: "exit" });
  expect(await server.ended).toBe(0);
});

test("a workspace without a policy: nothing is found, and nothing is offered or told", async () => {
  const folder = (await newPlace()).work;
  const client = await languageClient([], {
    ...{ rootUri: `file://${folder}` },
    workspaceFolders: [{ uri: `file://${folder}`, name: "empty" }],
  });
  for (const [name, language, text] of [
    ["package.json", "json", '{ "name": "app", "scripts": { "test": "vitest" } }\n'],
    ["compose.yaml", "yaml", "services:\n  app:\n    image: nginx\n"],
    ["main.tf", "terraform", 'resource "aws_s3_bucket" "logs" {\n  bucket = "logs"\n}\n'],
    ["README.md", "markdown", "# App\n"],
    ["empty.json", "json", ""],
  ] as const) {
    const file = `file://${folder}/${name}`;
    client.open(file, text, language);
    expect(await client.diagnostics(file), name).toEqual([]);
    for (const [method, none] of [
      ["completion", null],
      ["hover", null],
      ["documentSymbol", []],
    ] as const) {
      const about = { textDocument: { uri: file }, position: { line: 0, character: 1 } };
      expect(await client.connection.sendRequest(`textDocument/${method}`, about), name).toEqual(none);
    }
  }
});

test.runIf(long)("a check that never ends is given up, and what was found before is taken back", async () => {
  const client = await languageClient();
  const key = (name: string) =>
    `resource "aws_kms_key" "${name}" {\n  policy = jsonencode({ Statement = [{ Effect = "Allow", Action = "kms:De", Principal = "*" }] })\n}\n`;
  client.open("untitled:many.tf", key("one"), "terraform");
  expect(await client.diagnostics("untitled:many.tf")).not.toEqual([]);
  client.replace(
    "untitled:many.tf",
    Array.from({ length: 30_000 }, (_, index) => key(`k${String(index)}`)).join(""),
  );
  expect(await client.diagnostics("untitled:many.tf")).toMatchObject([
    { severity: 3, message: "not checked: it took more than a minute" },
  ]);
});
