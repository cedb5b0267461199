import type { Command } from "commander";
import type { App } from "../../cli/app.ts";
import { documentVerb } from "./document-verb.ts";

/** `kmspol prune`. */
export const pruneCommand = (app: App): Command =>
  documentVerb(app, {
    name: "prune",
    summary: "remove principals that no longer exist",
    description:
      "Removes the unique ids (AIDA…, AROA…) that stand in the policy for deleted users and roles.",
    examples: [
      ["kmspol prune alias/orphaned", "removes them"],
      ["kmspol prune policy.json --dry-run", "shows them"],
    ],
    load: async () => (await import("../../default-view/prune.ts")).prune,
  });
