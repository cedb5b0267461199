/** One operation to be tried with DryRun. */
export interface Trial {
  /** `kms:Decrypt`. */
  readonly action: string;
  readonly spec: string | undefined;
  readonly encryptionContext: Readonly<Record<string, string>>;
  /** ARN of the caller: a trial of CreateGrant needs a grantee. */
  readonly caller: string;
}

/** What KMS said to a trial; `because` is its reason for a no, or why it could not be asked. */
export type TrialAnswer =
  { readonly says: "allowed" } | { readonly says: "denied" | "not-tried"; readonly because: string };
