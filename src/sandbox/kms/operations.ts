import type { Operation } from "../call.ts";
import { cancelKeyDeletion } from "./cancel-key-deletion.ts";
import { createAlias } from "./create-alias.ts";
import { createKey } from "./create-key.ts";
import { deleteAlias } from "./delete-alias.ts";
import { describeKey } from "./describe-key.ts";
import { disableKey } from "./disable-key.ts";
import { enableKey } from "./enable-key.ts";
import { getKeyPolicy } from "./get-key-policy.ts";
import { listAliases } from "./list-aliases.ts";
import { listKeyPolicies } from "./list-key-policies.ts";
import { listKeys } from "./list-keys.ts";
import { listResourceTags } from "./list-resource-tags.ts";
import { putKeyPolicy } from "./put-key-policy.ts";
import { scheduleKeyDeletion } from "./schedule-key-deletion.ts";
import { tagResource } from "./tag-resource.ts";
import { untagResource } from "./untag-resource.ts";
import { updateAlias } from "./update-alias.ts";
import { updateKeyDescription } from "./update-key-description.ts";

/** The KMS operations that the sandbox serves, by name. */
export const kmsOperations: ReadonlyMap<string, Operation> = new Map([
  ["CancelKeyDeletion", cancelKeyDeletion],
  ["CreateAlias", createAlias],
  ["CreateKey", createKey],
  ["DeleteAlias", deleteAlias],
  ["DescribeKey", describeKey],
  ["DisableKey", disableKey],
  ["EnableKey", enableKey],
  ["GetKeyPolicy", getKeyPolicy],
  ["ListAliases", listAliases],
  ["ListKeyPolicies", listKeyPolicies],
  ["ListKeys", listKeys],
  ["ListResourceTags", listResourceTags],
  ["PutKeyPolicy", putKeyPolicy],
  ["ScheduleKeyDeletion", scheduleKeyDeletion],
  ["TagResource", tagResource],
  ["UntagResource", untagResource],
  ["UpdateAlias", updateAlias],
  ["UpdateKeyDescription", updateKeyDescription],
]);
