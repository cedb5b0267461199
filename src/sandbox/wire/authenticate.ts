import { entityOf } from "../access/caller.ts";
import { sessionIn } from "../state/session-token.ts";
import type { Credential, SandboxState } from "../state/types.ts";
import { ApiError } from "./api-error.ts";
import { speaksJson, type WireRequest } from "./request.ts";
import { checkSignatureTime } from "./signature-time.ts";

/** KMS and the two Query services name the same faults differently (common errors of the API References). */
const names = {
  json: {
    missing: "MissingAuthenticationTokenException",
    unknown: "UnrecognizedClientException",
    expired: "ExpiredTokenException",
  },
  query: { missing: "MissingAuthenticationToken", unknown: "InvalidClientTokenId", expired: "ExpiredToken" },
} as const;

/** The credential behind a request. The access key, the session token and the date are looked at, not the signature. */
export const authenticate = (request: WireRequest, state: SandboxState, now: number): Credential => {
  const errors = speaksJson(request.service) ? names.json : names.query;
  if (request.accessKeyId === undefined) throw new ApiError(errors.missing, "Missing Authentication Token");
  const { accessKeyId, sessionToken } = request;
  const credential = state.credentials.get(accessKeyId) ?? sessionIn(accessKeyId, sessionToken);
  if (!credential || credential.sessionToken !== sessionToken || !isAlive(credential, state)) {
    throw new ApiError(errors.unknown, "The security token included in the request is invalid.");
  }
  if (request.signedAt !== undefined) checkSignatureTime(request.service, request.signedAt, Date.now());
  if (credential.expires !== undefined && credential.expires <= now) {
    throw new ApiError(errors.expired, "The security token included in the request is expired");
  }
  return credential;
};

/** A session dies with its role, and does not rise with a namesake. */
const isAlive = ({ identity }: Credential, state: SandboxState): boolean =>
  identity.kind !== "session" || entityOf(state, identity)?.id === identity.roleId;
