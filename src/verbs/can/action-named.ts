import { nearest } from "../../check/nearest.ts";
import { UsageError } from "../../errors.ts";
import { kmsActionNamed, kmsActions, mayBeNewAction } from "../../policy/kms-actions.ts";

/**
 * `kms:Name` in its right spelling; a name that no table knows is taken as it is, as AWS may have it. Throws UsageError
 * (`unknown-action`) for what cannot be an action, or is nearly a known one.
 */
export const actionNamed = (text: string): string => {
  const action = kmsActionNamed(text);
  if (action) return `kms:${action.name}`;
  const near = nearest(
    text.replace(/^kms:/i, ""),
    kmsActions.map(({ name }) => name),
  );
  if (near === undefined && mayBeNewAction(text)) return `kms:${text.slice(4)}`;
  throw new UsageError("unknown-action", `"${text}" is no KMS action`, {
    hint:
      near === undefined
        ? "write one action such as kms:Decrypt, without wildcards"
        : `did you mean kms:${near}?`,
  });
};
