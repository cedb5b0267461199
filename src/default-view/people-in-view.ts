import type { KeyFacts } from "../policy/key-facts.ts";
import type { Policy } from "../policy/model.ts";
import { isNobody } from "../policy/nobody.ts";
import { parsePrincipal } from "../policy/principal.ts";
import { actionsIn, expandActions, isSubset } from "./action-set.ts";
import { administrators, isAdministrator, mayDelete, namedPrincipals } from "./administrators.ts";
import type { DefaultView } from "./default-view.ts";
import { heldBy } from "./holdings.ts";
import { type LimitedAccess, limitedAccess } from "./limits/limited-access.ts";
import { limitedShares } from "./limits/limited-shares.ts";
import type { Share } from "./limits/share.ts";
import { literalOperand, type Operand } from "./operand.ts";
import type { PolicyReading } from "./policy-reading.ts";
import { partOf } from "./recognise.ts";
import { adminBase, deletionActions, possibleUseActions } from "./rights.ts";

/** Users and roles of a policy by what they have, and what more is to be asked about them. */
export interface PeopleInView extends Pick<DefaultView, "admins" | "users" | "limited" | "adminsMayDelete"> {
  /** Whether somebody has, or is named for, the use of the key. */
  readonly hasUse: (principal: string) => boolean;
}

/** Who administers, who uses, and who has less, as far as the list of all access bears it out. Pure; throws nothing. */
export const peopleInView = (reading: PolicyReading): PeopleInView => {
  const { policy, facts, left } = reading;
  const everyone = literalOperand("*", facts);
  const admins = [...administrators(policy, facts).filter(isSomebody), everyone].filter(
    (operand) => isShownAsAdmin(policy, operand, facts) && left.has(operand, baseActions),
  );
  const users = [...namedPrincipals(policy, facts).filter(isSomebody), everyone].filter((operand) =>
    isUser(reading, operand),
  );
  const hasUse = (principal: string) =>
    users.some(({ arn }) => arn === principal) || namedForUse(policy, principal, facts);
  const shares = limitedAccess(policy, hasUse, left, facts);
  const sets = wholeSets(shares);
  return {
    admins: [...arnsOf(admins), ...sets("admin")],
    users: [...arnsOf(users), ...sets("use")],
    limited: shares.filter((entry) => !isWholeSet(entry) && !isNobodysArn(entry)),
    adminsMayDelete:
      admins.some((admin) => mayDelete(policy, admin, facts) && left.has(admin, deletionActions)) ||
      setsMayDelete(policy, facts),
    hasUse,
  };
};

const isSomebody = ({ arn }: Operand): boolean => !isNobody(arn);

const baseActions = expandActions(adminBase);

/** Administration never works across accounts (KMS API, "Cross-account use"), and accounts do not administer. */
const isShownAsAdmin = (policy: Policy, operand: Operand, facts: KeyFacts): boolean =>
  operand.kind !== "account" &&
  (operand.account === undefined || facts.account === undefined || operand.account === facts.account) &&
  isAdministrator(policy, operand, facts);

/** Dead ids have a list of their own. */
const arnsOf = (operands: readonly Operand[]): readonly string[] =>
  operands.filter(({ arn }) => parsePrincipal("AWS", arn).kind !== "unique-id").map(({ arn }) => arn);

const isUser = ({ policy, facts, left }: PolicyReading, operand: Operand): boolean => {
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

const wholeSets =
  (shares: readonly LimitedAccess[]) =>
  (share: Share): readonly string[] =>
    shares
      .filter((entry) => isWholeSet(entry) && entry.may.includes(share))
      .map(({ principal }) => principal);

const isNobodysArn = ({ principal }: LimitedAccess): boolean =>
  principal.startsWith("arn:") && isNobody(principal);

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
