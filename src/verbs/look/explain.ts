import { Command } from "commander";
import type { App } from "../../cli/app.ts";
import { examples } from "../../cli/options.ts";

/** `kmspol explain`: the page of a finding or of an error. */
export const explainCommand = (app: App): Command =>
  new Command("explain")
    .summary("what a finding or an error means")
    .description(
      "Prints the page of a finding or an error code: what makes it, why it matters, and what helps.",
    )
    .argument("[code]", "as check or an error prints it; without it every code is listed")
    .addHelpText(
      "after",
      examples([
        ["kmspol explain group-principal", "why an IAM group is no principal, and both ways around it"],
        ["kmspol explain", "every code with its heading"],
      ]),
    )
    .action((code: string | undefined, _options: object, command: Command) =>
      app.run(command, async (context) => (await import("./run-explain.ts")).runExplain(context, code)),
    );
