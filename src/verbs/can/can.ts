import { Command } from "commander";
import type { App } from "../../cli/app.ts";
import { addIamDataOptions } from "../effective/iam-data-options.ts";
import { addFileOptions, collect, examples } from "../../cli/options.ts";
import { quietly } from "../../cli/quietly.ts";
import type { CanOptions } from "./can-options.ts";

/** `kmspol can`: may this principal do this? */
export const canCommand = (app: App): Command =>
  addFileOptions(
    addIamDataOptions(
      new Command("can")
        .summary("may this principal do this?")
        .description(
          "Says whether a principal may do something with the key, which statement decides, and what would change the answer.",
        )
        .argument("<target>", "key id, ARN, alias/NAME, policy file, -, or TARGET@CHANGE")
        .argument(
          "<principal>",
          "ARN, role/NAME, user/NAME, sso/NAME, account id, root-user:ID, service:NAME or me",
        )
        .argument("<action>", "such as kms:Decrypt")
        .option("--context <key=value>", "of the request; without it a key is absent (repeatable)", collect)
        .option("--grants", "list the grants to this principal beside it")
        .option("--live", "ask KMS itself as well, by a call with DryRun, which does nothing: for me alone")
        .option(
          "--session-policy <file>",
          "a session policy that the session was made with (repeatable)",
          collect,
        )
        .option(
          "--endpoint-policy <file>",
          "the policy of the VPC endpoint that the call takes, or what aws ec2 describe-vpc-endpoints says",
        )
        .option("-q, --quiet", "print nothing: the exit code is the answer"),
    ),
  )
    .addHelpText(
      "after",
      examples([
        [
          "kmspol can alias/app role/App kms:Decrypt",
          "exit 0: allowed; 1: not, or only if IAM allows it too",
        ],
        [
          "kmspol can alias/app role/App kms:Decrypt --context kms:ViaService=s3.eu-west-1.amazonaws.com",
          "the same for a request that comes through S3",
        ],
        [
          "kmspol can alias/app arn:aws:iam::444455556666:role/Reader kms:Decrypt --account-profile partner",
          "both halves: the key policy, and the IAM policies over there",
        ],
        ["kmspol can alias/app me kms:Decrypt --live", "what KMS says itself, beside what kmspol says"],
        ["kmspol can -q alias/app role/App kms:Decrypt && ./deploy.sh", "the exit code alone, for scripts"],
      ]),
    )
    .action((target: string, principal: string, action: string, options: CanOptions, command: Command) =>
      app.run(command, async (context) =>
        (await import("./run-can.ts")).runCan(
          options.quiet ? quietly(context) : context,
          target,
          principal,
          action,
          options,
        ),
      ),
    );
