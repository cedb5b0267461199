import type { Asker, LanguageService, Source } from "./protocol.ts";
import { type Job, type JobResult, startThread } from "./work-thread.ts";

/** Is thrown where an answer would take too long: the thread is at work on something else, or the document is very large. */
export class Busy extends Error {}

/** Is thrown where nobody waits for the answer any more. */
export class Cancelled extends Error {}

/** Milliseconds after which an editor is told that the thread is busy. */
const patience = 100;
/** Those after which no answer comes where all is of usual size: the thread has only just started, or the machine is slow. */
const longPatience = 1000;
/** What a check may take at most: one that takes longer is given up, and its thread with it. */
const longestCheck = 60_000;
/** Characters from which on a document is very large. */
const large = 500_000;

interface Waiting {
  readonly job: Pick<Job, "method" | "args">;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
}

/**
 * The language service in a thread of its own, so that whatever a document does to it, this one goes on to listen. One question is at work
 * at a time; those of somebody who waits go before checks. A thread that dies, or never ends, is replaced.
 */
export const threadService = (start: typeof startThread = startThread): LanguageService => {
  const sources = new Map<string, Source>();
  const changed = new Set<string>();
  const closed = new Set<string>();
  const queue: Waiting[] = [];
  let running: Waiting | undefined;

  const done = (result: JobResult): void => {
    const ended = running;
    running = undefined;
    if ("value" in result) ended?.resolve(result.value);
    else ended?.reject(new Error(result.failed));
    next();
  };
  const died = (why: string): void => {
    void thread.stop();
    thread = start(done, died);
    for (const path of sources.keys()) changed.add(path);
    done({ failed: why });
  };
  let thread = start(done, died);

  const next = (): void => {
    if (running || queue.length === 0) return;
    const asked = queue.findIndex(({ job }) => job.method !== "examine");
    [running] = queue.splice(Math.max(asked, 0), 1);
    if (!running) return;
    const opened = [...changed].flatMap((path) => sources.get(path) ?? []);
    thread.give({ ...running.job, opened, closed: [...closed] });
    changed.clear();
    closed.clear();
  };

  const isOnLarge = (one: Waiting | undefined): boolean =>
    (sources.get(String(one?.job.args[0]))?.text.length ?? 0) > large;

  /** A question that is at work goes on: its answer is then thrown away. */
  const leaveQueue = (waiting: Waiting, why: Error): void => {
    const place = queue.indexOf(waiting);
    if (place >= 0) queue.splice(place, 1);
    waiting.reject(why);
  };

  const ask = async <T>(
    method: Job["method"],
    args: readonly unknown[],
    { signal, onBusy }: Asker = {},
  ): Promise<T> => {
    const limit = timeLimit();
    const answer = new Promise<unknown>((resolve, reject) => {
      const waiting: Waiting = { job: { method, args }, resolve, reject };
      queue.push(waiting);
      next();
      if (method === "examine") {
        limit.after(longestCheck, () => running === waiting && died("it took more than a minute"));
        return;
      }
      const cancel = () => leaveQueue(waiting, new Cancelled("nobody waits for this answer any more"));
      signal?.addEventListener("abort", cancel, { once: true });
      const tooLate = () => leaveQueue(waiting, new Busy("kmspol is busy: ask again"));
      limit.after(patience, () => {
        if ([waiting, running].some(isOnLarge)) tooLate();
        else {
          onBusy?.();
          limit.after(longPatience - patience, tooLate);
        }
      });
    });
    try {
      return (await answer) as T;
    } finally {
      limit.stop();
    }
  };

  return {
    open: (source) => {
      sources.set(source.path, source);
      changed.add(source.path);
      closed.delete(source.path);
    },
    close: (path) => {
      sources.delete(path);
      changed.delete(path);
      closed.add(path);
    },
    examine: (path) => ask("examine", [path]),
    complete: (path, offset, asker) => ask("complete", [path, offset], asker),
    hover: (path, offset, asker) => ask("hover", [path, offset], asker),
    outline: (path, asker) => ask("outline", [path], asker),
    mend: (path, findings, all, asker) => ask("mend", [path, findings, all], asker),
  };
};

const timeLimit = () => {
  let timer: NodeJS.Timeout | undefined;
  return {
    after: (milliseconds: number, late: () => unknown): void => {
      timer = setTimeout(late, milliseconds);
    },
    stop: (): void => clearTimeout(timer),
  };
};
