import type { Command } from "commander";
import type { App } from "../../cli/app.ts";
import { documentVerb } from "./document-verb.ts";
import { type ChangeFlags, collect } from "../../cli/options.ts";

export interface GrantServiceFlags extends ChangeFlags {
  readonly sourceAccount?: readonly string[];
  readonly sourceArn?: readonly string[];
  readonly unscoped?: boolean;
}

/** `kmspol grant-service`: an AWS service as principal, for the sources told. */
export const grantServiceCommand = (app: App): Command =>
  documentVerb<GrantServiceFlags>(app, {
    name: "grant-service",
    summary: "let an AWS service use the key",
    description:
      "Lets an AWS service use the key as itself, for the accounts or resources told, so that it does not use the key for strangers.",
    operand: { name: "service", description: "such as sns or logs.eu-west-1.amazonaws.com; - reads a list" },
    examples: [
      ["kmspol grant-service alias/app sns --source-account 111122223333", "for topics of that account"],
      [
        "kmspol grant-service alias/app logs --source-arn 'arn:aws:logs:eu-west-1:111122223333:log-group:/app'",
        "for one log group",
      ],
    ],
    options: (command) =>
      command
        .option("--source-account <id>", "for resources of this account (repeatable)", collect)
        .option("--source-arn <arn>", "for this resource (repeatable)", collect)
        .option("--unscoped", "for anyone's resources"),
    load: async () => {
      const { grantService } = await import("../../default-view/grant-service.ts");
      return (document, services, facts, flags) =>
        grantService(document, services, facts, {
          sourceAccounts: flags.sourceAccount,
          sourceArns: flags.sourceArn,
          unscoped: flags.unscoped,
        });
    },
  });
