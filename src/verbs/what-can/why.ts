import { Command } from "commander";
import type { App } from "../../cli/app.ts";
import { examples } from "../../cli/options.ts";

/** `kmspol why`: what an AccessDenied message means, and what mends it. */
export const whyCommand = (app: App): Command =>
  new Command("why")
    .summary("what an AccessDenied message of KMS means, and what mends it")
    .description(
      "Takes an AccessDenied message of KMS (as operand or on standard input), says in which half the permission is missing, and prints the smallest command that mends it. Where the key's policy may be read, it is asked too.",
    )
    .argument("[message...]", "the message; without one, standard input is read")
    .addHelpText(
      "after",
      examples([
        [
          "kmspol why 'User: arn:aws:iam::111122223333:user/ana is not authorized to perform: kms:Decrypt …'",
          "explains a message",
        ],
        [
          "aws kms decrypt --ciphertext-blob fileb://secret 2>&1 | kmspol why",
          "explains what a command said",
        ],
      ]),
    )
    .action((words: readonly string[], _options: unknown, command: Command) =>
      app.run(command, async (context) => (await import("./run-why.ts")).runWhy(context, words.join(" "))),
    );
