import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { execa } from "execa";
import type { Sandbox } from "../../src/sandbox/sandbox.ts";
import { atEndOfTest, type AtEnd } from "./at-end.ts";

/** An empty machine for one run of kmspol: a home, a folder for temporary files, a state folder, one to work in. */
export interface Place {
  /** Holds the machine, and beside it what only the test knows. */
  readonly root: string;
  readonly machine: string;
  readonly home: string;
  readonly temporary: string;
  readonly state: string;
  readonly work: string;
}

/** How one run of kmspol ended. */
export interface Run {
  /** Undefined where a signal ended it. */
  readonly exit: number | undefined;
  readonly signal: string | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly environment?: Readonly<Record<string, string | undefined>>;
  readonly input?: string;
  /** Module that Node loads before kmspol. */
  readonly preload?: string;
}

/** What is planted as credentials, and may be found nowhere afterwards. */
export const canaries = { secret: "CanarySecret0000000000000000000000000000", token: "CanaryToken0000" };

/** The program that is tried. */
export const program = resolve(process.env["KMSPOL_PROGRAM"] ?? "bin/kmspol.js");
/** KMSPOL_TEST_NODE: another Node than that of the tests runs the program. */
const node = process.env["KMSPOL_TEST_NODE"] ?? process.execPath;
export const support = resolve("test/support");

/** An empty machine; it is gone when the test is over. */
export const newPlace = async (atEnd: AtEnd = atEndOfTest): Promise<Place> => {
  const root = await mkdtemp(join(tmpdir(), "kmspol-test-"));
  atEnd(() => rm(root, { recursive: true, force: true, maxRetries: 5 }));
  const machine = join(root, "machine");
  const [home, temporary, work] = [join(machine, "home"), join(machine, "tmp"), join(machine, "work")];
  for (const folder of [home, temporary, work]) await mkdir(folder, { recursive: true });
  return { root, machine, home, temporary, work, state: join(machine, "state") };
};

/** The environment that a run has: nothing of the machine's but the search path. */
export const environmentOf = (place: Place): Record<string, string> => ({
  PATH: process.env["PATH"] ?? "",
  HOME: place.home,
  TMPDIR: place.temporary,
  KMSPOL_STATE_DIR: place.state,
  AWS_EC2_METADATA_DISABLED: "true",
  OTHER_KMSPOL: program,
});

/** Runs the real program, without a terminal; `sandbox` undefined: no AWS anywhere. */
export const kmspol = async (
  place: Place,
  sandbox: Sandbox | undefined,
  args: readonly string[],
  { environment = {}, input = "", preload }: RunOptions = {},
): Promise<Run> => {
  const before = preload === undefined ? [] : ["--import", join(support, preload)];
  const { exitCode, signal, stdout, stderr } = await execa(node, [...before, program, ...args], {
    cwd: place.work,
    env: { ...environmentOf(place), ...sandbox?.environment, ...environment },
    extendEnv: false,
    reject: false,
    stripFinalNewline: false,
    input,
  });
  return { exit: exitCode, signal, stdout, stderr };
};

/** The value of KMSPOL_EDITOR for an editor that follows a script: the source of a module's default export. */
export const scriptedEditor = async (place: Place, script: string): Promise<string> => {
  const folder = join(place.root, "editor");
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, "script.mjs"), `export default ${script};\n`);
  return [process.execPath, join(support, "scripted-editor.mjs"), join(folder, "script.mjs")].join(" ");
};

/** What the scripted editor was given, one text an opening. */
export const openings = async (place: Place): Promise<readonly string[]> => {
  const folder = join(place.root, "editor");
  const names = (await readdir(folder)).filter((name) => name.startsWith("opened-")).sort();
  return Promise.all(names.map((name) => readFile(join(folder, name), "utf8")));
};

/** Every file on the machine: path and text. */
export const filesLeft = async ({ machine }: Place): Promise<ReadonlyMap<string, string>> => {
  const paths = (await readdir(machine, { recursive: true })).map((name) => join(machine, name));
  const found = new Map<string, string>();
  for (const path of paths) {
    if ((await stat(path).catch(() => undefined))?.isFile()) found.set(path, await readFile(path, "utf8"));
  }
  return found;
};
