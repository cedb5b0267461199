import { Command } from "commander";
import type { App } from "../../cli/app.ts";
import { addChangeOptions, type ChangeFlags, examples } from "../../cli/options.ts";
import type { DocumentVerb } from "./document-edit.ts";

/** Declares a verb that is a function on the document, with the flags of every change. */
export const documentVerb = <Flags extends ChangeFlags = ChangeFlags>(
  app: App,
  verb: DocumentVerb<Flags>,
): Command => {
  const command = new Command(verb.name)
    .summary(verb.summary)
    .description(verb.description)
    .argument("<target>", "key id, ARN, alias/NAME, policy file or -");
  if (verb.operand) command.argument(`<${verb.operand.name}...>`, verb.operand.description);
  verb.options?.(command);
  return addChangeOptions(command)
    .addHelpText("after", examples(verb.examples))
    .action((target: string, ...rest: unknown[]) =>
      app.run(command, async (context) => {
        const operands = verb.operand ? (rest[0] as readonly string[]) : [];
        const { runDocumentVerb } = await import("./run-document-verb.ts");
        return runDocumentVerb(context, verb, target, operands, command.opts<Flags>());
      }),
    );
};
