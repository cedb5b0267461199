import type { ContainedKey, Container } from "../container/contained.ts";
import { withFile } from "../shell/shell-word.ts";
import { RefusedError } from "../errors.ts";
import { noText } from "../output/no-text.ts";
import type { ReadDocument } from "./read-document.ts";

/** Throws RefusedError with the way round: `read-only-container`, `generated-file`, `no-policy-to-edit`; UsageError for what cannot be read. */
export const requireWritable = (
  label: string,
  key: ContainedKey,
  { readOnly }: Container,
  { text }: ReadDocument,
): void => {
  const { policy } = key;
  if (policy.state !== "policy" && !readOnly) throw noText(label, key, text);
  const why = (policy.state === "policy" ? policy.readOnly : undefined) ?? readOnly;
  if (!why) return;
  throw new RefusedError(why.code, `${label} cannot be changed in place: ${why.message}`, {
    hint: withFile(why.hint, label),
  });
};
