import type { ClientConfig, Credentials } from "./client-options.ts";

const providers = new Map<string, Promise<Credentials>>();

/**
 * The credentials of a role, fetched once for all clients of a run: each client by itself would ask for an MFA code of
 * its own, and AWS takes a code only once (IAM User Guide, "Configuring MFA-protected API access"). `config` is that of
 * the client that comes first.
 */
export const sharedCredentials = (config: ClientConfig): Promise<Credentials> => {
  const key = JSON.stringify([config.profile, config.clientConfig?.endpoint]);
  const provider = providers.get(key) ?? provide(config);
  providers.set(key, provider);
  return provider;
};

const provide = async (config: ClientConfig): Promise<Credentials> => {
  const { STSClient } = await import("@aws-sdk/client-sts");
  return new STSClient(config).config.credentials;
};
