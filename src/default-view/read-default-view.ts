import { listAccess } from "../access/list-access.ts";
import type { Access } from "../access/types.ts";
import type { PolicyDocument } from "../policy/document.ts";
import type { KeyFacts } from "../policy/key-facts.ts";
import type { Policy } from "../policy/model.ts";
import { allowableActions } from "../policy/kms-actions.ts";
import { parsePrincipal } from "../policy/principal.ts";
import { isNobody, type NobodyNamed, nobodyNamedIn } from "../policy/nobody.ts";
import { readPolicy } from "../policy/read-policy.ts";
import { actionsIn, expandActions, isSubset } from "./action-set.ts";
import { administrators, isAdministrator, mayDelete, namedPrincipals } from "./administrators.ts";
import { type BorneOut, borneOutBy } from "./borne-out.ts";
import { consoleShapeOf, type ConsoleClass } from "./console-shape.ts";
import { guardDays, isGuard } from "./deletion-guard.ts";
import { heldBy } from "./holdings.ts";
import { iamShareOf, type IamShare, iamUndecidedIn } from "./iam-share.ts";
import { literalOperand, type Operand } from "./operand.ts";
import { completeFacts } from "./own-account.ts";
import { isDead } from "./prune.ts";
import { publicNotKnown } from "./public-not-known.ts";
import { publicAmong } from "./public-access.ts";
import { type LimitedAccess, limitedAccess } from "./limits/limited-access.ts";
import { limitedShares } from "./limits/limited-shares.ts";
import type { Share } from "./limits/share.ts";
import { partOf } from "./recognise.ts";
import { adminBase, deletionActions, possibleUseActions } from "./rights.ts";
import { accountsInPart, notKnownWhose, sharedAccounts, sharedServices } from "./sharing.ts";
import { meaningOf } from "./statement-meaning.ts";
import { isTold, isToldAsShare } from "./told-statements.ts";

/** A key policy in the console's words, read by what its statements give. The field names are the contract of `--json`. */
export interface DefaultView {
  /** The console would show its default view (by kmspol's own definition). */
  readonly defaultView: boolean;
  readonly notDefaultViewBecause: readonly string[];
  readonly class: ConsoleClass;
  /** The account that owns the key; absent where it is not known. */
  readonly account?: string;
  /** True where the account is the one that the policy tells (`ownerOf`), for want of a better source. */
  readonly accountAssumed?: true;
  /** What anyone may do, and under which conditions. */
  readonly public: readonly Access[];
  /** Principals that are filled in before the policy is put and may be `*`, everyone, as they are written; absent where there are none. */
  readonly publicNotKnown?: readonly string[];
  /** IAM policies of the key's account can give every right on it. */
  readonly iamDelegation: boolean;
  /** Why it is not known whether they can give anything; absent where it is. */
  readonly iamUndecided?: string;
  /** What they can give, where it is not everything. */
  readonly iamShare: IamShare;
  /** Users and roles of the key's account, and `*` where everyone administers. */
  readonly admins: readonly string[];
  /** Some administrator may schedule and cancel the deletion of the key. */
  readonly adminsMayDelete: boolean;
  /** Nobody may delete the key within so many days of its last use; absent without such a guard. */
  readonly deletionGuardDays?: number;
  /** Users and roles with the whole of the key users' rights, and `*` where everyone has them. */
  readonly users: readonly string[];
  /** Who has less than a whole role, or one under conditions, in the words of the verbs' flags. */
  readonly limited: readonly LimitedAccess[];
  /** Other accounts that some Allow lets in as a whole, as 12 digits. */
  readonly accounts: readonly string[];
  /** Under which conditions, of those that are let in under conditions alone; absent where there are none. */
  readonly accountsWhen?: Readonly<Record<string, Access["when"]>>;
  /** Other accounts of which single users and roles are named. */
  readonly accountsInPart: readonly string[];
  /** Principals that are filled in before the policy is put, of whom the account is not known; absent where there are none. */
  readonly accountsNotKnown?: readonly string[];
  readonly services: readonly string[];
  /** Unique ids of deleted users and roles. */
  readonly orphans: readonly string[];
  /** Entries that name nobody: KMS takes no policy with them. Absent where there are none. */
  readonly nobody?: readonly NobodyNamed[];
  /** One line of meaning for each statement that is none of the console's parts, or names somebody in none of these lists. */
  readonly otherStatements: readonly string[];
}

