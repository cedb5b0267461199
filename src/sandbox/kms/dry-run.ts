import { ApiError } from "../wire/api-error.ts";
import { optionalFlag, optionalList } from "../wire/json-parameters.ts";
import type { Input } from "../wire/request.ts";

/**
 * Ends a call with `DryRun` where everything is known to be allowed and nothing is done yet: KMS tells a success by an
 * error (KMS Developer Guide, "Test your permissions").
 */
export const endDryRun = (input: Input): void => {
  if (optionalFlag(input, "DryRun") !== true) return;
  throw new ApiError(
    "DryRunOperationException",
    "The request would have succeeded, but the DryRun option is set.",
  );
};

/** True where a trial needs no ciphertext (KMS API Reference, Decrypt, `DryRunModifiers`). */
export const ignoresCiphertext = (input: Input): boolean =>
  optionalFlag(input, "DryRun") === true &&
  (optionalList(input, "DryRunModifiers") ?? []).includes("IGNORE_CIPHERTEXT");
