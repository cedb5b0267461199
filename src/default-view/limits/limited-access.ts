import type { Condition } from "../../access/types.ts";
import type { KeyFacts } from "../../policy/key-facts.ts";
import type { Policy, Statement } from "../../policy/model.ts";
import { expandActions, without } from "../action-set.ts";
import { reading } from "../role-rights.ts";
import { haveSameTests } from "../condition-tests.ts";
import type { BorneOut } from "../borne-out.ts";
import { literalOperand } from "../operand.ts";
import { isOwnAccount } from "../recognise.ts";
import { possibleUseActions } from "../rights.ts";
import { type LimitedShares, limitedShares } from "./limited-shares.ts";
import { permissionSetWord } from "../../policy/permission-set.ts";
import { ssoOperand } from "../sso-operand.ts";
import { onlyRoles, possibleOnlyActions } from "./only-role.ts";
import { isDead } from "../prune.ts";
import { type Share, withoutDead } from "./share.ts";

/** Who has less than a whole role, or one under conditions. The field names are the contract of `--json`. */
export interface LimitedAccess {
  /** As the policy writes it, a permission set as `sso/NAME`, or `sso/NAME@ACCOUNT` of another account. */
  readonly principal: string;
  /** `use`, `admin`, or the words of `--only`. */
  readonly may: readonly Share[];
  /** All must hold; empty is always. */
  readonly when: readonly Condition[];
}

/**
 * The shares that the policy gives by name, one entry for each principal and its conditions, as far as the list of all
 * access bears them out. Who has the whole of a key user's rights is not told again to have a part of them.
 */
export const limitedAccess = (
  policy: Policy,
  hasUse: (principal: string) => boolean,
  left: BorneOut,
  facts: KeyFacts,
): readonly LimitedAccess[] => {
  const entries = policy.statements
    .flatMap((statement) => entriesOf(statement, facts))
    .filter((entry) => isLeft(entry, left, facts));
  const always = new Set(entries.filter(givesGrantsAlways).map(({ principal }) => principal));
  return entries.filter((entry) => isNews(entry, hasUse, always)).reduce(joined, []);
};

const givesGrantsAlways = ({ may, when }: LimitedAccess): boolean =>
  may.includes("grants") && when.length === 0;

/** To a key user grants under a condition are something more, unless the user has them `always`. */
const isNews = (
  { principal, may, when }: LimitedAccess,
  hasUse: (principal: string) => boolean,
  always: ReadonlySet<string>,
): boolean =>
  !hasUse(principal) ||
  may.includes("admin") ||
  (may.includes("grants") && when.length > 0 && !always.has(principal));

const entriesOf = (statement: Statement, facts: KeyFacts): readonly LimitedAccess[] => {
  const shares = limitedShares(statement, facts);
  if (!shares) return [];
  if (shares.sets.length > 0) {
    return shares.sets.map((set) => ({
      ...{ principal: permissionSetWord(set, facts.account), may: shares.may, when: whenOf(shares) },
    }));
  }
  return (
    statement.principals
      .filter((entry) => entry.type === "AWS" && entry.value !== "*" && !isDead(entry))
      // What the key's own account is given, its IAM policies can give on.
      .filter(({ type, value }) => !isOwnAccount(type, value, facts))
      .map(({ value }) => ({ principal: value, may: shares.may, when: whenOf(shares) }))
  );
};

const whenOf = ({ limits }: LimitedShares): readonly Condition[] =>
  limits.map(({ operator, key, values }) => ({ key, test: operator, values }));

const isLeft = ({ principal, may, when }: LimitedAccess, left: BorneOut, facts: KeyFacts): boolean => {
  const alive = (list: readonly string[]) =>
    without(expandActions(withoutDead(list, when.map(asTest))), reading);
  const set = principal.startsWith("sso/") ? ssoOperand(principal, facts) : undefined;
  if (set)
    return may.some((share) =>
      listsOf(share, facts).some((list) => left.inAccount(set.account, alive(list))),
    );
  const operand = literalOperand(principal, facts);
  if (operand.kind === "account") return left.accounts.has(operand.account ?? "");
  return may.some((share) => listsOf(share, facts).some((list) => left.has(operand, alive(list))));
};

const listsOf = (share: Share, facts: KeyFacts): readonly (readonly string[])[] => {
  if (share === "use") return possibleUseActions(facts);
  // Of administration anything that is left counts: what works on every key.
  return share === "admin" ? [["kms:PutKeyPolicy"]] : possibleOnlyActions(share, facts);
};

/** Adds an entry to that of the same principal under the same conditions. */
const joined = (entries: readonly LimitedAccess[], next: LimitedAccess): readonly LimitedAccess[] => {
  const twin = entries.find(
    ({ principal, when }) => principal === next.principal && isSameWhen(when, next.when),
  );
  if (!twin) return [...entries, next];
  const may = inOrder.filter((share) => twin.may.includes(share) || next.may.includes(share));
  return entries.map((entry) => (entry === twin ? { ...twin, may } : entry));
};

const inOrder: readonly Share[] = ["admin", "use", ...onlyRoles];

const isSameWhen = (a: readonly Condition[], b: readonly Condition[]): boolean =>
  haveSameTests(a.map(asTest), b.map(asTest));

const asTest = ({ key, test, values }: Condition) => ({ operator: test, key, values });
