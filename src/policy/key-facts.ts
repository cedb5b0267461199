/** What is known about the key a policy belongs to. Absent members are not known: what depends on them is not decided. */
export interface KeyFacts {
  /** The 12 digits of the account that owns the key. */
  readonly account?: string | undefined;
  readonly partition?: string | undefined;
  readonly region?: string | undefined;
  /** `arn:PARTITION:kms:REGION:ACCOUNT:key/ID`. */
  readonly arn?: string | undefined;
  /** KeySpec of DescribeKey, such as `SYMMETRIC_DEFAULT`. */
  readonly spec?: string | undefined;
  /** KeyUsage of DescribeKey, such as `ENCRYPT_DECRYPT`. */
  readonly usage?: string | undefined;
  /** Origin of DescribeKey, such as `AWS_KMS`. */
  readonly origin?: string | undefined;
  readonly state?: string | undefined;
  readonly manager?: "CUSTOMER" | "AWS" | undefined;
  readonly multiRegion?: boolean | undefined;
  readonly multiRegionKeyType?: "PRIMARY" | "REPLICA" | undefined;
  /** Its aliases and tags, where they were looked up: IAM policies may ask for them, key policies never. */
  readonly aliases?: readonly string[] | undefined;
  readonly tags?: ReadonlyMap<string, string> | undefined;
  /** ARNs of the other keys of a multi-Region key, primary and replicas. */
  readonly relatedArns?: readonly string[] | undefined;
}

/**
 * The facts with what the key's ARN tells where nothing else does: partition, Region, owner, and whether the key is a multi-Region
 * key, whose ids alone begin with `mrk-` (KMS Developer Guide, "Multi-Region keys in AWS KMS").
 */
export const withArnFacts = (facts: KeyFacts): KeyFacts => {
  const [, partition, , region, account, resource] = facts.arn?.split(":") ?? [];
  return {
    ...facts,
    partition: facts.partition ?? partition,
    region: facts.region ?? region,
    account: facts.account ?? account,
    multiRegion: facts.multiRegion ?? resource?.startsWith("key/mrk-"),
  };
};

/** Whether the two say the same of a key, however it was named. What a key's ARN tells is the same as said. */
export const sameFacts = (one: KeyFacts, other: KeyFacts): boolean => factsText(one) === factsText(other);

const factsText = (facts: KeyFacts): string => {
  const { tags, ...said } = withArnFacts(facts);
  const members = Object.entries(said).sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify([Object.fromEntries(members), tags && [...tags]]);
};
