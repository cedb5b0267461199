import { authoriseKey } from "../access/authorise-key.ts";
import type { Operation } from "../call.ts";
import { keyNamed } from "./find-key.ts";

/** KMS tells of no use before. */
const trackedFrom = Date.UTC(2026, 3, 27);

/** `GetKeyLastUsage` of the KMS API. */
export const getKeyLastUsage: Operation = (input, call) => {
  const key = keyNamed(input, call);
  authoriseKey(call, "kms:GetKeyLastUsage", key);
  return {
    KeyId: key.arn,
    KeyCreationDate: new Date(key.created),
    TrackingStartDate: new Date(Math.max(key.created, trackedFrom)),
    KeyLastUsage: key.lastUse
      ? { Operation: key.lastUse.operation, Timestamp: new Date(key.lastUse.at) }
      : {},
  };
};
