import { mkdirSync } from "node:fs";
import module from "node:module";
import { homedir } from "node:os";
import { join } from "node:path";
import type { Pager } from "./ports.ts";

/** Node 22.1 and newer can keep what they compile (Node's documentation of node:module). */
const { enableCompileCache } = module as { enableCompileCache?: (folder: string) => unknown };

/**
 * Has Node keep what it compiles of kmspol: the next start is shorter. Not in the folder for temporary files, which is
 * Node's default: whoever writes there first would decide what we run. Where the folder cannot be made, nothing is kept.
 */
const keepCompiled = (): void => {
  if (!enableCompileCache) return;
  const caches = process.env["XDG_CACHE_HOME"] || join(homedir(), ".cache");
  const folder = join(caches, "kmspol", "compiled");
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  } catch {
    return;
  }
  enableCompileCache(folder);
};

/** Starts the program. What is asked most often is answered before anything is loaded. */
const start = async (args: readonly string[]): Promise<void> => {
  if (args.length === 1 && (args[0] === "--version" || args[0] === "-V")) {
    process.stdout.write(`${process.env["KMSPOL_VERSION"] ?? ""}\n`);
    return;
  }
  keepCompiled();
  const [{ runProgram }, { processOutside }] = await Promise.all([
    import("./program.ts"),
    import("./adapters/outside.ts"),
  ]);
  const prompter = async (pager: Pager) => {
    const [{ createPrompter }, { wantsColour }] = await Promise.all([
      import("./prompts/prompter.ts"),
      import("./render/style.ts"),
    ]);
    const noColorFlag = args.includes("--no-color");
    const colour = wantsColour({ noColorFlag, environment: process.env, isTerminal: true });
    return createPrompter({ input: process.stdin, output: process.stderr, colour, pager });
  };
  const exit = await runProgram(args, processOutside(prompter));
  process.exitCode = exit === 0 ? (process.exitCode ?? 0) : exit;
};

void start(process.argv.slice(2));
