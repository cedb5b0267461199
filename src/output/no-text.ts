import { UsageError } from "../errors.ts";
import type { ContainedKey } from "../container/contained.ts";
import { positionAt } from "../policy/text/position.ts";

/** Why there is no text of a key's policy, and where its document says so. */
export const noText = (name: string, { policy }: ContainedKey, document: string): UsageError => {
  if (policy.state === "unknown") {
    const hasPlace = /\blines? \d/.test(policy.message);
    const place = hasPlace ? "" : `line ${positionAt(document, policy.at).line}: `;
    return new UsageError(policy.code, `${name}: ${place}${policy.message}`);
  }
  return new UsageError("no-such-key", `${name}: the key is to be deleted`, {
    hint: "kmspol diff FILE shows what it was",
  });
};
