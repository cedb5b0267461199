import type { Pager } from "./ports.ts";

/** Starts the program. What is asked most often is answered before anything is loaded. */
const start = async (args: readonly string[]): Promise<void> => {
  if (args.length === 1 && (args[0] === "--version" || args[0] === "-V")) {
    process.stdout.write(`${process.env["KMSPOL_VERSION"] ?? ""}\n`);
    return;
  }
  const [{ runProgram }, { processOutside }] = await Promise.all([
    import("./program.ts"),
    import("./adapters/outside.ts"),
  ]);
  const prompter = async (pager: Pager) => {
    const [{ createPrompter }, { wantsColour }] = await Promise.all([
      import("./prompts/prompter.ts"),
      import("./render/style.ts"),
    ]);
    const noColorFlag = args.includes("--no-color");
    const colour = wantsColour({ noColorFlag, environment: process.env, isTerminal: true });
    return createPrompter({ input: process.stdin, output: process.stderr, colour, pager });
  };
  const exit = await runProgram(args, processOutside(prompter));
  process.exitCode = exit === 0 ? (process.exitCode ?? 0) : exit;
};

void start(process.argv.slice(2));
