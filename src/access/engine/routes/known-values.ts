import type { KeyFacts } from "../../../policy/key-facts.ts";
import type { DirectoryPrincipal, Organization } from "../../../world/types.ts";
import type { EffectiveQuestion } from "../../effective/types.ts";
import { keysOfKey } from "../conditions/known-keys.ts";

/** What is known of a condition key (in lower case): its values, none where it is absent; undefined where it is open. */
export type KnownValues = (key: string) => readonly string[] | Start | undefined;

/** That a value begins so, and nothing more. */
export interface Start {
  readonly start: string;
}

/** Whether no more than the beginning is known. */
export const isStart = (known: readonly string[] | Start): known is Start => "start" in known;

/** The first that knows the key. */
export const firstKnown =
  (...readers: readonly KnownValues[]): KnownValues =>
  (key) => {
    for (const read of readers) {
      const values = read(key);
      if (values !== undefined) return values;
    }
    return undefined;
  };

/** What follows from the key in every policy (KMS Developer Guide, "Condition keys"). */
export const valuesOfKey = (facts: KeyFacts): KnownValues => {
  const known = keysOfKey(facts);
  return (key) => {
    if (!known.has(key)) return undefined;
    const value = known.get(key);
    return value === undefined ? [] : [value];
  };
};

interface AboutResource {
  readonly key: Pick<EffectiveQuestion["key"], "facts">;
  readonly world: EffectiveQuestion["world"];
}

/** What policies other than the key's own know of it: tags, aliases and its organization. */
export const valuesOfResource = ({ key, world }: AboutResource, account: string): KnownValues => {
  const ofOrganization = valuesOfOrganization(
    "resource",
    account,
    organizationWith(account, world.organizations),
  );
  return (name) => {
    if (name === "kms:resourcealiases") return key.facts.aliases;
    if (name.startsWith("aws:resourcetag/"))
      return tagValue(key.facts.tags, name.slice("aws:resourcetag/".length));
    return ofOrganization(name);
  };
};

/** What the directory tells of a user or role: of a role's tags only where no session may bring others. */
export const valuesOfPerson = (person: DirectoryPrincipal, session: string | undefined): KnownValues => {
  const id = userIdOf(person, session);
  return (name) => {
    if (name === "aws:userid") return id;
    if (!name.startsWith("aws:principaltag/") || person.sessionTags) return undefined;
    return tagValue(person.tags, name.slice("aws:principaltag/".length));
  };
};

/** What is known of every root user: its id is its account, and only users and roles have tags (IAM User Guide, "aws:PrincipalTag"). */
export const valuesOfRoot =
  (account: string): KnownValues =>
  (name) =>
    name === "aws:userid" ? [account] : name.startsWith("aws:principaltag/") ? [] : undefined;

// A session's is the role's id with the session's name (IAM User Guide, "IAM identifiers").
const userIdOf = (
  { kind, id }: DirectoryPrincipal,
  session: string | undefined,
): readonly string[] | Start | undefined => {
  if (id === "") return undefined;
  if (kind === "user") return [id];
  return session === undefined ? { start: `${id}:` } : [`${id}:${session}`];
};

const tagValue = (
  tags: ReadonlyMap<string, string> | undefined,
  wanted: string,
): readonly string[] | undefined =>
  tags && [...tags].flatMap(([name, value]) => (name.toLowerCase() === wanted ? [value] : []));

/** The organization that has the account. */
export const organizationWith = (
  account: string,
  organizations: readonly Organization[],
): Organization | undefined =>
  organizations.find(({ management, levelsOf }) => management === account || levelsOf(account) !== undefined);

/** What the organization tells of its member, as a principal or as the owner of a resource. */
export const valuesOfOrganization = (
  of: "principal" | "resource",
  account: string,
  organization: Organization | undefined,
): KnownValues => {
  if (!organization || organization.id === "") return () => undefined;
  const levels = organization.levelsOf(account);
  const units = levels === undefined || "unknown" in levels ? undefined : levels.slice(0, -1);
  const path = units && `${organization.id}/${units.map(({ target }) => `${target}/`).join("")}`;
  return (name) => {
    if (name === `aws:${of}orgid`) return [organization.id];
    if (name === `aws:${of}orgpaths`) return path === undefined ? undefined : [path];
    return name === "aws:principalorgmasteraccountid" && of === "principal"
      ? [organization.management]
      : undefined;
  };
};
