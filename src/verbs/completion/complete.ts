import { Command } from "commander";
import type { App } from "../../cli/app.ts";
import type { CompleteFlags } from "./run-complete.ts";

/** What the completion scripts call: `kmspol complete -- WORDS`. Hidden from the help. */
export const completeCommand = (app: App, program: () => Command): Command =>
  new Command("complete")
    .summary("the words that may come next, for the completion scripts")
    .argument("[words...]")
    .option("--refresh", "fetch what was asked for into the cache")
    .helpOption(false)
    .action((words: string[], flags: CompleteFlags, command: Command) =>
      app.run(command, async (context) =>
        (await import("./run-complete.ts")).runComplete(context, program(), words, flags),
      ),
    );
