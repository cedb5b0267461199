import PQueue from "p-queue";
import { exitCodes, type ExitCode, UsageError } from "../../errors.ts";
import type { BulkKey } from "../../bulk-run.ts";
import { escapeLine } from "../../render/escape.ts";
import { createProgress } from "../../output/progress.ts";
import { type CheckedKey, checkDocument, documentLine } from "./check-document.ts";
import { printFailure, printLine } from "./report.ts";
import { type Each, type Ended, runLine } from "./run-line.ts";

/**
 * Runs a verb that only reads on every key; the answers come in the order of the keys. `check` in a format for machines
 * is one document. Throws UsageError (`conflicting-flags`).
 */
export const readAll = async (each: Each, keys: readonly BulkKey[], json: boolean): Promise<ExitCode> => {
  const asked = documentLine(each.context.args.slice(each.context.args.indexOf("--") + 1));
  if (!asked) return readEach(each, keys, json, (key, end) => print(each, key, end, json));
  if (json && asked.format !== "json")
    throw new UsageError("conflicting-flags", `--json and --format ${asked.format} contradict each other`);
  const checked: CheckedKey[] = [];
  const exit = await readEach(each, keys.map(withoutFormat), true, (key, ended) => {
    checked.push({ key, ended });
    if (ended.error) printFailure(each.context, key, ended);
  });
  each.context.outside.terminal.write(checkDocument(asked.format, checked));
  return exit;
};

const withoutFormat = (key: BulkKey): BulkKey => ({ ...key, line: documentLine(key.line)?.line ?? key.line });

const readEach = async (
  each: Each,
  keys: readonly BulkKey[],
  json: boolean,
  tell: (key: BulkKey, end: Ended) => void,
): Promise<ExitCode> => {
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
      tell(key, end);
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
