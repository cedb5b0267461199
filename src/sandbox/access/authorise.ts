import type { Call } from "../call.ts";
import { ApiError } from "../wire/api-error.ts";
import { globalContext, type Context } from "./context.ts";
import { accessDenied, denialMessage, type Denial } from "./denials.ts";
import { explicitIn, missingLid, ownLayers } from "./own-layers.ts";

/** Throws AccessDeniedException where the caller's IAM does not allow a KMS action that works on no key. */
export const authoriseKms = (call: Call, action: string, resource = "*", context: Context = {}): void => {
  const denial = deniedByIdentity(call, action, resource, context);
  if (denial) throw accessDenied(denialMessage(call.arn, action, resource, denial));
};

/** The same for IAM and STS, which call the error AccessDenied. */
export const authoriseIam = (call: Call, action: string, resource: string): void => {
  const denial = deniedByIdentity(call, action, resource, {});
  if (denial) throw new ApiError("AccessDenied", denialMessage(call.arn, action, resource, denial));
};

/**
 * What the caller's own side says alone: identity policies, boundary, session policy and the organization's. The root
 * user may do everything in its account that the organization lets it.
 */
export const deniedByIdentity = (
  call: Call,
  action: string,
  resource: string,
  context: Context,
): Denial | undefined => {
  const asked = { principal: call.arn, action, resource, context: { ...globalContext(call), ...context } };
  const own = ownLayers(call, asked);
  const explicit = explicitIn(own);
  if (explicit) return explicit;
  if (own.scp === "not-allowed") return { missing: "service-control" };
  if (call.credential.identity.kind === "root") return undefined;
  return own.identity === "allowed" ? missingLid(own) : { missing: "identity-based" };
};
