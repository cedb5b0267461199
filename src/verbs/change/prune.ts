import { changeFlags } from "../../cli/options.ts";
import { documentVerb } from "./document-verb.ts";

/** `kmspol prune`. */
export const pruneVerb = documentVerb({
  name: "prune",
  group: "Change:",
  summary: "remove principals that no longer exist",
  description: "Removes the unique ids (AIDA…, AROA…) that stand in the policy for deleted users and roles.",
  examples: [
    ["kmspol prune alias/orphaned", "removes them"],
    ["kmspol prune policy.json --dry-run", "shows them"],
  ],
  flags: changeFlags,
  menu: {
    place: 11,
    section: "Text",
    label: "Remove the deleted",
    about: "take out users and roles that are gone",
    fits: ({ orphans }) => orphans.length > 0,
  },
  edit: async () => (await import("../../default-view/prune.ts")).prune,
});
