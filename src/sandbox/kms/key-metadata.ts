import { multiRegionType } from "../access/key-facts.ts";
import { keyArn } from "../state/lookup.ts";
import type { StoredKey } from "../state/types.ts";
import type { Output } from "../wire/request.ts";
import { algorithmsOf } from "./algorithms.ts";

/** `KeyMetadata` of DescribeKey, CreateKey and ReplicateKey. */
export const keyMetadata = (key: StoredKey): Output => ({
  AWSAccountId: key.account,
  KeyId: key.id,
  Arn: key.arn,
  CreationDate: new Date(key.created),
  Enabled: key.state === "Enabled",
  Description: key.description,
  KeyUsage: key.usage,
  KeyState: key.state,
  DeletionDate: key.deletion === undefined ? undefined : new Date(key.deletion),
  Origin: key.origin,
  KeyManager: key.manager,
  CustomerMasterKeySpec: key.spec,
  KeySpec: key.spec,
  ...algorithmsOf(key.spec, key.usage),
  MultiRegion: key.related !== undefined,
  MultiRegionConfiguration: multiRegionConfiguration(key),
});

const multiRegionConfiguration = (key: StoredKey): Output | undefined => {
  const [primary, ...replicas] = key.related ?? [];
  if (primary === undefined) return undefined;
  const place = (region: string) => ({ Arn: keyArn(key.account, region, key.id), Region: region });
  return {
    MultiRegionKeyType: multiRegionType(key),
    PrimaryKey: place(primary),
    ReplicaKeys: replicas.map(place),
  };
};
