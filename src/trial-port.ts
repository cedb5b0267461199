/** One operation to be tried with DryRun. */
export interface Trial {
  /** `kms:Decrypt`. */
  readonly action: string;
  readonly spec: string | undefined;
  readonly encryptionContext: Readonly<Record<string, string>>;
  /** The condition keys that its parameters make: `kms:SigningAlgorithm` says with which algorithm. */
  readonly carries: Readonly<Record<string, string | readonly string[]>>;
}

/** What KMS said to a trial; `because` is its reason for a no, or why it could not be asked; `tried` is what was asked. */
export type TrialAnswer = { readonly tried?: string } & (
  { readonly says: "allowed" } | { readonly says: "denied" | "not-tried"; readonly because: string }
);
