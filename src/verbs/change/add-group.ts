import { Command, Option } from "commander";
import type { App } from "../../cli/app.ts";
import { addChangeOptions, alsoRegionOption, examples } from "../../cli/options.ts";
import type { AddGroupFlags } from "./run-add-group.ts";

/** `kmspol add-group`: a group is no principal of a key policy, so one of two ways around it. */
export const addGroupCommand = (app: App): Command => {
  const command = new Command("add-group")
    .summary("let an IAM group use the key")
    .description(
      "Lets the users of an IAM group use the key. A key policy cannot name a group: either each user is added, as the group is now, or the group gets an IAM policy.",
    )
    .argument("<target>", "key id, ARN, alias/NAME, policy file or -")
    .argument("<group...>", "name, group/NAME or ARN; - reads a list")
    .addOption(
      new Option("--expand", "add the group's users one by one").conflicts([
        "viaIam",
        "attach",
        "alsoRegion",
      ]),
    )
    .option("--via-iam", "see that the key policy leaves it to IAM, and print the group's IAM policy")
    .option("--attach", "with --via-iam: attach that policy to the group")
    .option("--iam-policy <file>", "with --via-iam: write that policy to a file")
    .addOption(alsoRegionOption());
  return addChangeOptions(command)
    .addHelpText(
      "after",
      examples([
        ["kmspol add-group alias/app finance --expand", "makes each user of the group a key user"],
        ["kmspol add-group alias/app finance --via-iam", "prints the IAM policy for the group"],
        ["kmspol add-group alias/app finance --via-iam --attach", "attaches it to the group as well"],
      ]),
    )
    .action((target: string, groups: readonly string[], flags: AddGroupFlags) =>
      app.run(command, async (context) =>
        (await import("./run-add-group.ts")).runAddGroup(context, target, groups, flags),
      ),
    );
};
