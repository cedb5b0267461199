import { matchesWildcards } from "../access/evaluator/wildcard.ts";
import type { ConditionTest, Statement } from "../policy/model.ts";
import { parsePrincipal } from "../policy/principal.ts";
import type { Operand } from "./operand.ts";

// Keys that tell who calls, and that a request's caller settles (IAM User Guide, "AWS global condition context keys";
// KMS Developer Guide, "kms:CallerAccount"). aws:userid is known where the operand is a unique id itself.
const callerKeys = new Set([
  ...["kms:calleraccount", "aws:principalaccount", "aws:principalarn", "aws:principaltype"],
  ...["aws:username", "aws:userid", "aws:principalisawsservice"],
]);

// What else tells who calls, but only AWS knows of whom it is true.
const openKeys = /^aws:(principalorgid|principalorgpaths|principaltag\/.*|federatedprovider|sourceidentity)$/;

// In whose name a service acts (IAM User Guide, "The confused deputy problem").
const sourceKeys = new Set(["aws:sourceaccount", "aws:sourcearn"]);

const positive =
  /^(?:For(?:AnyValue|AllValues):)?(?:String(?:Equals|EqualsIgnoreCase|Like)|Arn(?:Equals|Like))(?:IfExists)?$/i;

/** True for a test of who calls, which can be decided of a principal by its name. */
export const isCallerTest = ({ key }: ConditionTest): boolean => callerKeys.has(key.toLowerCase());

/** True for a test of who calls of which only AWS knows for whom it holds: an organization, a tag. */
export const isOpenCallerTest = ({ key }: ConditionTest): boolean => openKeys.test(key.toLowerCase());

/** True where the test holds for the values that it lists. */
export const isPositive = ({ operator }: ConditionTest): boolean => positive.test(operator);

/** True where Allow or Deny is for everyone, but for those that NotPrincipal or a condition leaves out. */
export const isForEveryone = ({ principals, notPrincipal }: Statement): boolean =>
  notPrincipal || principals.some(({ type, value }) => type === "AWS" && value === "*");

/**
 * The values of a test that stand for this principal and nobody else: its ARN, its name, for an account its id and every
 * ARN in it. `sources`: the resources for which a service acts count as the account's, too.
 */
export const valuesFor = (test: ConditionTest, operand: Operand, sources = false): readonly string[] => {
  const key = test.key.toLowerCase();
  if (!isPositive(test) || !(callerKeys.has(key) || (sources && sourceKeys.has(key)))) return [];
  return test.values.filter((value) => isFor(key, value, operand));
};

const isFor = (key: string, value: string, { kind, arn, account }: Operand): boolean => {
  if (kind === "account") {
    return key.endsWith("arn") ? value.split(":")[4] === account : value === account;
  }
  if (key === "aws:principalarn") return value === arn;
  const principal = parsePrincipal("AWS", arn);
  if (key === "aws:username") return principal.kind === "user" && value === principal.name;
  const isItsId = principal.kind === "unique-id" && (value === arn || value.startsWith(`${arn}:`));
  return key === "aws:userid" && isItsId;
};

/** True where a test of aws:PrincipalArn holds for nobody of the account: each of its values is an ARN of another one. */
export const isForOthers = (test: ConditionTest, account: string): boolean =>
  isPositive(test) &&
  test.key.toLowerCase() === "aws:principalarn" &&
  test.values.every((value) => {
    const parts = value.split(":");
    return parts.length >= 6 && !matchesWildcards(parts[4] ?? "", account);
  });

/** True where the test tells this principal from the others of its account: not by a wildcard that takes all of them. */
export const singlesOut = (test: ConditionTest, { kind, arn }: Operand): boolean => {
  const key = test.key.toLowerCase();
  if (!isPositive(test) || !callerKeys.has(key)) return false;
  if (kind === "account") return /account$|arn$/.test(key);
  const named = parsePrincipal("AWS", arn);
  const name = "name" in named ? named.name : arn;
  return (
    /arn$|userid$|username$/.test(key) &&
    test.values.some((value) => {
      const last = value.split(/[/:]/).at(-1) ?? "";
      return last !== "*" && last !== "root" && (last === name || /[*?]/.test(last));
    })
  );
};
