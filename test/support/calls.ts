import { Session } from "node:inspector";

// Counters are compiled into code that is loaded from now on: this file is to be imported before what it counts.
const session = new Session();
session.connect();
session.post("Profiler.enable");
session.post("Profiler.startPreciseCoverage", { callCount: true, detailed: false });

/** How often each of the named functions of `src/` is called while a piece of work is done, as V8 counts it. */
export const callsOf = async <Name extends string>(
  names: readonly Name[],
  work: () => Promise<unknown>,
): Promise<Readonly<Record<Name, number>>> => {
  session.post("Profiler.takePreciseCoverage");
  await work();
  const calls = new Map<string, number>(names.map((name) => [name, 0]));
  session.post("Profiler.takePreciseCoverage", (error, { result } = { result: [] }) => {
    if (error) throw error;
    for (const { url, functions } of result) {
      if (!url.includes("/src/")) continue;
      for (const { functionName, ranges } of functions)
        if (calls.has(functionName))
          calls.set(functionName, (calls.get(functionName) ?? 0) + (ranges[0]?.count ?? 0));
    }
  });
  return Object.fromEntries(calls) as Record<Name, number>;
};
