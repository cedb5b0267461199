import { UsageError } from "../errors.ts";
import type { ContainedKey } from "../container/contained.ts";

/** Why there is no text of a key's policy. */
export const noText = (name: string, { policy }: ContainedKey): UsageError => {
  if (policy.state === "unknown") return new UsageError(policy.code, `${name}: ${policy.message}`);
  return new UsageError("no-such-key", `${name}: the key is to be deleted`, {
    hint: "kmspol diff FILE shows what it was",
  });
};
