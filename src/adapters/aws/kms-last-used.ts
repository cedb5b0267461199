import { GetKeyLastUsageCommand } from "@aws-sdk/client-kms";
import type { KeyUse } from "../../key-use.ts";
import type { Clock } from "../../ports.ts";
import type { KmsCall } from "./kms-client.ts";

/** Milliseconds between two questions: GetKeyLastUsage takes 5 a second (KMS Developer Guide, "Request quotas"). */
const pause = 220;

/** Asks for the last use of keys, one after the other, slower than the quota. Its function throws AwsError. */
export const lastUse = (call: KmsCall, clock: Clock): ((keyArn: string) => Promise<KeyUse>) => {
  let free = 0;
  const turn = async (): Promise<void> => {
    const now = clock.now().getTime();
    const at = Math.max(now, free);
    free = at + pause;
    if (at > now) await clock.sleep(at - now);
  };
  return async (keyArn) => {
    await turn();
    const { KeyLastUsage: last, TrackingStartDate: since } = await ask(call, keyArn);
    return {
      ...(last?.Timestamp && { at: last.Timestamp.toISOString() }),
      ...(last?.Operation !== undefined && { operation: last.Operation }),
      ...(since && { trackedSince: since.toISOString() }),
    };
  };
};

const ask = (call: KmsCall, keyArn: string) =>
  call("GetKeyLastUsage", keyArn, (client) => client.send(new GetKeyLastUsageCommand({ KeyId: keyArn })));
