import type { LimitFlags } from "../../default-view/limits/parse-limits.ts";
import { next, type Sentence, sentence } from "../../next-command.ts";
import { documentVerb } from "./document-verb.ts";
import { limitFlags, limitsAsTyped } from "./limit-options.ts";
import { alsoRegion, changeFlags, type ChangeFlags, type HalfFlags } from "../../cli/options.ts";

export interface GrantAccountFlags extends ChangeFlags, HalfFlags, LimitFlags {
  readonly only?: "use" | "grants";
  readonly attach?: string;
  readonly accountProfile?: string;
  readonly alsoRegion?: readonly string[];
}

/** The IAM policy names the key by its ARN, which a policy file does not tell. */
const arnNeededNote = (accounts: readonly string[]): Sentence =>
  sentence`The IAM policy for the other account names the key by its ARN, which is not known, and was not made: ${next("grant-account", accounts)} --key-arn arn:aws:kms:REGION:ACCOUNT:key/ID makes it.`;

/** `kmspol grant-account`: this half, and the policy for the other. */
export const grantAccountVerb = documentVerb<GrantAccountFlags>({
  name: "grant-account",
  group: "Share:",
  summary: "let other AWS accounts use the key",
  description:
    "Lets other AWS accounts use the key: adds them here, and prints the IAM policy that they need on their side. Neither half alone gives access.",
  operand: {
    name: "account",
    about: "12-digit account id; - reads a list",
    several: true,
    named: { is: "account" },
  },
  examples: [
    ["kmspol grant-account alias/app 444455556666", "adds the account, prints the policy for it"],
    [
      "kmspol grant-account alias/app 444455556666 --iam-policy for-them.json",
      "writes that policy to a file",
    ],
    [
      "kmspol grant-account alias/app 444455556666 --attach role/Reader --account-profile partner",
      "both halves: attaches that policy to their role, with a profile of theirs",
    ],
  ],
  otherHalf: async (context, subject, accounts, { attach, ...flags }) => {
    const { otherAccountHalf } = await import("./other-account-half.ts");
    return otherAccountHalf(context, subject, { accounts, flag: "--attach", to: attach }, flags);
  },
  flags: {
    ...limitFlags("add"),
    only: { words: "--only <part>", does: "only one of the two statements", choices: ["use", "grants"] },
    iamPolicy: { words: "--iam-policy <file>", does: "write the IAM policy for the other account to a file" },
    attach: { words: "--attach <identity>", does: "attach it there to role/NAME, user/NAME or group/NAME" },
    accountProfile: { words: "--account-profile <name>", does: "profile of the other account, for --attach" },
    alsoRegion,
    ...changeFlags,
  },
  menu: {
    place: 7,
    section: "Sharing",
    label: "Share with an account",
    about: "let another AWS account use the key",
  },
  edit: async () => {
    const { grantAccounts } = await import("../../default-view/grant-accounts.ts");
    const { limitsOf } = await import("../../default-view/limits/limits-of.ts");
    const { iamPolicyForKey } = await import("../../other-half/iam-policy.ts");
    const { crossAccountNotes } = await import("../../other-half/cross-account.ts");
    const { furtherRegions, replicaNotes } = await import("../../other-half/replicas.ts");
    return (document, accounts, facts, { only, attach, accountProfile, alsoRegion = [], ...flags }, now) => {
      const limits = limitsOf(document, flags, facts, now);
      const result = grantAccounts(document, accounts, facts, { only, limits });
      const regions = furtherRegions(facts, alsoRegion);
      // Without the key's ARN the first half goes all the same, unless the second was asked for in so many words.
      const isMade = facts.arn !== undefined || flags.iamPolicy !== undefined || attach !== undefined;
      const iamPolicy = isMade ? iamPolicyForKey({ keyArn: facts.arn, facts, only, regions }) : undefined;
      const command = next("grant-account", accounts, {
        ...{ "--only": only, "--attach": attach, "--account-profile": accountProfile },
        ...limitsAsTyped(flags),
      });
      const there = replicaNotes(facts, "To share that one too", command);
      const isNew = result.document !== document;
      const notes = accounts.slice(0, isNew ? 1 : 0).flatMap((account) => {
        const all = crossAccountNotes(account, facts);
        return attach === undefined ? all : all.slice(1);
      });
      const lacking = isMade ? [] : [arnNeededNote(accounts)];
      return {
        ...result,
        ...(iamPolicy && { iamPolicy }),
        notes: [...result.notes, ...there, ...lacking, ...notes],
      };
    };
  },
});