/**
 * Reads a policy as administrators, users and accounts: by what its statements give, as far as the list of all access (`who-can`) bears
 * it out. Whom a Deny, or a Resource that is another key's, leaves nothing is in none of the lists; `otherStatements` tells of both. Never throws.
 */
export const readDefaultView = (document: PolicyDocument, facts: KeyFacts): DefaultView => {
  const known = completeFacts(document, facts);
  const policy = readPolicy(document);
  const shape = consoleShapeOf(document, known);
  const everyone = literalOperand("*", known);
  const rows = listAccess(policy, known);
  const left = borneOutBy(rows, known);
  const admins = [...administrators(policy, known).filter(isSomebody), everyone].filter(
    (operand) => isShownAsAdmin(policy, operand, known) && left.has(operand, baseActions),
  );
  const users = [...namedPrincipals(policy, known).filter(isSomebody), everyone].filter((one) =>
    isUser(policy, one, known, left),
  );
  const share = shareLeft(iamShareOf(policy, known), left);
  const hasUse = (principal: string) =>
    users.some(({ arn }) => arn === principal) || namedForUse(policy, principal, known);
  const shares = limitedAccess(policy, hasUse, left, known);
  const limited = shares.filter(
    (entry) => !isWholeSet(entry) && !(entry.principal.startsWith("arn:") && isNobody(entry.principal)),
  );
  const sets = (share: Share) =>
    shares
      .filter((entry) => isWholeSet(entry) && entry.may.includes(share))
      .map(({ principal }) => principal);
  const guard = guardDays(policy, known);
  const told = {
    admins: [...arnsOf(admins), ...sets("admin")],
    users: [...arnsOf(users), ...sets("use")],
    limited,
    accounts: accountsLeft(sharedAccounts(policy, known), left, rows),
    services: sharedServices(policy).filter((service) => left.hasService(service)),
    orphans: orphansIn(policy),
  };
  const nobody = nobodyNamedIn(policy);
  const notWhose = notKnownWhose(policy);
  const perhapsPublic = publicNotKnown(policy, known);
  const accountsWhen = conditionsOf(told.accounts, rows);
  return {
    defaultView: shape.because.length === 0,
    notDefaultViewBecause: shape.because,
    class: shape.class,
    ...accountOf(facts, known),
    public: publicAmong(rows),
    ...(perhapsPublic.length > 0 && { publicNotKnown: perhapsPublic }),
    iamDelegation: share.whole,
    ...iamUndecidedIn(rows, known),
    iamShare: share,
    adminsMayDelete:
      admins.some((admin) => mayDelete(policy, admin, known) && left.has(admin, deletionActions)) ||
      setsMayDelete(policy, known),
    ...(guard !== undefined && { deletionGuardDays: guard }),
    ...(notWhose.length > 0 && { accountsNotKnown: notWhose }),
    accountsInPart: accountsInPart(policy, known).filter((account) => left.accountsInPart.has(account)),
    ...told,
    ...(nobody.length > 0 && { nobody }),
    ...(Object.keys(accountsWhen).length > 0 && { accountsWhen }),
    otherStatements: policy.statements
      .filter(
        (statement) =>
          !isGuard(statement, known) &&
          !isTold(statement, told, known) &&
          !isToldAsShare(statement, hasUse, told, known),
      )
      .map((statement) => meaningOf(document, statement, known)),
  };
};

const isSomebody = ({ arn }: Operand): boolean => !isNobody(arn);

const baseActions = expandActions(adminBase);

