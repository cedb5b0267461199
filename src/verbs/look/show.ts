import { target } from "../../cli/operand.ts";
import { readFlags } from "../../cli/options.ts";
import { useFlags } from "../use/use-flags.ts";
import type { ShowOptions } from "./run-show.ts";
import type { Verb } from "../verb.ts";

/** `kmspol show`: the default view. */
export const showVerb: Verb<[target: string], ShowOptions> = {
  name: "show",
  group: "Look:",
  summary: "administrators, users, accounts: the console's default view",
  description:
    "Shows who administers the key, who uses it, which accounts and services share it, and what else the policy says.",
  operands: [target("key id, ARN, alias/NAME, policy file, -, or TARGET@CHANGE")],
  flags: { grants: { words: "--grants", does: "list the key's grants too" }, ...useFlags, ...readFlags },
  examples: [
    ["kmspol show alias/app", "what a person wants to see first"],
    ["kmspol show policy.json --account 111122223333 --json", "a file, for a machine"],
  ],
  kind: "reads",
  json: "show",
  many: { takes: "each key" },
  menu: { place: 14, section: "Questions", label: "Show", about: "the whole page of this key" },
  load: async () => ({ run: (await import("./run-show.ts")).runShow }),
};
