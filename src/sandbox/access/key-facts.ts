import type { KeyFacts } from "../../policy/key-facts.ts";
import { partition } from "../state/lookup.ts";
import type { StoredKey } from "../state/types.ts";

/** The part of a key that its policy is judged by; a key that is being created has no more yet. */
export type DescribedKey = Pick<
  StoredKey,
  "id" | "account" | "region" | "arn" | "tags" | "spec" | "usage" | "origin" | "state" | "manager" | "related"
>;

/** What the access engine wants to know of a key. */
export const factsOf = (key: DescribedKey): KeyFacts => ({
  account: key.account,
  partition,
  region: key.region,
  arn: key.arn,
  spec: key.spec,
  usage: key.usage,
  origin: key.origin,
  state: key.state,
  manager: key.manager,
  multiRegion: key.related !== undefined,
  multiRegionKeyType: multiRegionType(key),
});

/** The first of the related Regions holds the primary key. */
export const multiRegionType = (
  key: Pick<StoredKey, "related" | "region">,
): "PRIMARY" | "REPLICA" | undefined => {
  if (!key.related) return undefined;
  return key.related[0] === key.region ? "PRIMARY" : "REPLICA";
};
