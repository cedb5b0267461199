import { systemClock } from "./adapters/clock.ts";
import { hideTyping } from "./adapters/echo.ts";
import { processOutside } from "./adapters/outside.ts";
import { processTerminal } from "./adapters/terminal.ts";
import type { DrawnTerminal, Pager } from "./ports.ts";
import type { LivingLine } from "./output/living-line.ts";
import type { Outside } from "./outside.ts";
import { runProgram } from "./program.ts";

/** Where a run reads and draws: this process's own, or a test's. */
export interface Ends {
  readonly terminal: DrawnTerminal;
  readonly input: () => NodeJS.ReadStream;
  readonly output: () => NodeJS.WriteStream;
}

const processEnds = (): Ends => ({
  terminal: processTerminal(),
  input: () => process.stdin,
  output: () => process.stderr,
});

/** What asks on the terminal, loaded when there is something to ask. */
const prompterFor =
  (args: readonly string[], { input, output }: Ends, yields: LivingLine["yields"]) =>
  async (pager: Pager) => {
    if (process.env["TERM"] === "dumb") {
      const { createLinePrompter } = await import("./prompts/line-prompter.ts");
      return createLinePrompter({ input: input(), output: output() });
    }
    const [{ createPrompter }, { wantsColour }, { isUnicode }] = await Promise.all([
      import("./prompts/prompter.ts"),
      import("./render/style.ts"),
      import("./render/signs.ts"),
    ]);
    const noColorFlag = args.includes("--no-color");
    const colour = wantsColour({ noColorFlag, environment: process.env, isTerminal: true });
    return createPrompter({
      input: input(),
      output: output(),
      colour,
      unicode: isUnicode(process.env),
      pager,
      yields,
      // A test's terminal is none of the process.
      ...(input() === process.stdin && { hideTyping }),
    });
  };

/** What is waited for, as the terminal says it; loaded where somebody looks. */
const livingLine = async (terminal: DrawnTerminal): Promise<LivingLine | undefined> => {
  if (!terminal.status) return undefined;
  const { createLivingLine } = await import("./output/living-line.ts");
  return createLivingLine(terminal, systemClock, process.env);
};

/** The outside of a run of this command line between these ends. */
export const outsideBetween = async (args: readonly string[], ends: Ends): Promise<Outside> => {
  const line = await livingLine(ends.terminal);
  const yields: LivingLine["yields"] = line?.yields ?? ((work) => work());
  const outside = processOutside(prompterFor(args, ends, yields), {
    terminal: line?.terminal ?? ends.terminal,
    asks: line?.asks,
  });
  // What is drawn to be drawn over does not stay before the last words.
  outside.onStop?.(() => {
    line?.end();
    return "";
  });
  return outside;
};

/** Runs a command line as that of this process. */
export const main = async (args: readonly string[]): Promise<void> => {
  const exit = await runProgram(args, await outsideBetween(args, processEnds()));
  process.exitCode = exit === 0 ? (process.exitCode ?? 0) : exit;
};
