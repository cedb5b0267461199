import type { Command } from "commander";
import type { App } from "../../cli/app.ts";
import { documentVerb } from "./document-verb.ts";

/** `kmspol upgrade`. */
export const upgradeCommand = (app: App): Command =>
  documentVerb(app, {
    name: "upgrade",
    summary: "bring the console's statements up to date",
    description: "Brings the console's own statements up to today's action lists for this key's type.",
    examples: [
      ["kmspol upgrade alias/legacy", "brings them up to date"],
      [
        "kmspol upgrade policy.json --key-spec RSA_2048 --key-usage SIGN_VERIFY",
        "the same in a file of a signing key",
      ],
    ],
    load: async () => (await import("../../default-view/upgrade.ts")).upgrade,
  });
