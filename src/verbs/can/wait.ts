import { Command, Option } from "commander";
import type { App } from "../../cli/app.ts";
import { duration } from "../../cli/duration.ts";
import { addIamDataOptions } from "../effective/iam-data-options.ts";
import { collect, examples } from "../../cli/options.ts";
import type { WaitOptions } from "./run-wait.ts";

/** `kmspol wait`: until this principal may do this. */
export const waitCommand = (app: App): Command =>
  addIamDataOptions(
    new Command("wait")
      .summary("wait until this principal may do this")
      .description(
        "Asks what can asks, again and again, and ends with 0 once the answer is yes, twice in a row. Ends with 1 where it is not by the time given.",
      )
      .argument("<target>", "key id, ARN or alias/NAME")
      .argument(
        "<principal>",
        "ARN, role/NAME, user/NAME, sso/NAME, account id, root-user:ID, service:NAME or me",
      )
      .argument("<action>", "such as kms:Decrypt")
      .addOption(
        new Option("--timeout <time>", "how long: seconds, or such as 90s, 5m, 1h")
          .argParser(duration)
          .default(300_000, "5m"),
      )
      .option("--context <key=value>", "of the request; without it a key is absent (repeatable)", collect)
      .option("--live", "ask KMS itself as well, by a call with DryRun, which does nothing: for me alone")
      .option("-q, --quiet", "print nothing: the exit code is the answer"),
  )
    .addHelpText(
      "after",
      examples([
        [
          "kmspol wait alias/app role/App kms:Decrypt --account-profile dev && ./deploy.sh",
          "deploy once the key policy and the role's IAM policies allow it",
        ],
        ["kmspol wait alias/app me kms:GenerateDataKey --live --timeout 90s", "until KMS itself says yes"],
      ]),
    )
    .action((target: string, principal: string, action: string, options: WaitOptions, command: Command) =>
      app.run(command, async (context) =>
        (await import("./run-wait.ts")).runWait(context, target, principal, action, options),
      ),
    );
