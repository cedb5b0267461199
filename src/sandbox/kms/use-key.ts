import { authoriseKey } from "../access/authorise-key.ts";
import type { Call } from "../call.ts";
import type { StoredKey } from "../state/types.ts";
import { ApiError } from "../wire/api-error.ts";
import { textMap } from "../wire/json-parameters.ts";
import type { Input } from "../wire/request.ts";
import { aliasContext } from "./alias-context.ts";
import { endDryRun } from "./dry-run.ts";
import type { NamedKey } from "./find-key.ts";
import { requireEnabled } from "./key-state.ts";

/** What a cryptographic operation asks of its key. */
export interface Use {
  /** `kms:Decrypt`. */
  readonly action: string;
  readonly usage: string;
  /** Condition keys of its own. */
  readonly context?: Readonly<Record<string, string>>;
  /** Throws where what is asked does not fit the key; asked once the caller may use it. */
  readonly requireFit?: (key: StoredKey) => void;
}

/**
 * The key for one use: the caller may, the key is enabled and made for it. Notes the use for GetKeyLastUsage. Throws
 * AccessDeniedException, DisabledException, KMSInvalidStateException or InvalidKeyUsageException.
 */
export const useKey = (input: Input, call: Call, named: NamedKey, use: Use): StoredKey => {
  const { key } = named;
  authoriseKey(call, use.action, key, {
    context: { ...aliasContext(named), ...use.context },
    encryptionContext: textMap(input, "EncryptionContext"),
  });
  requireEnabled(key);
  if (key.usage !== use.usage) {
    const message = `${key.arn} key usage is ${key.usage} which is not valid for ${use.action.slice(4)}.`;
    throw new ApiError("InvalidKeyUsageException", message);
  }
  use.requireFit?.(key);
  endDryRun(input);
  key.lastUse = { operation: use.action.slice(4), at: call.now };
  return key;
};

/** Throws where a symmetric encryption key is needed: the sandbox encrypts with no other. */
export const requireSymmetric = (key: StoredKey): void => {
  if (key.spec === "SYMMETRIC_DEFAULT") return;
  throw new ApiError(
    "UnsupportedOperationException",
    `The sandbox does not encrypt with keys of spec ${key.spec}`,
  );
};
