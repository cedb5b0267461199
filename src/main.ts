import { systemClock } from "./adapters/clock.ts";
import { processOutside } from "./adapters/outside.ts";
import { processTerminal } from "./adapters/terminal.ts";
import type { DrawnTerminal, Pager } from "./ports.ts";
import type { LivingLine } from "./output/living-line.ts";
import { runProgram } from "./program.ts";

/** What asks on the terminal, loaded when there is something to ask. */
const prompterFor = (args: readonly string[], yields: LivingLine["yields"]) => async (pager: Pager) => {
  if (process.env["TERM"] === "dumb") {
    const { createLinePrompter } = await import("./prompts/line-prompter.ts");
    return createLinePrompter({ input: process.stdin, output: process.stderr });
  }
  const [{ createPrompter }, { wantsColour }, { isUnicode }] = await Promise.all([
    import("./prompts/prompter.ts"),
    import("./render/style.ts"),
    import("./render/signs.ts"),
  ]);
  const noColorFlag = args.includes("--no-color");
  const colour = wantsColour({ noColorFlag, environment: process.env, isTerminal: true });
  return createPrompter({
    input: process.stdin,
    output: process.stderr,
    colour,
    unicode: isUnicode(process.env),
    pager,
    yields,
  });
};

/** What is waited for, as the terminal says it; loaded where somebody looks. */
const livingLine = async (terminal: DrawnTerminal): Promise<LivingLine | undefined> => {
  if (!terminal.status) return undefined;
  const { createLivingLine } = await import("./output/living-line.ts");
  return createLivingLine(terminal, systemClock, process.env);
};

/** Runs a command line as that of this process. */
export const main = async (args: readonly string[]): Promise<void> => {
  const ours = processTerminal();
  const line = await livingLine(ours);
  const yields: LivingLine["yields"] = line?.yields ?? ((work) => work());
  const outside = processOutside(prompterFor(args, yields), {
    terminal: line?.terminal ?? ours,
    asks: line?.asks,
  });
  // What is drawn to be drawn over does not stay before the last words.
  outside.onStop?.(() => {
    line?.end();
    return "";
  });
  const exit = await runProgram(args, outside);
  process.exitCode = exit === 0 ? (process.exitCode ?? 0) : exit;
};
