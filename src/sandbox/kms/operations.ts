import type { Operation } from "../call.ts";
import { cancelKeyDeletion } from "./cancel-key-deletion.ts";
import { createAlias } from "./create-alias.ts";
import { createGrant } from "./create-grant.ts";
import { createKey } from "./create-key.ts";
import { decrypt } from "./decrypt.ts";
import { deleteAlias } from "./delete-alias.ts";
import { describeKey } from "./describe-key.ts";
import { disableKey } from "./disable-key.ts";
import { enableKey } from "./enable-key.ts";
import { encrypt } from "./encrypt.ts";
import { generateDataKey } from "./generate-data-key.ts";
import { getKeyLastUsage } from "./get-key-last-usage.ts";
import { getKeyPolicy } from "./get-key-policy.ts";
import { listAliases } from "./list-aliases.ts";
import { listGrants } from "./list-grants.ts";
import { listKeyPolicies } from "./list-key-policies.ts";
import { listKeys } from "./list-keys.ts";
import { listResourceTags } from "./list-resource-tags.ts";
import { generateMac, verifyMac } from "./message-authentication.ts";
import { putKeyPolicy } from "./put-key-policy.ts";
import { reEncrypt } from "./re-encrypt.ts";
import { revokeGrant } from "./revoke-grant.ts";
import { scheduleKeyDeletion } from "./schedule-key-deletion.ts";
import { tagResource } from "./tag-resource.ts";
import { trials } from "./trials.ts";
import { untagResource } from "./untag-resource.ts";
import { updateAlias } from "./update-alias.ts";
import { updateKeyDescription } from "./update-key-description.ts";

/** The KMS operations that the sandbox serves, by name. */
export const kmsOperations: ReadonlyMap<string, Operation> = new Map<string, Operation>([
  ...trials,
  ["CancelKeyDeletion", cancelKeyDeletion],
  ["CreateAlias", createAlias],
  ["CreateGrant", createGrant],
  ["CreateKey", createKey],
  ["Decrypt", decrypt],
  ["DeleteAlias", deleteAlias],
  ["DescribeKey", describeKey],
  ["DisableKey", disableKey],
  ["EnableKey", enableKey],
  ["Encrypt", encrypt],
  ["GenerateDataKey", generateDataKey(true)],
  ["GenerateDataKeyWithoutPlaintext", generateDataKey(false)],
  ["GenerateMac", generateMac],
  ["GetKeyLastUsage", getKeyLastUsage],
  ["GetKeyPolicy", getKeyPolicy],
  ["ListAliases", listAliases],
  ["ListGrants", listGrants],
  ["ListKeyPolicies", listKeyPolicies],
  ["ListKeys", listKeys],
  ["ListResourceTags", listResourceTags],
  ["PutKeyPolicy", putKeyPolicy],
  ["ReEncrypt", reEncrypt],
  ["RevokeGrant", revokeGrant],
  ["ScheduleKeyDeletion", scheduleKeyDeletion],
  ["TagResource", tagResource],
  ["UntagResource", untagResource],
  ["UpdateAlias", updateAlias],
  ["UpdateKeyDescription", updateKeyDescription],
  ["VerifyMac", verifyMac],
]);
