import { GetKeyLastUsageCommand } from "@aws-sdk/client-kms";
import { KmspolError } from "../../errors.ts";
import type { KmsCall } from "./kms-client.ts";

/** When the key was last used for cryptography; undefined where KMS does not tell (not offered, not allowed, never). */
export const lastUsed = async (call: KmsCall, keyArn: string): Promise<Date | undefined> => {
  try {
    const usage = await call("GetKeyLastUsage", keyArn, (client) =>
      client.send(new GetKeyLastUsageCommand({ KeyId: keyArn })),
    );
    return usage.KeyLastUsage?.Timestamp;
  } catch (error) {
    if (error instanceof KmspolError) return undefined;
    throw error;
  }
};
