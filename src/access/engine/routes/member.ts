import type { KeyFacts } from "../../../policy/key-facts.ts";
import type { Policy, PrincipalEntry } from "../../../policy/model.ts";
import { parsePrincipal, type Principal } from "../../../policy/principal.ts";
import type { Directory, DirectoryPrincipal, Organization } from "../../../world/types.ts";
import type { EffectiveQuestion } from "../../effective/types.ts";
import { type Caller, iamCaller, serviceCaller } from "../callers/caller.ts";
import { callerKeys } from "../conditions/known-keys.ts";
import {
  firstKnown,
  type KnownValues,
  organizationWith,
  valuesOfKey,
  valuesOfOrganization,
  valuesOfPerson,
  valuesOfRoot,
} from "./known-values.ts";
import { worthAsking } from "./worth-asking.ts";

/** A concrete caller of an account whose IAM data is at hand, or an AWS service that the key policy names. */
export interface Member {
  readonly kind: "user" | "role" | "session" | "root" | "service";
  readonly caller: Caller;
  /** The user, or the role (of a session); a root user has no policies of its own. */
  readonly person: DirectoryPrincipal | undefined;
  /** 12 digits; a service has none. */
  readonly account: string | undefined;
  readonly organization: Organization | undefined;
  /** What is known of its requests in any policy. */
  readonly known: KnownValues;
  /** AWS fixes what it may do; neither SCP nor RCP nor a boundary binds it. */
  readonly serviceLinked: boolean;
  /** Nothing is known of it but that a grant names it: of it only what grants give is told. */
  readonly byGrantAlone?: true;
}

/**
 * Everybody whom the directories know and something may let in, the sessions that the policies and grants name, and each account's root user;
 * with `of` (the ARN of a user, role or session, or `root-user:ID`) that one alone, a role with its sessions.
 */
export const membersOf = (
  question: EffectiveQuestion,
  policies: readonly Policy[],
  of?: string,
): readonly Member[] => {
  const grantees = (question.world.grants ?? []).flatMap(({ grantee, retiring }) =>
    [grantee, retiring ?? grantee].map((value) => ({ type: "AWS", value })),
  );
  const entries = policies.flatMap(({ statements }) => statements.flatMap(({ principals }) => principals));
  const sessions = [...entries, ...grantees].flatMap(sessionNamed);
  const isWorthAsking = worthAsking(question, policies);
  return [...question.world.directories.values()].flatMap((directory) => {
    const persons = personsIn(directory, of).filter(isWorthAsking);
    const own = new Map(
      sessions.flatMap((session) => {
        const role = session.account === directory.account ? rolesOf(directory).get(session.role) : undefined;
        const isMeant = of === undefined || of === role?.arn || of === session.arn;
        return role && isMeant ? [[session.arn, { session, role }] as const] : [];
      }),
    );
    const root = `root-user:${directory.account}`;
    return [
      ...persons.map((person) => memberOf(person.kind, person, directory, question)),
      ...[...own.values()].map(({ session, role }) =>
        memberOf("session", role, directory, question, session),
      ),
      ...((of ?? root) === root ? [memberOf("root", undefined, directory, question)] : []),
    ];
  });
};

const personsIn = ({ principals }: Directory, of: string | undefined): readonly DirectoryPrincipal[] => {
  if (of === undefined) return [...principals.values()];
  const person = principals.get(of);
  return person ? [person] : [];
};

const byName = new WeakMap<Directory, ReadonlyMap<string, DirectoryPrincipal>>();

/** Names of roles are unique in an account (IAM User Guide, "IAM and AWS STS quotas"). */
const rolesOf = (directory: Directory): ReadonlyMap<string, DirectoryPrincipal> => {
  const known = byName.get(directory);
  if (known) return known;
  const persons = [...directory.principals.values()];
  const roles = new Map(persons.flatMap((one) => (one.kind === "role" ? [[one.name, one] as const] : [])));
  byName.set(directory, roles);
  return roles;
};

/** An AWS service that calls as itself. */
export const serviceMember = (name: string, facts: KeyFacts): Member => {
  const caller = serviceCaller(`service:${name}`, name, facts.region);
  const ofCaller = (key: string) => (isOfAccount.has(key) ? undefined : valuesOfCaller(key, caller));
  const known = firstKnown(ofCaller, valuesOfKey(facts), withoutIdentity);
  return {
    ...{ kind: "service", caller, person: undefined, account: undefined, organization: undefined, known },
    serviceLinked: false,
  };
};

// For which account a service calls is not documented: where a policy asks, none and each is possible.
const isOfAccount: ReadonlySet<string> = new Set(["aws:principalaccount", "kms:calleraccount"]);

// A service has no ARN, no account of its own and no tags (IAM User Guide, "AWS global condition context keys").
const withoutIdentity = (key: string): readonly string[] | undefined =>
  key.startsWith("aws:principalorg") || key.startsWith("aws:principaltag/") ? [] : undefined;

type Session = Extract<Principal, { readonly kind: "session" }>;

const sessionNamed = ({ type, value }: PrincipalEntry): readonly Session[] => {
  const principal = parsePrincipal(type, value);
  return principal.kind === "session" ? [principal] : [];
};

const memberOf = (
  kind: Member["kind"],
  person: DirectoryPrincipal | undefined,
  { account, partition }: Directory,
  question: EffectiveQuestion,
  session?: Session,
): Member => {
  const { facts } = question.key;
  const arn = person?.arn ?? `arn:${partition}:iam::${account}:root`;
  const organization = organizationWith(account, question.world.organizations);
  const caller = iamCaller({
    word: session?.arn ?? person?.arn ?? `root-user:${account}`,
    kind: kind === "root" ? "root" : "principal",
    arn,
    example: session?.arn ?? arn,
    // The root user has no name but its account's.
    names: kind === "root" ? [] : session ? [session.arn, arn] : [arn],
    own: (owner) => owner === `${facts.partition ?? partition}:${facts.account ?? ""}`,
  });
  return {
    ...{ kind, caller, person, account, organization },
    serviceLinked: person?.path.startsWith("/aws-service-role/") ?? false,
    known: firstKnown(
      (key) => valuesOfCaller(key, caller),
      valuesOfKey(facts),
      person ? valuesOfPerson(person, session?.session) : valuesOfRoot(account),
      valuesOfOrganization("principal", account, organization),
    ),
  };
};

/** The keys that follow from who calls. */
export const valuesOfCaller = (key: string, { keys }: Caller): readonly string[] | undefined =>
  callerKeys.has(key) ? (keys.get(key) ?? []) : undefined;
