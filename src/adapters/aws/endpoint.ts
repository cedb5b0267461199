import { UsageError } from "../../errors.ts";
import type { Profile } from "./profile.ts";
import type { AwsService, AwsSettings } from "./settings.ts";

/**
 * Where a service is reached, in the order of the AWS CLI (AWS SDKs and Tools Reference Guide, "Service-specific
 * endpoints"): `--endpoint-url`; AWS_ENDPOINT_URL_KMS and the like; AWS_ENDPOINT_URL; the profile's services section; its
 * endpoint_url. Undefined: where AWS is. The SDK would ask the files about AWS_PROFILE only, and where a profile was
 * given by flag, about `default`. Throws UsageError (`bad-endpoint`) for what is no URL.
 */
export const endpointFor = (
  settings: AwsSettings,
  service: AwsService,
  profile: Profile,
): string | undefined => endpointInUse(settings, service, profile)?.url;

/** An endpoint that somebody set, and where. */
export interface EndpointInUse {
  readonly url: string;
  /** `--endpoint-url`, `AWS_ENDPOINT_URL`, … */
  readonly place: string;
}

/** The endpoint with the place that counts, for messages; otherwise as `endpointFor`. */
export const endpointInUse = (
  settings: AwsSettings,
  service: AwsService,
  profile: Profile,
): EndpointInUse | undefined => {
  const given = ofFlag(settings, service);
  if (given !== undefined) return { url: given, place: "--endpoint-url" };
  if (ignoresConfigured(settings, profile)) return undefined;
  const { environment } = settings;
  const variable = `AWS_ENDPOINT_URL_${service.toUpperCase()}`;
  const places = [
    [variable, environment[variable]],
    ["AWS_ENDPOINT_URL", environment["AWS_ENDPOINT_URL"]],
    [`the services section's ${service} endpoint_url`, profile.services.get(`${service}.endpoint_url`)],
    ["the profile's endpoint_url", profile.values.get("endpoint_url")],
  ] as const;
  for (const [place, url] of places)
    if (url !== undefined && url !== "") return { url: webUrl(url, place), place };
  return undefined;
};

/**
 * `--endpoint-url` is meant for KMS; a test server answers for STS and IAM at the same URL, an endpoint of AWS (a VPC
 * endpoint, a FIPS one) does not.
 */
const ofFlag = ({ endpointUrl }: AwsSettings, service: AwsService): string | undefined => {
  if (endpointUrl === undefined || endpointUrl === "") return undefined;
  const { hostname } = new URL(webUrl(endpointUrl, "--endpoint-url"));
  const ofAws = /(^|\.)(amazonaws\.com(\.cn)?|amazonaws\.eu|api\.aws)$/.test(hostname);
  return service === "kms" || !ofAws ? endpointUrl : undefined;
};

const ignoresConfigured = ({ environment }: AwsSettings, { values }: Profile): boolean => {
  const variable = environment["AWS_IGNORE_CONFIGURED_ENDPOINT_URLS"];
  const said =
    variable === undefined || variable === "" ? values.get("ignore_configured_endpoint_urls") : variable;
  return said?.toLowerCase() === "true";
};

const webUrl = (text: string, place: string): string => {
  if (URL.canParse(text) && ["http:", "https:"].includes(new URL(text).protocol)) return text;
  throw new UsageError("bad-endpoint", `${place} ${text} is no http or https URL`, {
    hint: "write it whole, such as http://127.0.0.1:4566",
  });
};
