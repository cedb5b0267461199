import type { KMSClientConfig } from "@aws-sdk/client-kms";

/** What gives a client its credentials, and fetches new ones before they run out. */
export type Credentials = NonNullable<KMSClientConfig["credentials"]>;

/** Where a client sends its requests. */
export type Endpoint = Pick<KMSClientConfig, "endpoint" | "ignoreConfiguredEndpointUrls">;

/**
 * The part of a client's configuration that all services share. The SDK hands `mfaCodeProvider` on to its credential
 * chain, and `clientConfig` to the client of STS that assumes a profile's role there.
 */
export type ClientConfig = Endpoint &
  Pick<KMSClientConfig, "profile" | "region" | "maxAttempts" | "requestHandler" | "logger"> & {
    mfaCodeProvider?: (serial: string) => Promise<string>;
    clientConfig?: Endpoint & Pick<KMSClientConfig, "requestHandler">;
    credentials?: Credentials;
  };
