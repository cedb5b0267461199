import { processOutside } from "./adapters/outside.ts";
import type { Pager } from "./ports.ts";
import { runProgram } from "./program.ts";

/** What asks on the terminal, loaded when there is something to ask. */
const prompterFor = (args: readonly string[]) => async (pager: Pager) => {
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
  });
};

/** Runs a command line as that of this process. */
export const main = async (args: readonly string[]): Promise<void> => {
  const exit = await runProgram(args, processOutside(prompterFor(args)));
  process.exitCode = exit === 0 ? (process.exitCode ?? 0) : exit;
};
