import type { Edit, EditResult, PolicySubject, Snapshot } from "../../change/types.ts";
import type { Edited } from "../../default-view/verb.ts";
import { refusingInWords } from "../../change/made.ts";
import { UsageError } from "../../errors.ts";
import { attachCommand } from "../../other-half/attach-command.ts";
import { shellWord } from "../../shell/shell-word.ts";
import { expandGroup, parseGroup } from "../../other-half/group.ts";
import { ensureIamDelegation } from "../../other-half/iam-delegation.ts";
import { iamPolicyForKey, inlinePolicyName } from "../../other-half/iam-policy.ts";
import { parseKeyArn } from "../../other-half/key-arn.ts";
import { furtherRegions, otherRegions } from "../../other-half/replicas.ts";
import type { IdentityDirectory } from "../../ports.ts";
import { askGroupWay, groupWayWords } from "../../ask/ask-group-way.ts";
import type { Context } from "../../cli/app.ts";
import { type OtherHalf, prepareAttach } from "./attach.ts";
import { changing } from "./changing.ts";
import type { PreparedChange } from "./prepared.ts";
import { knownIdentity } from "../../target/known-identity.ts";
import { requireAccount } from "../../cli/open-account.ts";
import { openAws } from "../../cli/open-aws.ts";
import { openEditable } from "../../target/open-editable.ts";
import { operandList } from "./run-document-verb.ts";
import type { ChangeFlags, HalfFlags } from "../../cli/options.ts";

/** Lets the users of groups use the key, one by one or through IAM. */
export const addGroup = changing(
  (context, [target, typed]: readonly [string, readonly string[]], flags: AddGroupFlags) =>
    prepareGroup(context, target, typed, flags),
);

const prepareGroup = async (
  context: Context,
  target: string,
  typed: readonly string[],
  typedFlags: AddGroupFlags,
): Promise<PreparedChange> => {
  const listed = await operandList(context, target, typed);
  const { way, flags, answered = [] } = await wayOf(context, typedFlags, listed);
  const subject = await openEditable(context, target, flags);
  const document = await subject.read();
  const groups = await refusingInWords(subject, () =>
    listed.map((text) => parseGroup(text, document, subject.facts)),
  );
  if (way === "expand") return { subject, edit: await expanding(context, subject, groups), flags, answered };
  const edit = throughIam(context, subject, groups, flags);
  if (!flags.attach) return { subject, edit, flags, answered };
  const halves: OtherHalf[] = [];
  for (const group of groups) halves.push(await attaching(context, subject, group, flags));
  return { subject, edit, flags, answered, halves };
};

type Way = "expand" | "via-iam";

/** The way that a flag tells, or the user on a terminal: in words, too, then. Throws UsageError (`group-way-needed`, `missing-value`). */
const wayOf = async (
  { outside }: Context,
  flags: AddGroupFlags,
  groups: readonly string[],
): Promise<{ readonly way: Way; readonly flags: AddGroupFlags; readonly answered?: readonly string[] }> => {
  const { expand, viaIam, attach, iamPolicy, alsoRegion } = flags;
  if (expand) return { way: "expand", flags };
  if (viaIam) return { way: "via-iam", flags };
  if (attach || iamPolicy !== undefined || alsoRegion !== undefined) {
    const flag = attach ? "--attach" : iamPolicy === undefined ? "--also-region" : "--iam-policy";
    throw new UsageError("missing-value", `${flag} needs --via-iam`, {
      hint: "an IAM policy for the group is one of two ways, --via-iam; the other is --expand",
    });
  }
  if (!outside.terminal.interactive) {
    throw new UsageError("group-way-needed", "a group is never a principal, so there are two ways", {
      hint: "give --expand to name each of its users, or --via-iam to leave it to an IAM policy of the group",
    });
  }
  const way = await askGroupWay(await outside.prompter(), groups);
  return {
    way: "expand" in way ? "expand" : "via-iam",
    flags: { ...flags, ...way },
    answered: groupWayWords(way),
  };
};

const expanding = async (
  context: Context,
  subject: PolicySubject,
  groups: readonly string[],
): Promise<Edit> => {
  const directory = await ownDirectory(context, subject);
  const members = await Promise.all(
    groups.map(async (group) => {
      await knownIdentity(directory, context.outside.clock, "group", group);
      return { group, users: (await directory.members(group)).map(({ arn }) => arn) };
    }),
  );
  return editOf((snapshot) =>
    members.reduce<Edited>(
      (made, group) => {
        const next = expandGroup(made.document, group, subject.facts);
        return { ...next, notes: [...made.notes, ...next.notes] };
      },
      { document: snapshot.document, notes: [], inherent: [] },
    ),
  );
};

const throughIam = (
  { global: { profile } }: Context,
  { facts }: PolicySubject,
  groups: readonly string[],
  { attach, iamPolicy: file = "FILE", alsoRegion = [] }: AddGroupFlags,
): Edit => {
  const regions = furtherRegions(facts, alsoRegion);
  const iamPolicy = iamPolicyForKey({ keyArn: facts.arn, facts, regions });
  const left = otherRegions(facts).filter((region) => !regions.includes(region));
  const policyName = inlinePolicyName(parseKeyArn(facts.arn).arn);
  const as = profile === undefined ? "" : ` --profile ${shellWord(profile)}`;
  const byHand = (name: string) =>
    `The group ${name} has access once it has the IAM policy; --attach gives it. By hand: ${attachCommand({ kind: "group", name }, policyName, file)}${as}`;
  return editOf(({ document }) => {
    const result = ensureIamDelegation(document, facts);
    return {
      ...result,
      iamPolicy,
      notes: [...result.notes, ...regionNotes(left), ...(attach ? [] : groups.map(byHand))],
    };
  });
};

/** To IAM the related key in another Region is another key. */
const regionNotes = (left: readonly string[]): readonly string[] =>
  left.map(
    (region) => `The IAM policy leaves the related key in ${region} out: --also-region ${region} names it.`,
  );

const editOf = (make: (snapshot: Snapshot) => Edited & Pick<EditResult, "iamPolicy">): Edit => ({
  repeatable: false,
  make: (snapshot) => {
    const { document, ...more } = make(snapshot);
    return { text: document.text, document, ...more };
  },
});

const attaching = async (
  context: Context,
  subject: PolicySubject,
  group: string,
  flags: AddGroupFlags,
): Promise<OtherHalf> => {
  const directory = await ownDirectory(context, subject);
  const account = subject.facts.account ?? "";
  return prepareAttach(context, subject, { directory, account, to: `group/${group}` }, flags);
};

/** IAM of the key's own account; for a file the credentials must be of the account that it is said to belong to. */
const ownDirectory = async (context: Context, subject: PolicySubject): Promise<IdentityDirectory> => {
  const aws = await openAws(context);
  const account = subject.facts.account;
  if (subject.target.kind === "file" && account !== undefined) {
    await requireAccount(aws, account, "the credentials belong to", "give a --profile of");
  }
  return aws.directory;
};
/** The flags of `kmspol add-group`. */
export interface AddGroupFlags extends ChangeFlags, HalfFlags {
  readonly expand?: boolean;
  readonly viaIam?: boolean;
  readonly attach?: boolean;
  readonly alsoRegion?: readonly string[];
}
