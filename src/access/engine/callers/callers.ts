import type { Policy } from "../../../policy/model.ts";
import type { Budget } from "../boxes/box.ts";
import { type Caller, deadCaller, iamCaller, type OrganizationFacts } from "./caller.ts";
import type { Test } from "../conditions/condition-test.ts";
import { type Identity, type Mentioned, mentionedIn } from "./mentioned-principals.ts";
import { servicesOf, withAccounts } from "./services.ts";
import { type Representatives, roleArns, unnamedArns } from "./unnamed-callers.ts";
import { unnamedAccounts } from "./unnamed-accounts.ts";

/** What is known or assumed about who owns the key. */
export interface Ownership {
  /** The 12 digits; undefined: each account named is taken as if it were the owner. */
  readonly owner: string | undefined;
  readonly partition: string;
  /** The key's Region, where it is known. */
  readonly region: string | undefined;
}

/** Every kind of caller that two policies can tell apart (exact within the model). `tests`: those on the caller. */
export const callersOf = (
  policies: readonly Policy[],
  { owner, partition, region }: Ownership,
  tests: readonly Test[],
  budget: Budget,
  over?: Organized,
): readonly Caller[] => {
  const mentioned = mentionedIn([...policies, ...(over?.policies ?? [])], partition);
  const owners = owner === undefined ? [] : [`${partition}:${owner}`];
  const accounts = new Set([...mentioned.accounts, ...(over?.accounts ?? []), ...owners].sort());
  const own = (account: string): boolean =>
    owner === undefined ? accounts.has(account) : account === `${partition}:${owner}`;
  const { accounts: unnamed, open } = unnamedAccounts(partition, accounts, tests, budget);
  const around = { mentioned, own, tests, budget };
  const callers = [
    ...[...mentioned.principals.values()].flatMap((principal) => named(principal, around)),
    ...[...accounts].flatMap((account) => [
      rootUser(account, own),
      ...others(account, `account:${account.split(":")[1] ?? ""} (others)`, "others", around),
    ]),
    ...unnamed.flatMap((account) =>
      [rootUser(account, own, "anyone"), ...others(account, "anyone", "anyone", around)].map((caller) =>
        open ? { ...caller, open } : caller,
      ),
    ),
    ...servicesOf(mentioned.services, region, tests, budget).flatMap((service) =>
      withAccounts(service, [...accounts, ...unnamed], tests),
    ),
    ...[...mentioned.dead].map(deadCaller),
  ];
  if (!over) return callers;
  const spokenOf = new Set([...mentionedIn(policies, partition).accounts, ...owners]);
  return callers.map((caller) => inOrganization(caller, spokenOf, over));
};

/** What the organizations put over the key and the callers, and who they are. */
export interface Organized {
  /** Their policies name callers, too. */
  readonly policies: readonly Policy[];
  /** Accounts over which they say something. */
  readonly accounts: readonly string[];
  /** What follows from the organization of an account (12 digits), where it is known. */
  readonly factsOf: (account: string) => OrganizationFacts | undefined;
}

// Of an account that no key policy names it stays a condition: "anyone of the organization" is one line, not one for each account.
const inOrganization = (caller: Caller, accounts: ReadonlySet<string>, { factsOf }: Organized): Caller => {
  const { account } = caller;
  if (account === undefined || caller.service || !accounts.has(account)) return caller;
  const organization = factsOf(account.split(":")[1] ?? "");
  return organization ? { ...caller, organization } : caller;
};

type Owns = (account: string) => boolean;

const named = (principal: Identity, { mentioned, own, tests, budget }: Around): readonly Caller[] => {
  const { arn, account, partition } = principal;
  if (principal.kind !== "session")
    return [iamCaller({ word: arn, kind: "principal", arn, names: [arn], own })];
  const roles = [...mentioned.principals.values()]
    .filter((other) => other.kind === "role" && other.name === principal.role)
    .filter((role) => role.account === account && role.partition === partition)
    .map((role) => role.arn);
  const { arns, open }: Representatives =
    roles.length > 0 ? { arns: roles } : roleArns(partition, account, principal.role, tests, budget);
  // The path of the role is not in the ARN of its session, so an example has to say it.
  const told = tests.some(({ key }) => key === "aws:principalarn");
  return arns.map((role) => ({
    ...iamCaller({
      ...(told ? { context: { "aws:PrincipalArn": role } } : {}),
      word: arn,
      kind: "principal",
      arn: role,
      example: arn,
      names: [arn, ...(roles.length > 0 ? roles : [])],
      own,
    }),
    ...(open && { open }),
  }));
};

const rootUser = (account: string, own: Owns, word?: "anyone"): Caller => {
  const [partition = "", id = ""] = account.split(":");
  const arn = `arn:${partition}:iam::${id}:root`;
  return iamCaller({ word: word ?? `root-user:${id}`, kind: word ?? "root", arn, names: [], own });
};

interface Around {
  readonly mentioned: Mentioned;
  readonly own: Owns;
  readonly tests: readonly Test[];
  readonly budget: Budget;
}

const others = (
  account: string,
  word: string,
  kind: Caller["kind"],
  { mentioned, own, tests, budget }: Around,
): readonly Caller[] => {
  const [partition = "", id = ""] = account.split(":");
  const { arns, open } = unnamedArns(partition, id, tests, new Set(mentioned.principals.keys()), budget);
  return arns.map((arn) => ({
    ...iamCaller({ word, kind, arn, names: [arn], own }),
    ...(open && { open }),
  }));
};
