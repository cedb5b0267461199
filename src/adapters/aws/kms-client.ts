import { KMSClient } from "@aws-sdk/client-kms";
import { callAws } from "./call.ts";
import { type AwsRequest } from "./aws-request.ts";
import { clientConfig } from "./client-config.ts";
import { type AwsSettings, chosenRegion, settingsFor } from "./settings.ts";

/** Runs one KMS request: `about` is the key or alias that it is for; an ARN's Region decides which endpoint is asked. */
export type KmsCall = <Output>(
  operation: string,
  about: string,
  send: (client: KMSClient) => Promise<Output>,
  options?: Pick<AwsRequest, "once" | "beforeRetry">,
) => Promise<Output>;

/** KMS through the SDK: one client a Region, made when it is first needed and kept for its connections. */
export const createKmsCall = (settings: AwsSettings): KmsCall => {
  const clients = new Map<string, Promise<KMSClient>>();
  const clientFor = (local: AwsSettings): Promise<KMSClient> => {
    const region = chosenRegion(local) ?? "";
    const client = clients.get(region) ?? connect(local);
    clients.set(region, client);
    return client;
  };
  return async (operation, about, send, options) => {
    const local = settingsFor(settings, about);
    const client = await clientFor(local);
    const request = { operation: `kms:${operation}`, about, ...options };
    return callAws(local, request, client, send);
  };
};

const connect = async (settings: AwsSettings): Promise<KMSClient> => {
  return new KMSClient(await clientConfig(settings, "kms"));
};
