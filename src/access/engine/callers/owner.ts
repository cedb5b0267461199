import type { KeyFacts } from "../../../policy/key-facts.ts";
import type { Policy, Statement } from "../../../policy/model.ts";
import { parsePrincipal } from "../../../policy/principal.ts";
import { actionSet, coversAction } from "../action-set.ts";

/** The partition that is meant where a policy gives a bare account id: of the key, else of the first ARN, else `aws`. */
export const partitionOf = (policies: readonly Policy[], facts: KeyFacts): string =>
  facts.partition ?? facts.arn?.split(":")[1] ?? firstPartition(policies) ?? "aws";

const firstPartition = (policies: readonly Policy[]): string | undefined => {
  for (const { statements } of policies)
    for (const { principals } of statements)
      for (const { type, value } of principals) {
        const principal = parsePrincipal(type, value);
        if ("partition" in principal && principal.partition !== undefined) return principal.partition;
      }
  return undefined;
};

/**
 * The account that owns the key. Where the facts do not tell (a file without `--account`): the one account principal that is allowed
 * PutKeyPolicy, which never works across accounts; else the only account named. Undefined when that leaves several: each account
 * named is then taken as if it were the owner, so that no access is missed.
 */
export const ownerOf = (policies: readonly Policy[], facts: KeyFacts): string | undefined => {
  const known = facts.account ?? facts.arn?.split(":")[4];
  if (known !== undefined) return known;
  const statements = policies
    .flatMap((policy) => policy.statements)
    .filter(({ inert }) => inert === undefined);
  const managing = accountsIn(statements.filter(lets), (kind) => kind === "account");
  return only(managing) ?? only(accountsIn(statements, () => true));
};

const lets = (statement: Statement): boolean =>
  statement.effect === "Allow" &&
  !statement.notPrincipal &&
  coversAction(actionSet(statement), "kms:PutKeyPolicy");

const accountsIn = (
  statements: readonly Statement[],
  wanted: (kind: string) => boolean,
): ReadonlySet<string> =>
  new Set(
    statements.flatMap(({ principals }) =>
      principals.flatMap(({ type, value }) => {
        const principal = parsePrincipal(type, value);
        return "account" in principal && wanted(principal.kind) ? [principal.account] : [];
      }),
    ),
  );

const only = (accounts: ReadonlySet<string>): string | undefined =>
  accounts.size === 1 ? [...accounts][0] : undefined;
