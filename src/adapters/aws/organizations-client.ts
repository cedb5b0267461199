import { OrganizationsClient } from "@aws-sdk/client-organizations";
import { callAws } from "./call.ts";
import { clientConfig } from "./client-config.ts";
import type { AwsSettings } from "./settings.ts";

/** Runs one request of AWS Organizations about a root, unit, account or policy. */
export type OrganizationsCall = <Output>(
  operation: string,
  about: string,
  send: (client: OrganizationsClient) => Promise<Output>,
) => Promise<Output>;

/** Organizations through the SDK, with one client made when it is first needed. */
export const createOrganizationsCall = (settings: AwsSettings): OrganizationsCall => {
  let client: Promise<OrganizationsClient> | undefined;
  return async (operation, about, send) => {
    const made = await (client ??= connect(settings));
    return callAws(settings, { operation: `organizations:${operation}`, about }, made, send);
  };
};

const connect = async (settings: AwsSettings): Promise<OrganizationsClient> =>
  new OrganizationsClient(await clientConfig(settings, "organizations"));