/** What is left to IAM, without what a Deny takes from everybody of the account. */
const shareLeft = ({ whole, actions, conditional }: IamShare, left: BorneOut): IamShare => {
  const isWhole = whole && left.leftToIam("kms:PutKeyPolicy");
  const given = whole ? [...allowableActions].sort() : actions;
  return {
    whole: isWhole,
    actions: isWhole ? [] : given.filter(left.leftToIam),
    conditional: conditional.filter(left.leftToIam),
  };
};

// In the order of the text; then those that come in by a statement for everyone, of which a Deny for everyone but them leaves no more.
const accountsLeft = (
  shared: readonly string[],
  left: BorneOut,
  rows: readonly Access[],
): readonly string[] => {
  const isOpen = rows.some(({ principal }) => principal === "anyone");
  const others = isOpen ? [] : [...left.accounts];
  return [...new Set([...shared, ...others])].filter((account) => left.accounts.has(account));
};

/** The conditions of accounts that have nothing without one, as the rows of all access tell them. */
const conditionsOf = (accounts: readonly string[], rows: readonly Access[]): Record<string, Access["when"]> =>
  Object.fromEntries(
    accounts.flatMap((account) => {
      const own = rows.filter(
        ({ principal }) => /^(?:account|root-user):(\d{12})/.exec(principal)?.[1] === account,
      );
      const when = own.flatMap((row) => row.when);
      if (when.length === 0 || when.some((all) => all.length === 0)) return [];
      const each = new Map(when.map((all) => [JSON.stringify(all), all]));
      return [[account, [...each.values()]] as const];
    }),
  );

const accountOf = (facts: KeyFacts, known: KeyFacts): Pick<DefaultView, "account" | "accountAssumed"> => {
  if (known.account === undefined) return {};
  const isSaid = facts.account !== undefined || facts.arn !== undefined;
  return isSaid ? { account: known.account } : { account: known.account, accountAssumed: true };
};

/** Administration never works across accounts (KMS API, "Cross-account use"), and accounts do not administer. */
const isShownAsAdmin = (policy: Policy, operand: Operand, facts: KeyFacts): boolean =>
  operand.kind !== "account" &&
  (operand.account === undefined || facts.account === undefined || operand.account === facts.account) &&
  isAdministrator(policy, operand, facts);

/** Dead ids have a list of their own. */
const arnsOf = (operands: readonly Operand[]): readonly string[] =>
  operands.filter(({ arn }) => parsePrincipal("AWS", arn).kind !== "unique-id").map(({ arn }) => arn);

const isUser = (policy: Policy, operand: Operand, facts: KeyFacts, left: BorneOut): boolean => {
  if (operand.kind === "account") return false;
  const held = heldBy(policy, operand, facts);
  return possibleUseActions(facts)
    .map(expandActions)
    .some((actions) => isSubset(actions, held) && left.has(operand, actions));
};

/** A permission set with a whole role, under no further condition, is told among users and administrators. */
const isWholeSet = ({ principal, may, when }: LimitedAccess): boolean =>
  principal.startsWith("sso/") &&
  when.length === 0 &&
  may.some((share) => share === "use" || share === "admin");

const setsMayDelete = (policy: Policy, facts: KeyFacts): boolean =>
  policy.statements.some((statement) => {
    const shares = limitedShares(statement, facts);
    return (
      shares !== undefined &&
      shares.sets.length > 0 &&
      shares.limits.length === 0 &&
      shares.may.includes("admin") &&
      isSubset(new Set(deletionActions), actionsIn(statement))
    );
  });

/** An account is no user, but the statement for use of the key may name it. */
const namedForUse = (policy: Policy, principal: string, facts: KeyFacts): boolean =>
  policy.statements.some(
    (statement) =>
      partOf(statement, facts) === "use" &&
      statement.principals.some(({ type, value }) => type === "AWS" && value === principal),
  );

const orphansIn = (policy: Policy): readonly string[] => [
  ...new Set(
    policy.statements.flatMap(({ principals }) => principals.filter(isDead).map(({ value }) => value)),
  ),
];
