import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { execa } from "execa";
import { UsageError } from "../errors.ts";
import { decodeUtf8 } from "./utf8.ts";
import type { EditedText, Editor } from "../editor-port.ts";
import { editorCommand, type EditorCommand, type EditorSources } from "./editor-command.ts";
import { editorWait } from "./editor-wait.ts";
import type { Interrupts } from "./interrupts.ts";
import type { OpenEdits } from "./open-edits.ts";

/** What the editor is run with, beside where it is named. */
export interface EditorSurroundings {
  readonly interrupts: Interrupts;
  /** Where edits under way are noted; absent where nothing is kept. */
  readonly edits?: OpenEdits;
  /** Says that an editor is waited for that does not show in this terminal. */
  readonly say?: ((text: string) => void) | undefined;
}

/**
 * Runs the user's editor without a shell, on a file (0600) in a private folder (0700) that stays until `forget`.
 * Throws UsageError where the editor cannot be started or leaves a text that is not UTF-8; the file is kept and named.
 */
export const processEditor = (
  sources: EditorSources,
  { interrupts, edits, say }: EditorSurroundings,
): Editor => ({
  unfinished: (key) => edits?.unfinished(key) ?? Promise.resolve([]),
  open: async (text, { suffix, line, resume, of, untouched }) => {
    const command = await editorCommand(sources);
    const wait = editorWait(command.program, command.args);
    const file = await privateFile(text, suffix);
    const noteGone = of && (await edits?.note({ ...of, resume }, file, text, untouched ?? false));
    const quiet = interrupts.onStop(
      () => `\nkmspol: your text is kept in ${file}; go on with: ${resume(file)}\n`,
    );
    const forget = async () => {
      quiet();
      await noteGone?.();
      await rm(path.dirname(file), { recursive: true, force: true });
    };
    if (wait.elsewhere && wait.instead === undefined) say?.("waiting for your editor to close the file…");
    const ok = await interrupts
      .yieldCtrlC(() => runEditor(command, file, line))
      .catch(async (error: unknown) => {
        await forget();
        throw error;
      });
    const edited = decodeUtf8(await readBack(file), file);
    const mayBeOpen = edited === text ? wait.instead : undefined;
    return { text: edited, path: file, ok, mayBeOpen, forget } satisfies EditedText;
  },
});

const privateFile = async (text: string, suffix: string): Promise<string> => {
  try {
    const folder = await mkdtemp(path.join(tmpdir(), "kmspol-"));
    const file = path.join(folder, `key-policy${suffix}`);
    await writeFile(file, text, { mode: 0o600, flag: "wx" });
    return file;
  } catch (error) {
    throw new UsageError("editor-file", `no file for the editor can be made in ${tmpdir()}`, {
      hint: "make room there, or point TMPDIR to a folder that you may write to",
      cause: error,
    });
  }
};

/** The editor draws on the terminal: where standard output is a pipe for the result, it gets standard error. */
const runEditor = async (command: EditorCommand, file: string, line?: number): Promise<boolean> => {
  const args = [...command.args, ...lineArguments(command, line), file];
  const result = await execa(command.program, args, {
    stdin: "inherit",
    stdout: process.stdout.isTTY ? "inherit" : process.stderr,
    stderr: "inherit",
    reject: false,
    buffer: false,
  });
  if (result.exitCode === undefined && !result.isTerminated) throw notStarted(command, result.cause);
  return result.exitCode === 0;
};

/** Editors of the vi family and nano open at a line with `+N`. */
const lineArguments = (command: EditorCommand, line: number | undefined): readonly string[] =>
  line !== undefined && /^(?:vi|vim|nvim|view|nano|emacs|emacsclient)$/.test(path.basename(command.program))
    ? [`+${line}`]
    : [];

const notStarted = (command: EditorCommand, cause: unknown): UsageError =>
  new UsageError(
    "editor-not-started",
    `the editor "${command.program}" (from ${command.source}) cannot be started`,
    { hint: "set VISUAL or EDITOR to a program that exists, or give --editor PROGRAM", cause },
  );

const readBack = async (file: string): Promise<Uint8Array> => {
  try {
    return await readFile(file);
  } catch (error) {
    throw new UsageError("editor-file", `the editor left no file at ${file}`, {
      hint: "nothing was written; run the command again",
      cause: error,
    });
  }
};
