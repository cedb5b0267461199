import type { Policy, Statement } from "../../../policy/model.ts";
import { parsePrincipal } from "../../../policy/principal.ts";
import type { BoundPolicy } from "../../../world/types.ts";
import { actionSet, coversAction } from "../action-set.ts";
import type { OrganizationFacts } from "../callers/caller.ts";
import type { PrincipalSet } from "../callers/principal-set.ts";
import type { Clause } from "../clause.ts";
import type { TestTable } from "../conditions/test-table.ts";
import { remembering } from "../group-by.ts";
import { isStart, type KnownValues, organizationWith, valuesOfOrganization } from "../routes/known-values.ts";
import { levelsOf } from "../routes/levels.ts";
import { levelReader } from "./level-clauses.ts";
import type { OverQuestion } from "./question.ts";

/** What organizations put over a key and over those who call, whoever they are. */
export interface OrganizationClauses {
  readonly clauses: readonly Clause[];
  /** The policies that say something, for the names in them. */
  readonly policies: readonly Policy[];
  /** The accounts over which they say it, as `PARTITION:ACCOUNT`. */
  readonly accounts: readonly string[];
  /** What follows from the organization of an account (12 digits), where it is known. */
  readonly factsOf: (account: string) => OrganizationFacts | undefined;
}

/**
 * The policies of organizations as clauses beside those of the key policy: of a resource control policy over the key for everybody, of a
 * service control policy for its accounts. Neither binds the management account, and none the keys that AWS manages (Organizations User
 * Guide, "Service control policies"; KMS Developer Guide, "Resource control policies in AWS KMS").
 */
export const organizationClauses = (question: OverQuestion, table: TestTable): OrganizationClauses => {
  const { facts, owner = "", world, policies } = question;
  const actions = question.actions.filter((action) => isGiven(action, policies));
  const reader = levelReader({ ...question, actions }, table);
  const ofKey =
    facts.manager === "AWS" ? [] : levelsOf(organizationWith(owner, world.organizations), "rcp", owner);
  const groups = accountsAlike(question).map(({ accounts, levels }) => {
    const principals = { ...nobody, accounts: new Set(accounts) };
    const clauses = levels.flatMap((level, place) => [
      ...reader.denies(level, principals),
      ...reader.lid(level, principals, `${accounts[0] ?? ""} ${place}`),
    ]);
    return { accounts, clauses, policies: levels.flat() };
  });
  const speaking = groups.filter(({ clauses }) => clauses.length > 0);
  const bound = new Set([...ofKey.flat(), ...speaking.flatMap((group) => group.policies)]);
  return {
    clauses: [
      ...ofKey.flatMap((level) => reader.denies(level, everybody)),
      ...speaking.flatMap(({ clauses }) => clauses),
    ],
    policies: [...bound].flatMap(({ content }) => ("policy" in content ? [content.policy] : [])),
    accounts: speaking.flatMap(({ accounts }) => accounts),
    factsOf: (account) => {
      const organization = organizationWith(account, world.organizations);
      const known = organization && valuesOfOrganization("principal", account, organization);
      return known && ((key) => withoutStart(known(key)));
    },
  };
};

const withoutStart = (known: ReturnType<KnownValues>): readonly string[] | undefined =>
  known && !isStart(known) ? known : undefined;

const nobody: PrincipalSet = {
  ...{ everyone: false, except: false, open: [] },
  ...{ accounts: new Set<string>(), named: new Set<string>() },
};
const everybody: PrincipalSet = { ...nobody, everyone: true };

// What no key policy gives, nobody need take away.
const isGiven = (action: string, policies: readonly Policy[]): boolean =>
  policies.some(({ statements }) =>
    statements.some(
      (statement) => statement.effect === "Allow" && coversAction(actionSet(statement), action),
    ),
  );

interface AccountsAlike {
  readonly accounts: string[];
  readonly levels: readonly (readonly BoundPolicy[])[];
}

/** The accounts of which the key policies may speak, those together over which the same stands. */
const accountsAlike = ({
  policies,
  owner,
  partition,
  named,
  world,
}: OverQuestion): readonly AccountsAlike[] => {
  const speaksOfAll = policies.some(({ statements }) => statements.some(isForAll));
  const placed = speaksOfAll ? world.organizations.flatMap((one) => one.placed ?? []) : [];
  const ids = [...placed, ...(owner === undefined ? [] : [owner])];
  const accounts = new Set([...named, ...ids.map((id) => `${partition}:${id}`)]);
  const groups = new Map<string, AccountsAlike>();
  for (const account of [...accounts].sort()) {
    const id = account.split(":")[1] ?? "";
    const levels = levelsOf(organizationWith(id, world.organizations), "scp", id);
    const key = levels.map((level) => level.map(numberOf).join()).join(";");
    remembering(groups, key, () => ({ accounts: [], levels })).accounts.push(account);
  }
  return [...groups.values()];
};

const numbers = new WeakMap<object, number>();
let last = 0;

// A policy is read once, and stands over many accounts.
const numberOf = ({ content }: BoundPolicy): string => {
  if ("unknown" in content) return content.unknown;
  const number = numbers.get(content.policy) ?? ++last;
  numbers.set(content.policy, number);
  return `${number}`;
};

const isForAll = ({ effect, notPrincipal, principals }: Statement): boolean =>
  effect === "Allow" &&
  (notPrincipal || principals.some(({ type, value }) => parsePrincipal(type, value).kind === "everyone"));
