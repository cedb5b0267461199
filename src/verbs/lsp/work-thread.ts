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

/** What a thread is given when it is started: the number in it is 0 until there is work for it. */
export interface ThreadData {
  readonly begun: Int32Array;
}

/** Starts this program again in a thread of its own, for the work. It waits until it is told to begin, and keeps no process from ending. */
const waitingThread = () => {
  const begun = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  const worker = new Worker(process.argv[1] ?? "", {
    argv: process.argv.slice(2),
    workerData: { begun } satisfies ThreadData,
    resourceLimits: { maxOldGenerationSizeMb: mostMemory },
  });
  worker.unref();
  const begin = (): Worker => {
    Atomics.store(begun, 0, 1);
    Atomics.notify(begun, 0);
    worker.ref();
    return worker;
  };
  return { begin };
};

let waiting: ReturnType<typeof waitingThread> | undefined;

/** Starts the first thread before it is known whether the command line is right: it takes as long as to load what reads one. */
export const prepareThread = (): void => {
  waiting = waitingThread();
};

/** In such a thread: waits until there is work. */
export const awaitWork = ({ begun }: ThreadData): void => {
  Atomics.wait(begun, 0, 0);
};

/** Gives work to the thread that waits, or to a new one. `done` gets each result, `died` hears of the thread's end. */
export const startThread = (
  done: (result: JobResult) => void,
  died: (why: string) => void,
): { readonly give: (job: Job) => void; readonly stop: () => Promise<unknown> } => {
  const worker = (waiting ?? waitingThread()).begin();
  waiting = undefined;
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
