import type { ContextEntries } from "../evaluator/request-context.ts";
import { type Member, organizationOf, wayTo } from "./member.ts";
import type { EffectiveQuestion, KeyInWorld } from "./types.ts";

/** Context keys that the world settles, and those that every such request may carry without our knowing the value. */
export interface KnownFacts {
  readonly entries: ContextEntries;
  /** Takes a folded name. */
  readonly isOpen: (key: string) => boolean;
  /** Takes a folded name: what a request says of the key counts for nothing. */
  readonly isSettled: (key: string) => boolean;
  /** Takes a folded name: how the value begins, where no more of it is known. */
  readonly startOf?: (key: string) => string | undefined;
}

/**
 * What the directory and the organization tell of the caller (IAM User Guide, "AWS global condition context keys"). The
 * tags of a role are certain only where no session may bring others; of the id of a role's session no more is known than
 * how it begins, unless the session is named.
 */
export const factsOfCaller = (member: Member, { world }: EffectiveQuestion): KnownFacts => {
  const { caller, person } = member;
  const tags = person?.sessionTags === false ? [...person.tags] : [];
  const [id, start] = [userIdOf(member), startOfUserId(member)];
  return {
    entries: [
      ...tags.map(([name, value]) => [`aws:PrincipalTag/${name}`, [value]] as const),
      ...(id === undefined ? [] : [["aws:userid", [id]] as const]),
      ...organizationEntries("Principal", caller.account, world),
    ],
    isOpen: (key) =>
      (person?.sessionTags === true && key.startsWith("aws:principaltag/")) ||
      (person?.kind === "role" && caller.kind === "role" && key === "aws:userid"),
    isSettled: (key) => person?.sessionTags === false && key.startsWith("aws:principaltag/"),
    startOf: (key) => (key === "aws:userid" ? start : undefined),
  };
};

/** That of a session is the role's id and the name of the session (IAM User Guide, "IAM identifiers"). */
const userIdOf = ({ caller, person }: Member): string | undefined => {
  if (!person || person.id === "" || caller.kind === "role") return undefined;
  return caller.kind === "session" ? `${person.id}:${caller.arn?.split("/").at(-1) ?? ""}` : person.id;
};

const startOfUserId = ({ caller, person }: Member): string | undefined =>
  person && person.id !== "" && caller.kind === "role" ? `${person.id}:` : undefined;

/**
 * What is known of the key in policies other than its own: its tags, aliases and organization (KMS Developer Guide,
 * "ABAC for AWS KMS"). Tags or aliases that could not be read are open.
 */
export const factsOfKey = (question: EffectiveQuestion): KnownFacts => {
  const known = ofQuestion.get(question) ?? readKey(question.key, question.world);
  ofQuestion.set(question, known);
  return known;
};

// Thousands of requests are decided in one question.
const ofQuestion = new WeakMap<EffectiveQuestion, KnownFacts>();

const readKey = ({ facts }: KeyInWorld, world: EffectiveQuestion["world"]): KnownFacts => ({
  entries: [
    ...[...(facts.tags ?? [])].map(([name, value]) => [`aws:ResourceTag/${name}`, [value]] as const),
    ...(facts.aliases ? [["kms:ResourceAliases", facts.aliases] as const] : []),
    ...organizationEntries("Resource", facts.account, world),
  ],
  isOpen: (key) =>
    (facts.tags === undefined && key.startsWith("aws:resourcetag/")) ||
    (facts.aliases === undefined && key === "kms:resourcealiases"),
  isSettled: (key) => key === "kms:resourcealiases" || key.startsWith("aws:resourcetag/"),
});

const organizationEntries = (
  of: "Principal" | "Resource",
  account: string | undefined,
  world: EffectiveQuestion["world"],
): ContextEntries => {
  const organization = organizationOf(account, world);
  if (!organization || organization.id === "" || account === undefined) return [];
  const way = wayTo(account, organization)?.slice(0, -1);
  const path = way && `${[organization.id, ...way.map(({ target }) => target)].join("/")}/`;
  return [
    [`aws:${of}OrgID`, [organization.id]],
    ...(path === undefined ? [] : [[`aws:${of}OrgPaths`, [path]] as const]),
    ...(of === "Principal" ? [["aws:PrincipalOrgMasterAccountId", [organization.management]] as const] : []),
  ];
};
