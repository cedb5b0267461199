import type { Call } from "../call.ts";
import type { StoredGrant, StoredKey } from "../state/types.ts";
import { granteeNames } from "./caller.ts";

/** True where a grant on the key lets the caller do this. `encryptionContext` is what the request carries. */
export const isGranted = (
  call: Call,
  key: StoredKey,
  action: string,
  encryptionContext: ReadonlyMap<string, string>,
): boolean => {
  const operation = action.replace(/^kms:/, "");
  const names = granteeNames(call);
  return key.grants.some(
    (grant) =>
      names.includes(grant.grantee) &&
      grant.operations.includes(operation) &&
      meetsConstraints(grant, encryptionContext),
  );
};

/** Constraints compare case-sensitively; DescribeKey and the like carry no encryption context (KMS API Reference). */
const meetsConstraints = (grant: StoredGrant, given: ReadonlyMap<string, string>): boolean => {
  const { equals, subset } = grant.constraints ?? {};
  return (
    (!equals || (equals.size === given.size && contains(given, equals))) &&
    (!subset || contains(given, subset))
  );
};

const contains = (whole: ReadonlyMap<string, string>, part: ReadonlyMap<string, string>): boolean =>
  [...part].every(([key, value]) => whole.get(key) === value);
