import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, dirname, join, normalize } from "node:path";

/** So many files of tests for each source: more of them make the first run long, and notice little that these do not. */
const most = 8;

/**
 * They run kmspol in a folder of its own or set what a process has one of, as the mutation tester's threads cannot, or run
 * it as a process, which is the bundle and so comes by no fault.
 */
const barred = ["test/support/here.ts", "test/terminal/pty.ts", "test/support/kill.ts"];
const ofProcess = /\bprocess\.(?:chdir|umask)\(|stubEnv\("HOME"/;
const bundled = /\bkmspol\b[^;]*from "[./]*support\/binary\.ts"/;

/** What a file imports with a value: not `import type`. */
const importsOf = (path) =>
  [
    ...readFileSync(path, "utf8").matchAll(
      /^(?:import|export) (?!type )[^;]*?"(\.[^"]+)"|import\("(\.[^"]+)"\)/gm,
    ),
  ]
    .map(([, one, other]) => normalize(join(dirname(path), one ?? other)))
    .filter((found) => found.endsWith(".ts") && existsSync(found));

/** How many imports lie between this test and each file that it comes by. */
const stepsFrom = (test, imports) => {
  const steps = new Map([[test, 0]]);
  for (const [path, count] of steps) {
    if (!imports.has(path)) imports.set(path, importsOf(path));
    for (const next of imports.get(path)) if (!steps.has(next)) steps.set(next, count + 1);
  }
  return steps;
};

const testFiles = () =>
  readdirSync("test", { recursive: true })
    .filter((name) => name.endsWith(".test.ts"))
    .map((name) => join("test", name));

/** Tables that hold all files of a room, one row a file. */
const tables = { check: "test/check/fixture-table.test.ts" };

/**
 * The tests that come by sources: those that are called like the file or its folder first, then those of the same room, then
 * those on the shortest way.
 */
export const nearestTests = (paths) => {
  const imports = new Map();
  const reached = testFiles()
    .filter((test) => {
      const text = readFileSync(test, "utf8");
      return !bundled.test(text) && !ofProcess.test(text);
    })
    .map((test) => ({ test, steps: stepsFrom(test, imports) }))
    .filter(({ steps }) => !barred.some((path) => steps.has(path)));
  const of = (path) => {
    const [, room = "", ...names] = path.replace(/\.ts$/, "").split("/");
    const isCalledSo = (test) => names.slice(-2).some((name) => basename(test).startsWith(name));
    const far = ({ test, steps }) =>
      steps.get(path) - (isCalledSo(test) ? 20 : 0) - (test.startsWith(`test/${room}/`) ? 10 : 0);
    const found = reached.filter((one) => one.steps.has(path)).sort((a, b) => far(a) - far(b));
    return [tables[room] ?? [], ...found.slice(0, most).map(({ test }) => test)].flat();
  };
  return [...new Set(paths.flatMap(of))];
};
