import { writeSync } from "node:fs";
import { join } from "node:path";
import type { main as runMain } from "../main.ts";
import type * as workThread from "../verbs/lsp/work-thread.ts";
import { codeFolder } from "./code-folder.ts";
import { compiledCode } from "./compiled-code.ts";
import { moduleLoader } from "./module-loader.ts";

/** Which modules lie in which pack, as the build has put them. */
declare const KMSPOL_PACKS: Readonly<Record<string, readonly string[]>>;

/** The modules that are loaded when something of them is first used. */
declare const KMSPOL_DOORS: readonly string[];

/** Whether it was written. Where it cannot be, the program has words for it. */
const tellVersion = (): boolean => {
  try {
    writeSync(1, `${process.env["KMSPOL_VERSION"] ?? ""}\n`);
    return true;
  } catch {
    return false;
  }
};

/** One verb runs in two threads. To ask Node which one this is costs the others time. */
const threadsOf = (verb: string) =>
  verb === "lsp" ? process.getBuiltinModule("node:worker_threads") : undefined;

/** Starts the program. What is asked most often is answered before anything is loaded. */
const start = async (args: readonly string[]): Promise<void> => {
  const [first = "", ...rest] = args;
  if (rest.length === 0 && (first === "--version" || first === "-V") && tellVersion()) return;
  const verb = /^[a-z]+(-[a-z]+)*$/.test(first) ? first : "other";
  const threads = threadsOf(verb);
  const code = compiledCode(codeFolder(), verb, threads?.isMainThread === false);
  const load = moduleLoader(join(__dirname, "chunks"), KMSPOL_PACKS, code, KMSPOL_DOORS);
  if (threads) {
    const { prepareThread, awaitWork } = load("work-thread") as typeof workThread;
    if (threads.isMainThread) prepareThread();
    else awaitWork(threads.workerData as workThread.ThreadData);
  }
  const { main } = load("main") as { readonly main: typeof runMain };
  await main(args);
};

/** The program has words for all that goes wrong, except where the part with the words is missing: it was removed or replaced under us. */
const tellNotWhole = (error: unknown): void => {
  const because = error instanceof Error ? error.message : String(error);
  process.exitCode = 3;
  process.stderr.write(
    `kmspol: it is not installed whole: ${because}\nhint: if it was updated just now, run the command again; else install kmspol again\n`,
  );
};

start(process.argv.slice(2)).catch(tellNotWhole);
