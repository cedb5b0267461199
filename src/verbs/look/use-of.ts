import { KmspolError } from "../../errors.ts";
import type { KeyStore } from "../../ports.ts";
import type { LastUse } from "../../render/last-use.ts";

/** What KMS tells of a key's last use, or why it does not. */
export const useOf = async (store: KeyStore, keyArn: string): Promise<LastUse> => {
  try {
    return (await store.lastUse?.(keyArn)) ?? { notKnown: "this endpoint does not offer it" };
  } catch (error) {
    if (error instanceof KmspolError) return { notKnown: error.message };
    throw error;
  }
};
