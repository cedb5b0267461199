import type { IncomingHttpHeaders } from "node:http";

/** What the sandbox reads out of a Signature Version 4: who and where. The signature itself is not verified. */
export interface CredentialScope {
  readonly accessKeyId: string;
  readonly region: string;
  readonly service: string;
}

const credential = /^AWS4-HMAC-SHA256\s+.*Credential=([^/,\s]+)\/\d{8}\/([^/,\s]+)\/([^/,\s]+)\/aws4_request/;

/** The credential scope of the Authorization header, or undefined where there is none. */
export const credentialScope = (headers: IncomingHttpHeaders): CredentialScope | undefined => {
  const [, accessKeyId, region, service] = credential.exec(headers.authorization ?? "") ?? [];
  return accessKeyId && region && service ? { accessKeyId, region, service } : undefined;
};

/** The session token, where the credentials are temporary. */
export const sessionToken = (headers: IncomingHttpHeaders): string | undefined => {
  const token = headers["x-amz-security-token"];
  return Array.isArray(token) ? token[0] : token;
};
