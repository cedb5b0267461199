// Times `kmspol lsp` as an editor sees it: from a message that is sent to the one that answers it.
import { spawn } from "node:child_process";
import { readFile } from "node:fs/promises";

const uri = "untitled:policy.json";

/** A client that knows no more of the protocol than it needs. */
const start = (command, environment) => {
  const [file, ...args] = command;
  const child = spawn(file, args, {
    stdio: ["pipe", "pipe", "ignore"],
    env: { ...process.env, ...environment },
  });
  const waiting = new Set();
  let buffer = Buffer.alloc(0);
  child.stdout.on("data", (chunk) => {
    buffer = Buffer.concat([buffer, chunk]);
    for (;;) {
      const end = buffer.indexOf("\r\n\r\n");
      const length = Number(
        /Content-Length: (\d+)/i.exec(buffer.subarray(0, Math.max(end, 0)).toString())?.[1],
      );
      if (end < 0 || buffer.length < end + 4 + length) return;
      const message = JSON.parse(buffer.subarray(end + 4, end + 4 + length).toString());
      buffer = buffer.subarray(end + 4 + length);
      for (const look of [...waiting]) look(message);
    }
  });
  const send = (message) => {
    const text = JSON.stringify({ jsonrpc: "2.0", ...message });
    child.stdin.write(`Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`);
  };
  const until = (fits) =>
    new Promise((resolve) => {
      const look = (message) => {
        if (!fits(message)) return;
        waiting.delete(look);
        resolve(message);
      };
      waiting.add(look);
    });
  let id = 0;
  const ask = (method, params) => {
    const own = ++id;
    send({ id: own, method, params });
    return until((message) => message.id === own && !message.method);
  };
  const tell = (method, params) => send({ method, params });
  const checked = (version) =>
    until(({ method, params }) => /publishDiagnostics$/.test(method) && params.version === version);
  const end = async () => {
    await ask("shutdown");
    tell("exit");
    await new Promise((resolve) => child.once("exit", resolve));
  };
  return { child, ask, tell, checked, end };
};

const open = async ({ ask, tell, checked }, text) => {
  await ask("initialize", { processId: process.pid, rootUri: null, capabilities: {} });
  tell("initialized", {});
  const first = checked(1);
  tell("textDocument/didOpen", { textDocument: { uri, languageId: "json", version: 1, text } });
  await first;
};

/** Peak resident memory of a process in MiB, where the system tells it (Linux). */
const memoryOf = async ({ pid }) => {
  const status = await readFile(`/proc/${pid}/status`, "utf8").catch(() => "");
  return Number(/VmHWM:\s+(\d+)/.exec(status)?.[1]) / 1024;
};

/** Where the letters of an action's name begin, a place in its text as the protocol counts. */
const placeIn = (text, word) => {
  const before = text.slice(0, text.indexOf(word) + word.length).split("\n");
  return { line: before.length - 1, character: before.at(-1).length };
};

/** `kmspol lsp` from its start to the first findings, and its end: the whole run is timed by who starts it. */
export const untilFirstFindings = async (command, text, environment) => {
  const server = start(command, environment);
  await open(server, text);
  await server.end();
};

/**
 * Milliseconds from a keystroke in `text` to its findings, from a question for completion to the answer, each `rounds` times on a warm
 * server; and its peak memory after so many `edits`.
 */
export const editorTimes = async (command, text, { rounds, edits, environment }) => {
  const server = start(command, environment);
  const { ask, tell, checked } = server;
  await open(server, text);
  let version = 1;
  const at = placeIn(text, '"kms:Decrypt');
  const press = (typed, removed) => {
    version += 1;
    const range = { start: at, end: { ...at, character: at.character + removed } };
    tell("textDocument/didChange", {
      textDocument: { uri, version },
      contentChanges: [{ range, text: typed }],
    });
    return version;
  };
  const keystroke = async (n) => {
    const started = performance.now();
    const pressed = n % 2 === 0 ? press("t", 0) : press("", 1);
    await checked(pressed);
    return performance.now() - started;
  };
  const complete = async () => {
    const started = performance.now();
    await ask("textDocument/completion", { textDocument: { uri }, position: at });
    return performance.now() - started;
  };
  for (let n = 0; n < 40; n++) await keystroke(n);
  const keystrokes = [];
  const completions = [];
  for (let n = 0; n < rounds; n++) keystrokes.push(await keystroke(n));
  for (let n = 0; n < rounds; n++) completions.push(await complete());
  for (let n = 0; n < edits; n++) {
    const pressed = n % 2 === 0 ? press("t", 0) : press("", 1);
    if (n % 20 === 19) await checked(pressed);
  }
  const memory = await memoryOf(server.child);
  await server.end();
  return { keystrokes, completions, memory };
};
