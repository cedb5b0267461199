/** What KMS tells of a key's use for cryptography (KMS API Reference, "GetKeyLastUsage"). Times are in ISO 8601. */
export interface KeyUse {
  /** Absent: not used since KMS began to track it, which is not "never". */
  readonly at?: string;
  readonly operation?: string;
  /** From when on KMS tracks it: not before the key was made. */
  readonly trackedSince?: string;
}
