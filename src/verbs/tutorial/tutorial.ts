import type { NoFlags } from "../../cli/flag.ts";
import type { Verb } from "../verb.ts";

/** `kmspol tutorial`: learn by doing, on the sandbox. */
export const tutorialVerb: Verb<[], NoFlags> = {
  name: "tutorial",
  group: "Try:",
  summary: "learn kmspol in five steps, on a sandbox of your own; it is no AWS",
  description:
    "Runs five steps on a sandbox of its own: you type the commands, and a step is done when the sandbox says so. It needs a terminal. Esc or Ctrl-C leaves, and nothing is left behind.",
  operands: [],
  flags: {},
  examples: [
    ["kmspol tutorial", "five steps, some minutes, no AWS account"],
    ["kmspol tutorial --no-color", "the same without colours"],
  ],
  kind: "alone",
  json: undefined,
  load: async () => {
    const { runTutorial } = await import("./run-tutorial.ts");
    return { run: (context) => runTutorial(context) };
  },
};
