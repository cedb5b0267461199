import { authoriseKey } from "../access/authorise-key.ts";
import type { Operation } from "../call.ts";
import { optionalInteger } from "../wire/json-parameters.ts";
import { daysUnused } from "./days-unused.ts";
import { keyNamed } from "./find-key.ts";
import { refusePendingDeletion, requireCustomerManaged } from "./key-state.ts";

const day = 24 * 60 * 60 * 1000;

/** `ScheduleKeyDeletion` of the KMS API. */
export const scheduleKeyDeletion: Operation = (input, call) => {
  const days = optionalInteger(input, "PendingWindowInDays", { min: 7, max: 30 }) ?? 30;
  const key = keyNamed(input, call);
  requireCustomerManaged(key);
  const context = {
    "kms:ScheduleKeyDeletionPendingWindowInDays": String(days),
    ...daysUnused(key, call.now),
  };
  authoriseKey(call, "kms:ScheduleKeyDeletion", key, { context });
  refusePendingDeletion(key);
  key.state = "PendingDeletion";
  key.deletion = call.now + days * day;
  return {
    KeyId: key.arn,
    DeletionDate: new Date(key.deletion),
    KeyState: key.state,
    PendingWindowInDays: days,
  };
};
