import { changeFlags } from "../../cli/options.ts";
import { documentVerb } from "./document-verb.ts";

/** `kmspol upgrade`. */
export const upgradeVerb = documentVerb({
  name: "upgrade",
  group: "Change:",
  summary: "bring the console's statements up to date",
  description: "Brings the console's own statements up to today's action lists for this key's type.",
  examples: [
    ["kmspol upgrade alias/legacy", "brings them up to date"],
    [
      "kmspol upgrade policy.json --key-spec RSA_2048 --key-usage SIGN_VERIFY",
      "the same in a file of a signing key",
    ],
  ],
  flags: changeFlags,
  menu: { place: 13, section: "Text", label: "Upgrade", about: "bring the console's statements up to date" },
  edit: async () => (await import("../../default-view/upgrade.ts")).upgrade,
});
