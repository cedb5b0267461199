// Turns conditions of the source round, one at a time, and tells which of these faults the nearest tests do not notice.
//
//   npm run test:mutants -- src/change src/ask/review.ts      folders and files
//   npm run test:mutants -- --changed [BASE]                  the lines that differ from BASE (origin/main), at most 10 minutes
//   npm run test:mutants -- src/change --tests test/change,test/races --minutes 5
//   npm run test:mutants -- src/change --sample 30 --seed 7   so many places of them, drawn at random
//
// What survives is printed, also where the time is over before all were tried, and the report of a whole run is in
// reports/mutants.json. Ends with 1 where less than 85 of 100 are noticed.
import { execFileSync, spawn } from "node:child_process";
import { mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { drawFaults, nameOfFault, stretchOf } from "./mutant-sample.mjs";
import { nearestTests } from "./nearest-tests.mjs";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    changed: { type: "boolean", default: false },
    tests: { type: "string" },
    minutes: { type: "string" },
    sample: { type: "string" },
    seed: { type: "string", default: "1" },
    workers: { type: "string", default: process.env.VITEST_MAX_WORKERS ?? "2" },
  },
});

/** `src/a.ts:3-5` for each stretch of lines of the source that a change wrote. */
const changedStretches = (base) => {
  const diff = execFileSync("git", ["diff", "--unified=0", "--diff-filter=d", `${base}...`, "--", "src"], {
    encoding: "utf8",
  });
  let file = "";
  return diff.split("\n").flatMap((line) => {
    file = /^\+\+\+ b\/(.*)/.exec(line)?.[1] ?? file;
    const hunk = /^@@ -\S+ \+(\d+)(?:,(\d+))? @@/.exec(line);
    const count = Number(hunk?.[2] ?? 1);
    if (!hunk || count === 0 || !file.endsWith(".ts")) return [];
    return [`${file}:${hunk[1]}-${Number(hunk[1]) + count - 1}`];
  });
};

/** The lines of a file; none where it is not there. */
const linesOf = (path) => {
  try {
    return readFileSync(path, "utf8").split("\n").filter(Boolean);
  } catch {
    return [];
  }
};

/** The files of a folder, but for tables that a script writes; a file is its own. */
const filesIn = (path) =>
  statSync(path).isDirectory()
    ? readdirSync(path, { recursive: true })
        .filter((name) => name.endsWith(".ts") && !name.endsWith(".generated.ts"))
        .map((name) => join(path, name))
        .sort()
    : [path];

// A text that is only read by people is held by transcripts, not here.
const excludedMutations = ["StringLiteral"];
const looked = values.changed
  ? changedStretches(positionals[0] ?? "origin/main")
  : positionals.flatMap((path) => (path.includes(":") ? path : filesIn(path)));
const sample = values.sample
  ? await drawFaults(looked, Number(values.sample), values.seed, excludedMutations)
  : undefined;
const mutate = sample?.drawn.map(stretchOf) ?? looked;
if (mutate.length === 0) {
  console.log("nothing of src/ is to be looked at");
  process.exit(0);
}
if (sample) console.log(`${sample.drawn.length} of ${sample.of} places, seed ${values.seed}`);

const sources = mutate.map((path) => path.replace(/:.*$/, ""));
const tests = values.tests?.split(",") ?? nearestTests([...new Set(sources)]);
const include = tests.map((path) => (/\.test\.ts$/.test(path) ? path : `${path}/**/*.test.ts`));
mkdirSync("reports", { recursive: true });
const config = "reports/stryker.conf.json";
const report = "reports/mutants.json";
const drawn = "reports/mutant-sample.json";
const tried = "reports/mutants-tried.jsonl";
rmSync(tried, { force: true });
if (sample) writeFileSync(drawn, JSON.stringify(sample.drawn.map(nameOfFault)));
writeFileSync(
  config,
  JSON.stringify({
    packageManager: "npm",
    plugins: [
      "@stryker-mutator/vitest-runner",
      resolve("scripts/mutant-sample-checker.mjs"),
      resolve("scripts/mutant-reporter.mjs"),
    ],
    checkers: sample ? ["sample"] : [],
    testRunner: "vitest",
    vitest: { configFile: "scripts/vitest.mutants.config.ts", related: false },
    coverageAnalysis: "perTest",
    concurrency: Number(values.workers),
    mutate,
    reporters: ["json", "progress-append-only", "each"],
    jsonReporter: { fileName: report },
    tempDirName: "reports/stryker",
    ignorePatterns: ["/.git", "/reports", "/types"],
    // Tests hold generated files against what their script writes, byte for byte.
    disableTypeChecks: false,
    mutator: { excludedMutations },
    timeoutMS: 20_000,
    timeoutFactor: 4,
    allowEmpty: true,
  }),
);

const minutes = Number(values.minutes ?? (values.changed ? 10 : 600));
const stryker = spawn("npx", ["stryker", "run", config], {
  stdio: "inherit",
  detached: true,
  env: {
    ...process.env,
    KMSPOL_MUTANT_TESTS: include.join(","),
    KMSPOL_MUTANT_SAMPLE: resolve(drawn),
    KMSPOL_MUTANTS_TRIED: resolve(tried),
  },
});
let late = false;
const limit = setTimeout(() => {
  late = true;
  process.kill(-stryker.pid, "SIGINT");
}, minutes * 60_000);
const exit = await new Promise((resolve) => stryker.once("close", resolve));
clearTimeout(limit);

if (exit !== 0 && !late) process.exit(exit || 1);
if (late) console.log(`stopped after ${minutes} minutes: look at fewer files, or at each folder by itself`);

const all = linesOf(tried).map((line) => JSON.parse(line));
const noticed = all.filter(({ status }) => status === "Killed" || status === "Timeout");
const missed = all.filter(({ status }) => status === "Survived" || status === "NoCoverage");
for (const { file, location, replacement, status } of missed) {
  const line = readFileSync(file, "utf8").split("\n")[location.start.line - 1].trim();
  console.log(
    `${file}:${location.start.line}:${location.start.column} ${status}\n    ${line}\n    -> ${replacement}`,
  );
}
const score = Math.floor((100 * noticed.length) / Math.max(noticed.length + missed.length, 1));
console.log(`${noticed.length} of ${noticed.length + missed.length} noticed: ${score} of 100`);
process.exitCode = !late && score < 85 && noticed.length + missed.length > 0 ? 1 : 0;
