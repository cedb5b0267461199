/** The Sids of the statements that the console writes (KMS Developer Guide, default key policy). */
export const consoleSids: ReadonlySet<string> = new Set([
  "Enable IAM User Permissions",
  "Allow access for Key Administrators",
  "Allow use of the key",
  "Allow attachment of persistent resources",
]);
