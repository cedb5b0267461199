import type { KMSClientConfig } from "@aws-sdk/client-kms";
import { UsageError } from "../../errors.ts";
import { type AwsSettings, chosenProfile, chosenRegion } from "./settings.ts";

export type AwsService = "kms" | "sts" | "iam" | "cloudtrail";

/** The part of a client's configuration that all services share. The SDK hands `mfaCodeProvider` on to its credential chain. */
export type ClientConfig = Pick<
  KMSClientConfig,
  "profile" | "region" | "endpoint" | "maxAttempts" | "requestHandler" | "logger"
> & {
  mfaCodeProvider?: (serial: string) => Promise<string>;
};

/**
 * The configuration of a client. The SDK's own retries are off (`call.ts` owns them, within the contract's bounds),
 * its notices are silenced (nothing but our words may reach the terminal), and a dead endpoint is noticed in seconds.
 * Throws UsageError (`bad-endpoint`) where the endpoint is no URL.
 */
export const clientConfig = (settings: AwsSettings, service: AwsService): ClientConfig => {
  process.env["AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED"] = "true";
  const profile = chosenProfile(settings);
  const region = chosenRegion(settings);
  const endpoint = endpointFor(settings, service);
  return {
    ...(profile !== undefined && { profile }),
    ...(region !== undefined && { region }),
    ...(endpoint !== undefined && { endpoint }),
    ...(settings.mfaCode && { mfaCodeProvider: settings.mfaCode }),
    maxAttempts: 1,
    requestHandler: { connectionTimeout: 4000, requestTimeout: 6000, throwOnRequestTimeout: true },
    logger: silent,
  };
};

/**
 * The URL of `--endpoint-url` for a service. It is meant for KMS; a test server answers for STS and IAM at the same
 * URL, an endpoint of AWS (a VPC endpoint, a FIPS one) does not.
 */
const endpointFor = ({ endpointUrl }: AwsSettings, service: AwsService): string | undefined => {
  if (endpointUrl === undefined || endpointUrl === "") return undefined;
  const url = URL.canParse(endpointUrl) ? new URL(endpointUrl) : undefined;
  if (!url || !["http:", "https:"].includes(url.protocol)) {
    throw new UsageError("bad-endpoint", `--endpoint-url ${endpointUrl} is no http or https URL`, {
      hint: "write it whole, such as http://127.0.0.1:4566",
    });
  }
  const ofAws = /(^|\.)(amazonaws\.com(\.cn)?|amazonaws\.eu|api\.aws)$/.test(url.hostname);
  return service === "kms" || !ofAws ? endpointUrl : undefined;
};

const nothing = (): void => undefined;
const silent = { trace: nothing, debug: nothing, info: nothing, warn: nothing, error: nothing };
