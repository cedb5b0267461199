import type { ConditionTest, Statement } from "../../policy/model.ts";
import { parsePrincipal } from "../../policy/principal.ts";
import { type PermissionSet, permissionSetOf } from "../../policy/permission-set.ts";
import type { Operand } from "../operand.ts";

/** The test by which an account's principal lets in a permission set alone; none for other operands. */
export const callerTests = ({ kind, arn }: Operand): readonly ConditionTest[] =>
  kind === "sso" ? [{ operator: "ArnLike", key: "aws:PrincipalArn", values: [arn] }] : [];

/** What the Sid says of a permission set: letters, digits and blanks. */
export const setTitle = ({ kind, arn }: Operand): string =>
  kind === "sso"
    ? ` for sso ${(permissionSetOf(arn)?.name ?? "").replaceAll(/[^A-Za-z0-9]+/g, " ").trim()}`
    : "";

/** True for a test that lets permission sets in, and nobody else. */
export const isSetTest = ({ operator, key, values }: ConditionTest): boolean =>
  /^(arn|string)like$/i.test(operator) &&
  key.toLowerCase() === "aws:principalarn" &&
  values.length > 0 &&
  values.every((value) => permissionSetOf(value) !== undefined);

/** The permission sets that a statement lets in by an account's principal; none where it lets in others too. */
export const setsIn = ({ conditions, principals, notPrincipal }: Statement): readonly PermissionSet[] => {
  const [test, ...others] = conditions.filter(isSetTest);
  if (test === undefined || others.length > 0 || notPrincipal) return [];
  const accounts = principals.map(({ type, value }) => parsePrincipal(type, value));
  return test.values.flatMap((value) => {
    const set = permissionSetOf(value);
    const isReached = accounts.every(({ kind }) => kind === "account");
    const owners = accounts.flatMap((one) => ("account" in one ? [one.account] : []));
    return set && isReached && owners.includes(set.account) ? [set] : [];
  });
};

/** True where the statement lets in the permission set that the operand is. */
export const isForSet = (statement: Statement, { arn }: Operand): boolean => {
  const wanted = permissionSetOf(arn);
  return setsIn(statement).some(({ name, account }) => name === wanted?.name && account === wanted.account);
};
