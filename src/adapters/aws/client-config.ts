import { endpointFor } from "./endpoint.ts";
import { usualPatience } from "./patience.ts";
import { type Profile, readProfile } from "./profile.ts";
import { sharedCredentials } from "./shared-credentials.ts";
import { type AwsService, type AwsSettings, chosenProfile, chosenRegion } from "./settings.ts";
import { WholeAnswers } from "./whole-answers.ts";
import type { ClientConfig, Endpoint } from "./client-options.ts";

/**
 * The configuration of a client. The SDK's own retries are off (`call.ts` owns them, within the contract's bounds),
 * its notices are silenced (nothing but our words may reach the terminal), and what does not answer, or does not end its answer, is
 * noticed in seconds; so are the services that the credentials come from.
 * With a role the credentials are that role's. Throws AwsError (`unknown-profile`) and UsageError (`bad-endpoint`).
 */
export const clientConfig = async (settings: AwsSettings, service: AwsService): Promise<ClientConfig> => {
  process.env["AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED"] = "true";
  const name = chosenProfile(settings);
  const region = chosenRegion(settings);
  const profile = await readProfile(settings);
  const to = (asked: AwsService): Endpoint => {
    const endpoint = endpointFor(settings, asked, profile);
    return { ...(endpoint !== undefined && { endpoint }), ignoreConfiguredEndpointUrls: true };
  };
  const takesRole = assumesRole(settings, profile);
  const requestHandler = new WholeAnswers(settings.patience ?? usualPatience);
  const config: ClientConfig = {
    ...(name !== undefined && { profile: name }),
    ...(region !== undefined && { region }),
    ...to(service),
    clientConfig: { requestHandler, ...(takesRole && to("sts")) },
    ...(settings.mfaCode && { mfaCodeProvider: settings.mfaCode }),
    maxAttempts: 1,
    requestHandler,
    logger: silent,
  };
  if (settings.credentials) return { ...config, credentials: await settings.credentials() };
  return settings.mfaCode && takesRole ? { ...config, credentials: await sharedCredentials(config) } : config;
};

/** True where the credentials come from STS; those of SSO come from elsewhere. */
const assumesRole = ({ environment }: AwsSettings, { values }: Profile): boolean =>
  values.has("role_arn") || environment["AWS_WEB_IDENTITY_TOKEN_FILE"] !== undefined;

const nothing = (): void => undefined;
const silent = { trace: nothing, debug: nothing, info: nothing, warn: nothing, error: nothing };
