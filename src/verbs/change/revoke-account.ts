import type { LimitFlags } from "../../default-view/limits/parse-limits.ts";
import { next } from "../../next-command.ts";
import { documentVerb } from "./document-verb.ts";
import { grantsFlag, type GrantsFlags } from "./grants-option.ts";
import { limitFlags, limitsAsTyped } from "./limit-options.ts";
import { changeFlags, type ChangeFlags } from "../../cli/options.ts";

export interface RevokeAccountFlags extends ChangeFlags, LimitFlags, Pick<GrantsFlags, "grants"> {
  readonly detach?: string;
  readonly accountProfile?: string;
}

/** `kmspol revoke-account`. */
export const revokeAccountVerb = documentVerb<RevokeAccountFlags>({
  name: "revoke-account",
  group: "Share:",
  summary: "take access from other accounts",
  description:
    "Takes other accounts out of the policy; their users and roles that are named one by one stay, and are told.",
  operand: {
    name: "account",
    about: "12-digit account id; - reads a list",
    several: true,
    named: { is: "account", leaves: "accounts" },
  },
  examples: [
    ["kmspol revoke-account alias/app 444455556666", "takes the account out"],
    ["kmspol revoke-account alias/app 444455556666 --dry-run", "shows what would change"],
    [
      "kmspol revoke-account alias/app 444455556666 --detach role/Reader --account-profile partner",
      "both halves: takes the IAM policy from their role too",
    ],
    ["kmspol revoke-account alias/app 444455556666 --grants", "revokes the grants of its people too"],
  ],
  removesPrincipals: true,
  flags: {
    ...limitFlags("remove"),
    ...grantsFlag,
    detach: {
      words: "--detach <identity>",
      does: "take the IAM policy there from role/NAME, user/NAME or group/NAME",
    },
    accountProfile: { words: "--account-profile <name>", does: "profile of the other account, for --detach" },
    ...changeFlags,
  },
  menu: {
    place: 8,
    section: "Sharing",
    label: "Unshare",
    about: "take access from another account",
    fits: ({ accounts }) => accounts.length > 0,
  },
  otherHalf: async (context, subject, accounts, { detach, ...flags }) => {
    const { otherAccountHalf } = await import("./other-account-half.ts");
    return otherAccountHalf(context, subject, { accounts, flag: "--detach", to: detach }, flags);
  },
  edit: async () => {
    const { revokeAccounts } = await import("../../default-view/revoke-accounts.ts");
    const { limitsOf } = await import("../../default-view/limits/limits-of.ts");
    const { replicaNotes } = await import("../../other-half/replicas.ts");
    return (document, accounts, facts, { detach, accountProfile, ...flags }) => {
      const result = revokeAccounts(document, accounts, facts, {
        limits: limitsOf(document, flags, facts),
      });
      const command = next("revoke-account", accounts, {
        ...{ "--detach": detach, "--account-profile": accountProfile },
        ...limitsAsTyped(flags),
        ...(flags.grants && { "--grants": true }),
      });
      const there = replicaNotes(facts, "To take them out there too", command);
      return { ...result, notes: [...result.notes, ...there] };
    };
  },
});
