import type { Call } from "../call.ts";
import type { StoredGrant, StoredKey } from "../state/types.ts";
import { granteeNames } from "./caller.ts";

/** The grants on the key that let the caller do this. `encryptionContext` is what the request carries. */
export const grantsFor = (
  call: Call,
  key: StoredKey,
  action: string,
  encryptionContext: ReadonlyMap<string, string>,
): readonly StoredGrant[] => {
  const operation = action.replace(/^kms:/, "");
  const names = granteeNames(call);
  return key.grants.filter(
    (grant) =>
      names.includes(grant.grantee) &&
      grant.operations.includes(operation) &&
      (!carriesContext.test(operation) || meetsConstraints(grant, encryptionContext)),
  );
};

/** Constraints bind no operation that carries no encryption context, such as DescribeKey (KMS API Reference, "GrantConstraints"). */
const carriesContext = /^(Encrypt|Decrypt|GenerateDataKey\w*|ReEncrypt\w*|CreateGrant)$/;

/** Compares case-sensitively. */
const meetsConstraints = (grant: StoredGrant, given: ReadonlyMap<string, string>): boolean => {
  const { equals, subset } = grant.constraints ?? {};
  return (
    (!equals || (equals.size === given.size && contains(given, equals))) &&
    (!subset || contains(given, subset))
  );
};

const contains = (whole: ReadonlyMap<string, string>, part: ReadonlyMap<string, string>): boolean =>
  [...part].every(([key, value]) => whole.get(key) === value);
