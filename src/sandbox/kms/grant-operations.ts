import { kmsActions } from "../../policy/kms-actions.ts";

/** The operations that a grant can give, by name. */
export const grantOperations: readonly string[] = kmsActions
  .filter(({ grantable }) => grantable)
  .map(({ name }) => name);
