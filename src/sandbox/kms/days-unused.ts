import type { StoredKey } from "../state/types.ts";

const day = 24 * 60 * 60 * 1000;

/** What a request to delete or disable a key carries of its last use; a key that was never used counts from its creation. */
export const daysUnused = ({ lastUse, created }: Pick<StoredKey, "lastUse" | "created">, now: number) => ({
  "kms:TrailingDaysWithoutKeyUsage": String(Math.max(0, Math.floor((now - (lastUse?.at ?? created)) / day))),
});
