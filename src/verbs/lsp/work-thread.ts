import { Worker } from "node:worker_threads";
import type { Source } from "./protocol.ts";

/** The questions that are answered in the other thread, each with its arguments behind the path. */
type Method = "examine" | "complete" | "hover" | "outline" | "mend";

/** One question, with the documents that changed since the last one. */
export interface Job {
  readonly method: Method;
  readonly args: readonly unknown[];
  readonly opened: readonly Source[];
  readonly closed: readonly string[];
}

/** What comes back: the answer, or why there is none. */
export type JobResult = { readonly value: unknown } | { readonly failed: string };

/** Bytes of memory that a look at a document may take: a plan of 64 MiB needs half of it. */
const mostMemory = 1024;

/** Starts this program again in a thread of its own, for the work. `done` gets each result, `died` hears of the thread's end. */
export const startThread = (
  done: (result: JobResult) => void,
  died: (why: string) => void,
): { readonly give: (job: Job) => void; readonly stop: () => Promise<unknown> } => {
  const worker = new Worker(process.argv[1] ?? "", {
    argv: process.argv.slice(2),
    resourceLimits: { maxOldGenerationSizeMb: mostMemory },
  });
  let isStopped = false;
  worker.on("message", done);
  worker.on("error", (error) => {
    if (!isStopped) died(String(error));
  });
  worker.on("exit", () => {
    if (!isStopped) died("it ended");
  });
  return {
    give: (job) => worker.postMessage(job),
    stop: () => {
      isStopped = true;
      return worker.terminate();
    },
  };
};
