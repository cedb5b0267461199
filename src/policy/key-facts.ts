/** How the user named a key or a policy file: the operand, and the flags that a later command needs to find the same. */
export interface TypedTarget {
  readonly operand: string;
  readonly flags: readonly string[];
}

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
  /** ARNs of the other keys of a multi-Region key, primary and replicas. */
  readonly relatedArns?: readonly string[] | undefined;
  /** For the commands that hints propose. */
  readonly typed?: TypedTarget | undefined;
}
