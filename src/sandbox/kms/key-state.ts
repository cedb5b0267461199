import type { StoredKey } from "../state/types.ts";
import { ApiError } from "../wire/api-error.ts";

/** Key states and operations: the table of the KMS Developer Guide, "Key states of AWS KMS keys". */

/** For TagResource, CreateAlias and the like: everything but a key on its way out. */
export const refusePendingDeletion = (key: StoredKey): void => {
  if (key.state === "PendingDeletion") throw invalidState(key, "is pending deletion");
};

/** For CreateGrant and the cryptographic operations: only an enabled key. */
export const requireEnabled = (key: StoredKey): void => {
  refusePendingDeletion(key);
  if (key.state === "PendingImport") throw invalidState(key, "is pending import");
  if (key.state === "Disabled") throw new ApiError("DisabledException", `${key.arn} is disabled.`);
};

/** Throws ApiError where the deletion of the key is not pending. */
export const requirePendingDeletion = (key: StoredKey): void => {
  if (key.state !== "PendingDeletion") throw invalidState(key, "is not pending deletion");
};

/** Throws where AWS owns the management of the key: `aws/s3` and its like take no policy, tags or deletion. */
export const requireCustomerManaged = (key: StoredKey): void => {
  if (key.manager === "AWS") {
    throw new ApiError(
      "UnsupportedOperationException",
      `${key.arn} is an AWS managed key: its policy and state are AWS's.`,
    );
  }
};

const invalidState = (key: StoredKey, what: string): ApiError =>
  new ApiError("KMSInvalidStateException", `${key.arn} ${what}.`);
