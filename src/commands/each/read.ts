import PQueue from "p-queue";
import { exitCodes, type ExitCode } from "../../errors.ts";
import type { BulkKey } from "../../bulk-run.ts";
import { escapeLine } from "../../render/escape.ts";
import { createProgress } from "../progress.ts";
import { printFailure, printLine } from "./report.ts";
import { type Each, type Ended, runLine } from "./run-line.ts";

/** Runs a verb that only reads on every key; the answers come in the order of the keys. */
export const readAll = async (each: Each, keys: readonly BulkKey[], json: boolean): Promise<ExitCode> => {
  const queue = new PQueue({ concurrency: 8 });
  const progress = createProgress(each.context, "keys");
  const ended = keys.map((key) =>
    queue.add(async () => {
      const end = await runLine(each, key, json ? ["--json"] : []);
      progress.step();
      return end;
    }),
  );
  let worst: ExitCode = exitCodes.done;
  try {
    for (const [i, key] of keys.entries()) {
      const end = await ended[i];
      if (!end) continue;
      print(each, key, end, json);
      if (end.exit > worst) worst = end.exit;
    }
  } finally {
    progress.end();
  }
  return worst;
};

const print = ({ context }: Each, key: BulkKey, end: Ended, json: boolean): void => {
  const { terminal } = context.outside;
  if (json) {
    printLine(context, key, end.error ? { error: end.error } : (JSON.parse(end.stdout) as object));
  } else if (end.error) {
    printFailure(context, key, end);
  } else {
    const heading = `${context.style.strong(escapeLine(key.label))}\n`;
    // `show` begins with the key's name by itself.
    terminal.write(`${end.stdout.startsWith(heading) ? "" : heading}${end.stdout}\n`);
    terminal.note(end.stderr);
  }
};
