import { keyColumns } from "../../render/key-columns.ts";
import { columnList, keyOrder, keyState } from "./list-layout.ts";
import { collect } from "../../cli/flag.ts";
import { unusedDays } from "./unused-days.ts";
import type { ListOptions } from "./list-options.ts";
import type { Verb } from "../verb.ts";

/** `kmspol list`: the keys of the account and Region. */
export const listVerb: Verb<[file: string | undefined], ListOptions> = {
  name: "list",
  group: "Look:",
  summary: "list the keys of the account and Region",
  description:
    "Lists the keys of the account and Region: alias, id, state, spec, manager; or those of a document that holds key policies.",
  operands: [{ name: "file", about: "a document that holds key policies: lists its keys", optional: true }],
  flags: {
    alias: {
      words: "--alias <glob>",
      does: "only keys with such an alias; * and ? are wildcards (repeatable)",
      read: collect,
    },
    tag: {
      words: "--tag <key=value>",
      does: "only keys with this tag (repeatable: all of them)",
      read: collect,
    },
    customerManaged: { words: "--customer-managed", does: "only the keys you manage (the default)" },
    allManagers: { words: "--all-managers", does: "AWS managed keys too" },
    state: { words: "--state <state>", does: "only keys in this state (repeatable)", read: keyState },
    columns: {
      words: "--columns <names>",
      does: `the columns of the table: ${Object.keys(keyColumns).join(",")}`,
      read: columnList,
    },
    sort: {
      words: "--sort <column>",
      does: "by this column; with a - before it the other way round",
      read: keyOrder,
    },
    lastUse: { words: "--last-use", does: "when each key was last used for cryptography, as KMS tells it" },
    unusedFor: {
      words: "--unused-for <days>",
      does: "only keys that KMS knows not to be used so long, such as 90d",
      read: unusedDays,
    },
    output: {
      words: "--output <form>",
      does: "table, json (as --json), or jsonl: one JSON object a line",
      choices: ["table", "json", "jsonl"],
    },
  },
  examples: [
    ["kmspol list", "lists your keys"],
    ["kmspol list --alias 'app-*' --tag env=prod", "lists those with such an alias and that tag"],
    ["kmspol list --columns alias,created,description --sort -created", "the newest keys first"],
    ["kmspol list --state PendingDeletion --columns alias,key,deletion", "what goes, and when"],
    ["kmspol list --unused-for 90d", "keys that nobody has used for 90 days"],
    ["kmspol list template.yaml", "lists the keys of a template, a plan, a manifest"],
    ["kmspol list --json | jq -r '.keys[].arn'", "prints their ARNs"],
  ],
  kind: "reads",
  json: "list",
  load: () =>
    Promise.resolve({
      run: async (context, [file], options) =>
        file === undefined
          ? (await import("./run-list.ts")).runList(context, options)
          : (await import("./run-list-file.ts")).runListFile(context, file, options),
    }),
};
