import { UsageError } from "../errors.ts";
import { sandboxCredentials, type SandboxCredential } from "./seed/credentials.ts";

/** The environment that leads the AWS CLI and the SDKs to the sandbox, as one of its identities. */
export const environmentOf = (
  credential: SandboxCredential,
  url: string,
  region: string,
): Record<string, string> => ({
  AWS_ENDPOINT_URL: url,
  AWS_ACCESS_KEY_ID: credential.accessKeyId,
  AWS_SECRET_ACCESS_KEY: credential.secretAccessKey,
  ...(credential.sessionToken === undefined ? {} : { AWS_SESSION_TOKEN: credential.sessionToken }),
  AWS_REGION: region,
  AWS_DEFAULT_REGION: region,
  AWS_EC2_METADATA_DISABLED: "true",
});

/** The identity of that name. Throws UsageError. */
export const credentialNamed = (name: string): SandboxCredential => {
  const found = sandboxCredentials.find((credential) => credential.name === name);
  if (found) return found;
  throw new UsageError("unknown-sandbox-identity", `the sandbox has no identity ${name}`, {
    hint: `it has ${sandboxCredentials.map((credential) => credential.name).join(", ")}`,
  });
};
