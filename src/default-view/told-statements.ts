import type { KeyFacts } from "../policy/key-facts.ts";
import type { PrincipalEntry, Statement } from "../policy/model.ts";
import { isNobody } from "../policy/nobody.ts";
import { permissionSetWord } from "../policy/permission-set.ts";
import { parsePrincipal } from "../policy/principal.ts";
import type { LimitedAccess } from "./limits/limited-access.ts";
import { limitedShares } from "./limits/limited-shares.ts";
import { isDead } from "./prune.ts";
import { isOwnAccount, partOf } from "./recognise.ts";

/** The lists that tell of a statement's principals. */
export interface Told {
  readonly admins: readonly string[];
  readonly users: readonly string[];
  readonly limited: readonly LimitedAccess[];
  readonly accounts: readonly string[];
  readonly services: readonly string[];
}

/** True for a statement of the console's parts, all of whose principals stand in the lists that tell of that part. */
export const isTold = (statement: Statement, told: Told, facts: KeyFacts): boolean => {
  const part = partOf(statement, facts);
  if (part === undefined) return false;
  return statement.principals.every((entry) => {
    if (part === "delegation") return isOwnAccount(entry.type, entry.value, facts);
    if (isDead(entry) || isToldAsNobody(entry)) return true;
    return part === "admin" ? told.admins.includes(entry.value) : isUserTold(entry, told);
  });
};

const isToldAsNobody = ({ type, value }: PrincipalEntry): boolean => type === "AWS" && isNobody(value);

/** True for a statement that gives shares, all of whose principals are told with them, or to have the whole. */
export const isToldAsShare = (
  statement: Statement,
  hasUse: (principal: string) => boolean,
  { limited, users, admins }: Told,
  facts: KeyFacts,
): boolean => {
  const shares = limitedShares(statement, facts);
  const named = [...limited.map(({ principal }) => principal), ...users, ...admins];
  if (shares && shares.sets.length > 0) {
    return shares.sets.every((set) => named.includes(permissionSetWord(set, facts.account)));
  }
  const isListed = (value: string) =>
    limited.some(({ principal }) => principal === value) ||
    (hasUse(value) && shares?.may.includes("admin") === false);
  return (
    shares !== undefined &&
    statement.principals.every(
      (entry) => isDead(entry) || isToldAsNobody(entry) || (entry.type === "AWS" && isListed(entry.value)),
    )
  );
};

const isUserTold = ({ type, value }: PrincipalEntry, { users, accounts, services }: Told): boolean => {
  const principal = parsePrincipal(type, value);
  if (principal.kind === "account") return accounts.includes(principal.account);
  return users.includes(value) || (type === "Service" && services.includes(value));
};
