import { UsageError } from "../errors.ts";
import { accountIdIn } from "../policy/account-id.ts";
import type { KeyFacts } from "../policy/key-facts.ts";
import type { PermissionSet } from "../policy/permission-set.ts";

/**
 * Reads `sso/NAME` and `sso/NAME@ACCOUNT`; undefined for other words. Throws UsageError (`malformed-permission-set`,
 * `wildcard-in-principal`, `invalid-account-id`, `account-needed`).
 */
export const ssoOperand = (text: string, { account: own }: KeyFacts): PermissionSet | undefined => {
  const [, said] = /^sso\/(.*)$/s.exec(text) ?? [];
  if (said === undefined) return undefined;
  const [, name = said, typed] = /^(.*)@([\d-]+)$/s.exec(said) ?? [];
  refuseName(name, text);
  const account = typed === undefined ? undefined : accountIdIn(typed);
  if (typed !== undefined && account === undefined) throw noAccount(text);
  const owner = account ?? own;
  if (owner !== undefined) return { name, account: owner };
  throw new UsageError("account-needed", `the account of ${text} is not known`, {
    hint: `tell it with --account, or write ${text}@ACCOUNT`,
  });
};

/** Names of permission sets (IAM Identity Center API, "PermissionSet"). */
const refuseName = (name: string, text: string): void => {
  if (/[*?]/.test(name)) {
    throw new UsageError("wildcard-in-principal", `a permission set is named without wildcards: ${text}`, {
      hint: "name each permission set; the random ending of its role is left out by itself",
    });
  }
  const role = /(?:^|\/)AWSReservedSSO_(.+?)(?:_[0-9a-f]{16})?$/.exec(name)?.[1];
  if (role !== undefined) throw malformed(`${text} is the name of its role`, `write sso/${role}`);
  if (/^[\w+=,.@-]{1,32}$/.test(name)) return;
  throw malformed(
    `${text} names no permission set`,
    "write sso/NAME or sso/NAME@ACCOUNT, as IAM Identity Center calls it: at most 32 letters, digits and +=,.@_-",
  );
};

const malformed = (message: string, hint: string): UsageError =>
  new UsageError("malformed-permission-set", message, { hint });

const noAccount = (text: string): UsageError =>
  new UsageError("invalid-account-id", `${text} names no account: an account id is 12 digits`, {
    hint: "write sso/NAME@ACCOUNT",
  });
