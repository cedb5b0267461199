import { Command, Argument } from "commander";
import { exitCodes } from "../../errors.ts";
import type { App } from "../../cli/app.ts";
import { examples } from "../../cli/options.ts";
import { printText } from "../../output/print.ts";

const shells = ["bash", "zsh", "fish"] as const;
type Shell = (typeof shells)[number];

/** `kmspol completion`: the script that a shell loads. */
export const completionCommand = (app: App): Command =>
  new Command("completion")
    .summary("completion for your shell")
    .description(
      "Prints the script that completes verbs, flags, aliases and key ids in your shell. Key names are fetched in the background and kept for five minutes.",
    )
    .addArgument(new Argument("<shell>", "which shell").choices(shells))
    .addHelpText(
      "after",
      examples([
        ["source <(kmspol completion bash)", "for this shell; for good, put the line into ~/.bashrc"],
        ["source <(kmspol completion zsh)", "the same, in ~/.zshrc after compinit"],
        ["kmspol completion fish > ~/.config/fish/completions/kmspol.fish", "for fish, for good"],
      ]),
    )
    .action((shell: Shell, _options: object, command: Command) =>
      app.run(command, async (context) => {
        const { completionScript } = await import("./completion-script.ts");
        printText(context, completionScript(shell));
        return exitCodes.done;
      }),
    );
