import { type KeyFacts, withArnFacts } from "./key-facts.ts";
import type { Policy, Statement } from "./model.ts";
import { parsePrincipal, type Principal } from "./principal.ts";

/**
 * The account that owns the key. Where the facts do not tell (a file without `--account`) it is read from the policies themselves, since
 * kms:PutKeyPolicy works for nobody of another account (KMS Developer Guide, "Allowing users in other accounts to use a KMS key"): the
 * account that is allowed it without condition; else the one that is under a condition; else the one whose users and roles are; else the
 * only account that is named. Undefined where the first of these that holds for any holds for several: then it is not known.
 */
export const ownerOf = (policies: readonly Policy[], facts: KeyFacts): string | undefined => {
  const known = withArnFacts(facts).account;
  if (known !== undefined) return known;
  const live = liveOf(policies);
  const managing = live.filter(letsPutPolicy);
  const always = managing.filter(({ conditions }) => conditions.length === 0);
  const ways = [
    accountsIn(always, isAccount),
    accountsIn(managing, isAccount),
    accountsIn(managing, () => true),
    accountsIn(live, () => true),
  ];
  const [account, ...others] = ways.find((accounts) => accounts.size > 0) ?? [];
  return others.length === 0 ? account : undefined;
};

/** Whether the policies let nobody change them: then an owner that is read from them is no more than the only account that they name. */
export const isOwnerGuessed = (policies: readonly Policy[], facts: KeyFacts): boolean =>
  withArnFacts(facts).account === undefined && !liveOf(policies).some(letsPutPolicy);

const liveOf = (policies: readonly Policy[]): readonly Statement[] =>
  policies.flatMap(({ statements }) => statements).filter(({ inert }) => inert === undefined);

/** What a verb should say of an owner that the policy alone tells; undefined where it is known, or nothing tells it. */
export const assumedOwner = (policy: Policy, facts: KeyFacts): string | undefined =>
  withArnFacts(facts).account === undefined ? ownerOf([policy], facts) : undefined;

const isAccount = ({ kind }: Principal): boolean => kind === "account";

const letsPutPolicy = ({ effect, notPrincipal, actions, notAction }: Statement): boolean =>
  effect === "Allow" && !notPrincipal && actions.some(coversPutPolicy) !== notAction;

const coversPutPolicy = (action: string): boolean => {
  const literal = action.replace(/[.+^${}()|[\]\\]/g, "\\$&");
  return new RegExp(`^${literal.replaceAll("*", ".*").replaceAll("?", ".")}$`, "is").test("kms:PutKeyPolicy");
};

const accountsIn = (
  statements: readonly Statement[],
  isMeant: (principal: Principal) => boolean,
): ReadonlySet<string> =>
  new Set(
    statements.flatMap(({ principals }) =>
      principals.flatMap(({ type, value }) => {
        const principal = parsePrincipal(type, value);
        return "account" in principal && isMeant(principal) ? [principal.account] : [];
      }),
    ),
  );

/**
 * The partition of the key: told by the facts, or by the ARNs in which the policies name the key's own account, its root user's before
 * those of its users and roles. KMS takes no policy that names it in two. Undefined where nothing tells it: nobody is then known to be of
 * another one.
 */
export const partitionOfOwner = (
  policies: readonly Policy[],
  facts: KeyFacts,
  owner: string | undefined,
): string | undefined => {
  const known = withArnFacts(facts).partition;
  if (known !== undefined || owner === undefined) return known;
  const named = policies
    .flatMap(({ statements }) => statements.flatMap(({ principals }) => principals))
    .map(({ type, value }) => parsePrincipal(type, value))
    .flatMap((principal) =>
      "account" in principal && principal.account === owner && principal.partition !== undefined
        ? [{ partition: principal.partition, isRoot: isAccount(principal) }]
        : [],
    );
  return (named.find(({ isRoot }) => isRoot) ?? named[0])?.partition;
};
