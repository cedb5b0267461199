import { documentVerb } from "./document-verb.ts";
import { collect } from "../../cli/flag.ts";
import { changeFlags, type ChangeFlags } from "../../cli/options.ts";

export interface GrantServiceFlags extends ChangeFlags {
  readonly sourceAccount?: readonly string[];
  readonly sourceArn?: readonly string[];
  readonly unscoped?: boolean;
}

/** `kmspol grant-service`: an AWS service as principal, for the sources told. */
export const grantServiceVerb = documentVerb<GrantServiceFlags>({
  name: "grant-service",
  group: "Share:",
  summary: "let an AWS service use the key",
  description:
    "Lets an AWS service use the key as itself, for the accounts or resources told, so that it does not use the key for strangers.",
  operand: {
    name: "service",
    about: "such as sns or logs.eu-west-1.amazonaws.com; - reads a list",
    several: true,
    named: { is: "service" },
  },
  examples: [
    ["kmspol grant-service alias/app sns --source-account 111122223333", "for topics of that account"],
    [
      "kmspol grant-service alias/app logs --source-arn 'arn:aws:logs:eu-west-1:111122223333:log-group:/app'",
      "for one log group",
    ],
  ],
  flags: {
    sourceAccount: {
      words: "--source-account <id>",
      does: "for resources of this account (repeatable)",
      read: collect,
    },
    sourceArn: { words: "--source-arn <arn>", does: "for this resource (repeatable)", read: collect },
    unscoped: { words: "--unscoped", does: "for anyone's resources" },
    ...changeFlags,
  },
  menu: { place: 10, section: "Sharing", label: "Add a service", about: "let an AWS service use the key" },
  edit: async () => {
    const { grantService } = await import("../../default-view/grant-service.ts");
    return (document, services, facts, flags) =>
      grantService(document, services, facts, {
        sourceAccounts: flags.sourceAccount,
        sourceArns: flags.sourceArn,
        unscoped: flags.unscoped,
      });
  },
});
