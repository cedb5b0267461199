import { Session } from "node:inspector";

// Counters are compiled into code that is loaded from now on: this file is to be imported before what it counts.
const session = new Session();
session.connect();
session.post("Profiler.enable");
session.post("Profiler.startPreciseCoverage", { callCount: true, detailed: true });

/**
 * How many calls and blocks of kmspol's own code, and of the parsers, a piece of work runs through, as V8 counts them: a measure of work
 * that does not depend on the machine. What happens inside V8 (a regular expression, a copy of a list) is not seen.
 */
export const stepsOf = (work: () => void): number => {
  session.post("Profiler.takePreciseCoverage");
  work();
  let steps = 0;
  session.post("Profiler.takePreciseCoverage", (error, { result } = { result: [] }) => {
    if (error) throw error;
    for (const { url, functions } of result) {
      if (!/\/src\/|\/node_modules\/(jsonc-parser|yaml)\//.test(url)) continue;
      for (const { ranges } of functions) for (const { count } of ranges) steps += count;
    }
  });
  return steps;
};
