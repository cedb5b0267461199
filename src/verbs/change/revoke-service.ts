import { changeFlags } from "../../cli/options.ts";
import { documentVerb } from "./document-verb.ts";

/** `kmspol revoke-service`: an AWS service loses what the policy allows it. */
export const revokeServiceVerb = documentVerb({
  name: "revoke-service",
  group: "Share:",
  summary: "take the key away from an AWS service",
  description:
    "Takes service principals out of every statement that allows them something. What a service does for a user or role, with their rights, stays.",
  operand: {
    name: "service",
    about: "such as sns or logs.eu-west-1.amazonaws.com; - reads a list",
    several: true,
    named: { is: "service", leaves: "services" },
  },
  examples: [
    ["kmspol revoke-service alias/app sns", "SNS may not use it any more"],
    ["kmspol revoke-service policy.json sns cloudtrail --dry-run", "what two of them would lose"],
  ],
  flags: changeFlags,
  menu: {
    place: 21,
    section: "Sharing",
    label: "Remove a service",
    about: "take the key away from an AWS service",
    fits: ({ services }) => services.length > 0,
  },
  edit: async () => (await import("../../default-view/revoke-services.ts")).revokeServices,
});
