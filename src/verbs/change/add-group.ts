import { target } from "../../cli/operand.ts";
import { alsoRegion, changeFlags } from "../../cli/options.ts";
import type { AddGroupFlags } from "./run-add-group.ts";
import type { Verb } from "../verb.ts";

/** `kmspol add-group`: a group is no principal of a key policy, so one of two ways around it. */
export const addGroupVerb: Verb<[target: string, groups: readonly string[]], AddGroupFlags> = {
  name: "add-group",
  group: "Administer and use:",
  summary: "let an IAM group use the key",
  description:
    "Lets the users of an IAM group use the key. A key policy cannot name a group: either each user is added, as the group is now, or the group gets an IAM policy.",
  operands: [
    target("key id, ARN, alias/NAME, policy file or -"),
    {
      name: "group",
      about: "name, group/NAME or ARN; - reads a list",
      several: true,
      named: { is: "group" },
    },
  ],
  flags: {
    expand: {
      words: "--expand",
      does: "add the group's users one by one",
      not: ["viaIam", "attach", "alsoRegion"],
    },
    viaIam: {
      words: "--via-iam",
      does: "see that the key policy leaves it to IAM, and print the group's IAM policy",
    },
    attach: { words: "--attach", does: "with --via-iam: attach that policy to the group" },
    iamPolicy: { words: "--iam-policy <file>", does: "with --via-iam: write that policy to a file" },
    alsoRegion,
    ...changeFlags,
  },
  examples: [
    ["kmspol add-group alias/app finance --expand", "makes each user of the group a key user"],
    ["kmspol add-group alias/app finance --via-iam", "prints the IAM policy for the group"],
    ["kmspol add-group alias/app finance --via-iam --attach", "attaches it to the group as well"],
  ],
  kind: "changes",
  json: "change",
  many: { takes: "each key" },
  menu: { place: 9, section: "Users", label: "Add a group", about: "let an IAM group use the key" },
  load: async () => (await import("./run-add-group.ts")).addGroup,
};
