// Runs commands side by side, A B A B …, so that a drift of the machine's speed touches all alike.
import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

const memoryProbe = new URL("report-memory.cjs", import.meta.url).pathname;

/** One run of a command: wall time in milliseconds and, for Node programs, the peak resident memory in MiB. */
const runOnce = async ({ command, environment, input }, memoryFile) => {
  const [file, ...args] = command;
  const probe = memoryFile && file === process.execPath ? ["--require", memoryProbe] : [];
  const started = process.hrtime.bigint();
  const child = spawn(file, [...probe, ...args], {
    stdio: [input === undefined ? "ignore" : "pipe", "ignore", "pipe"],
    env: { ...process.env, ...environment, KMSPOL_BENCH_MEMORY: memoryFile ?? "" },
  });
  let errors = "";
  child.stderr.on("data", (chunk) => (errors += chunk));
  if (input !== undefined) child.stdin.end(input);
  const status = await new Promise((resolve, reject) => child.on("error", reject).on("close", resolve));
  const milliseconds = Number(process.hrtime.bigint() - started) / 1e6;
  if (status !== 0) throw new Error(`${command.join(" ")} ended with ${status}: ${errors}`);
  return milliseconds;
};

export const median = (values) => {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
};

/**
 * Times every subject `rounds` times, in turn, after one round of warm-up. `prepare` of a subject is run before each, untimed.
 * Returns per subject name: `times` (milliseconds, one a round) and `memory` (MiB, the median of some extra runs of a Node program).
 */
export const sideBySide = async (subjects, rounds) => {
  const folder = await mkdtemp(join(tmpdir(), "kmspol-bench-"));
  const results = new Map(subjects.map(({ name }) => [name, { times: [], memory: undefined }]));
  try {
    for (const subject of subjects)
      results.get(subject.name).memory = await peakMemory(subject, join(folder, "memory"));
    for (let round = 0; round < rounds; round++) {
      for (const subject of subjects) {
        await prepared(subject);
        results.get(subject.name).times.push(await runOnce(subject));
      }
    }
  } finally {
    await rm(folder, { recursive: true });
  }
  return results;
};

/** What a subject needs done before each run is not timed. */
const prepared = async ({ prepare, environment }) => {
  if (prepare) await runOnce({ command: prepare, environment });
};

/** How high V8 lets its heap grow rests on when its other threads get to run: of one command a run may take a third more than the next. */
const memoryRuns = 3;

/** The median of some runs; what is no Node program runs once, to be warm. */
const peakMemory = async (subject, file) => {
  const peaks = [];
  do {
    await prepared(subject);
    await runOnce(subject, file);
    if (subject.command[0] !== process.execPath) return undefined;
    peaks.push(Number(await readFile(file, "utf8")) / 1024);
  } while (peaks.length < memoryRuns);
  return median(peaks);
};
