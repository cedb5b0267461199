import type { KeyFacts } from "../policy/key-facts.ts";
import type { Policy, Statement } from "../policy/model.ts";
import { parsePrincipal } from "../policy/principal.ts";
import { isAnotherAccount, isOpaquePrincipal } from "../policy/symbols.ts";
import { isForEveryone, isPositive } from "./caller-condition.ts";
import { isOwnAccount } from "./recognise.ts";

const accountKeys = new Set(["kms:calleraccount", "aws:principalaccount"]);

const allows = ({ statements }: Policy): readonly Statement[] =>
  statements.filter(
    ({ effect, inert, notPrincipal }) => effect === "Allow" && inert === undefined && !notPrincipal,
  );

/**
 * The other accounts that some Allow lets in as a whole, as 12 digits: as principals, and by a condition of an Allow for
 * everyone. Where the key's own account is not known it may be among them.
 */
export const sharedAccounts = (policy: Policy, facts: KeyFacts): readonly string[] => {
  const accounts = allows(policy).flatMap((statement) => [
    ...statement.principals.flatMap(({ type, value }) => {
      const principal = parsePrincipal(type, value);
      return principal.kind === "account" && !isOwnAccount(type, value, facts) ? [principal.account] : [];
    }),
    ...accountsByCondition(statement).filter((account) => account !== facts.account),
  ]);
  return [...new Set(accounts)];
};

const accountsByCondition = (statement: Statement): readonly string[] =>
  isForEveryone(statement)
    ? statement.conditions
        .filter((test) => isPositive(test) && accountKeys.has(test.key.toLowerCase()))
        .flatMap(({ values }) => values.filter((value) => /^\d{12}$/.test(value)))
    : [];

/** The other accounts of which some Allow names single users, roles or sessions, as 12 digits. */
export const accountsInPart = (policy: Policy, facts: KeyFacts): readonly string[] => {
  if (facts.account === undefined) return [];
  const accounts = allows(policy).flatMap((statement) =>
    [...statement.principals.map(({ type, value }) => ({ type, value })), ...arnsByCondition(statement)]
      .map(({ type, value }) => parsePrincipal(type, value))
      .flatMap((principal) =>
        "account" in principal && principal.kind !== "account" && !isNobodyKnown(principal.arn)
          ? [principal.account]
          : [],
      ),
  );
  return [...new Set(accounts)].filter((account) => account !== facts.account);
};

// Whose user or role it is that something fills in later, nobody knows: it may be one of the key's account.
const isNobodyKnown = (arn: string): boolean => isOpaquePrincipal(arn) && !isAnotherAccount(arn);

/** Principals that are filled in before the policy is put, of which not even the account is known, as they are written. */
export const notKnownWhose = (policy: Policy): readonly string[] => [
  ...new Set(
    allows(policy).flatMap(({ principals }) => principals.map(({ value }) => value).filter(isNobodyKnown)),
  ),
];

const arnsByCondition = (statement: Statement) =>
  isForEveryone(statement)
    ? statement.conditions
        .filter((test) => isPositive(test) && test.key.toLowerCase() === "aws:principalarn")
        .flatMap(({ values }) => values.map((value) => ({ type: "AWS", value })))
    : [];

/** Every service principal that some Allow names, as written. */
export const sharedServices = (policy: Policy): readonly string[] => {
  const services = allows(policy).flatMap(({ principals }) =>
    principals.filter(({ type }) => type === "Service").map(({ value }) => value),
  );
  return [...new Set(services)];
};
