import { type Command, Option } from "commander";
import type { App } from "./app.ts";
import { documentVerb } from "./document-verb.ts";
import type { ChangeFlags } from "./options.ts";

export interface GrantAccountFlags extends ChangeFlags {
  readonly only?: "use" | "grants";
}

/** `kmspol grant-account`: this half, and the policy for the other. */
export const grantAccountCommand = (app: App): Command =>
  documentVerb<GrantAccountFlags>(app, {
    name: "grant-account",
    summary: "let other AWS accounts use the key",
    description:
      "Lets other AWS accounts use the key: adds them here, and prints the IAM policy that they need on their side. Neither half alone gives access.",
    operand: { name: "account", description: "12-digit account id; - reads a list" },
    examples: [
      ["kmspol grant-account alias/app 444455556666", "adds the account, prints the policy for it"],
      [
        "kmspol grant-account alias/app 444455556666 --iam-policy for-them.json",
        "writes that policy to a file",
      ],
    ],
    options: (command) =>
      command
        .addOption(new Option("--only <part>", "only one of the two statements").choices(["use", "grants"]))
        .option("--iam-policy <file>", "write the IAM policy for the other account to a file"),
    load: async () => {
      const { grantAccounts } = await import("../default-view/grant-accounts.ts");
      const { iamPolicyForKey } = await import("../other-half/iam-policy.ts");
      const { crossAccountNotes } = await import("../other-half/cross-account.ts");
      return (document, accounts, facts, { only }) => {
        const result = grantAccounts(document, accounts, facts, { only });
        const iamPolicy = iamPolicyForKey({ keyArn: facts.arn, facts, only });
        const notes = accounts.slice(0, 1).flatMap((account) => crossAccountNotes(account, facts));
        return { ...result, iamPolicy, notes: [...result.notes, ...notes] };
      };
    },
  });
