import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Sandbox } from "../../src/sandbox/sandbox.ts";
import { kmspol as kmspolAsProcess, newPlace, type Place, type RunOptions } from "../support/binary.ts";
import { kmspol } from "../support/here.ts";

/** One command of a transcript: the words after `kmspol` (no quoting but single quotes), and what it is run with. */
export type Step = string | { readonly run: string; readonly with: RunOptions };

/** Runs commands one after the other on an empty machine (`place`) and writes down command, output and exit, as a reader sees them. */
export const transcript = async (
  sandbox: Sandbox | undefined,
  files: Readonly<Record<string, string>>,
  steps: readonly Step[],
  { place, run = runHere }: { readonly place?: Place; readonly run?: typeof kmspolAsProcess } = {},
): Promise<string> => {
  const machine = place ?? (await newPlace());
  for (const [name, text] of Object.entries(files)) await writeFile(join(machine.work, name), text);
  const parts: string[] = [];
  for (const step of steps) {
    const { run: line, with: options } = typeof step === "string" ? { run: step, with: {} } : step;
    const { exit, signal, stdout, stderr } = await run(machine, sandbox, wordsOf(line), options);
    const output = [section("stdout", stdout), section("stderr", stderr)].join("");
    parts.push(`$ kmspol ${line}\n${output}exit ${exit ?? signal ?? "?"}\n`);
  }
  return steady(parts.join("\n"), machine, sandbox);
};

/** The sandbox starts processes; nothing else has to be one. */
const runHere: typeof kmspolAsProcess = (place, sandbox, args, options) =>
  (args[0] === "sandbox" ? kmspolAsProcess : kmspol)(place, sandbox, args, options);

const wordsOf = (line: string): string[] =>
  [...line.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? "");

const section = (name: string, text: string): string => {
  if (text === "") return "";
  const lines = text.replace(/\n$/, "").split("\n");
  return lines.map((line) => `${name === "stderr" ? "! " : "  "}${line}`.trimEnd() + "\n").join("");
};

/** What differs from run to run is replaced: paths, ports, change ids, times, names of kept files. */
const steady = (text: string, { root }: Place, sandbox: Sandbox | undefined): string =>
  text
    .replaceAll(root, "/machine")
    .replaceAll(sandbox?.url ?? "no sandbox", "http://127.0.0.1:PORT")
    .replace(/kmspol-[\w-]{6}\/key-policy/g, "kmspol-XXXXXX/key-policy")
    .replace(/kept\/[0-9a-f]{8}-/g, "kept/XXXXXXXX-")
    .replace(/\d{4}-\d\d-\d\d \d\d:\d\d UTC/g, "2026-01-01 00:00 UTC")
    .replace(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+Z/g, "2026-01-01T00:00:00.000Z")
    .replace(/("(?:id|change)": )"[0-9a-f]{8}"/g, '$1"CHANGEID"')
    .replace(/(@\{\d+\} +)[0-9a-f]{8}/g, "$1CHANGEID")
    .replace(/((?:change|run|--undo|--resume) )(?!0{8})[0-9a-f]{8}\b/g, "$1CHANGEID")
    .replace(/127\.0\.0\.1:\d+/g, "127.0.0.1:PORT")
    .replace(/, \d+ ms$/gm, ", N ms");
