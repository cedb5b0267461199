import { access, constants } from "node:fs/promises";
import path from "node:path";
import { execa } from "execa";
import { split } from "shlex";
import { UsageError } from "../errors.ts";

/** Where the choice of an editor comes from; all injectable. */
export interface EditorSources {
  /** The value of `--editor`. */
  readonly flag: string | undefined;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
  /** git's core.editor; empty where it has none, or there is no git. */
  readonly gitEditor: () => Promise<string>;
}

/** The program to start and its first arguments, with the name of the place that chose it. */
export interface EditorCommand {
  readonly program: string;
  readonly args: readonly string[];
  readonly source: string;
}

const variables = ["KMSPOL_EDITOR", "VISUAL", "EDITOR"] as const;

/**
 * The first of `--editor`, $KMSPOL_EDITOR, $VISUAL, $EDITOR, git's core.editor, the platform's default; what is empty
 * counts as unset. Split into words as a shell would, and never given to a shell. Throws UsageError (`editor-command`).
 */
export const editorCommand = async (sources: EditorSources): Promise<EditorCommand> => {
  const chosen = [
    { source: "--editor", value: sources.flag },
    ...variables.map((name) => ({ source: `$${name}`, value: sources.environment[name] })),
  ].find(({ value }) => (value ?? "").trim() !== "");
  if (chosen?.value !== undefined) return splitCommand(chosen.value, chosen.source, sources.platform);
  const fromGit = await sources.gitEditor();
  if (fromGit !== "") return splitCommand(fromGit, "git's core.editor", sources.platform);
  return platformDefault(sources);
};

/** Asks git for its core.editor. */
export const gitEditor = async (): Promise<string> => {
  const { stdout } = await execa("git", ["config", "--get", "core.editor"], {
    reject: false,
    stdin: "ignore",
  });
  return typeof stdout === "string" ? stdout.trim() : "";
};

const splitCommand = (value: string, source: string, platform: NodeJS.Platform): EditorCommand => {
  const words = wordsOf(value, source, platform);
  const [program, ...args] = words;
  if (program === undefined || program === "") throw badCommand(source, "names no program");
  return { program, args, source };
};

/** A backslash separates folders on Windows; elsewhere it quotes, as in a shell. */
const wordsOf = (value: string, source: string, platform: NodeJS.Platform): readonly string[] => {
  if (value.includes("\0")) throw badCommand(source, "holds a NUL character");
  try {
    return split(platform === "win32" ? value.replaceAll("\\", "\\\\") : value);
  } catch (error) {
    throw badCommand(source, "has an opening quote without a closing one", error);
  }
};

const badCommand = (source: string, what: string, cause?: unknown): UsageError =>
  new UsageError("editor-command", `the editor command of ${source} ${what}`, {
    hint: `write it like "code --wait"`,
    cause,
  });

/** What a plain installation has: Debian's `editor`, else vi, else nano; Notepad on Windows. */
const platformDefault = async ({ environment, platform }: EditorSources): Promise<EditorCommand> => {
  const source = "the platform's default";
  if (platform === "win32") return { program: "notepad", args: [], source };
  for (const program of ["editor", "vi", "nano"]) {
    if (await isOnPath(program, environment["PATH"] ?? "")) return { program, args: [], source };
  }
  throw new UsageError("no-editor", "no editor was found", {
    hint: "set VISUAL or EDITOR, or give --editor PROGRAM",
  });
};

const isOnPath = async (program: string, searchPath: string): Promise<boolean> => {
  const found = searchPath.split(path.delimiter).map((folder) =>
    access(path.join(folder, program), constants.X_OK).then(
      () => true,
      () => false,
    ),
  );
  return (await Promise.all(found)).includes(true);
};
