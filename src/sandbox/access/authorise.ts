import type { Call } from "../call.ts";
import { ApiError } from "../wire/api-error.ts";
import { identityPolicies } from "./caller.ts";
import { globalContext, type Context } from "./context.ts";
import { accessDenied, denialMessage, type Denial } from "./denials.ts";
import { decideIdentity } from "./policy-decision.ts";

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

/** What identity and session policies say alone. The root user may do everything in its account. */
export const deniedByIdentity = (
  call: Call,
  action: string,
  resource: string,
  context: Context,
): Denial | undefined => {
  const { identity } = call.credential;
  if (identity.kind === "root") return undefined;
  const asked = { principal: call.arn, action, resource, context: { ...globalContext(call), ...context } };
  const decision = decideIdentity(identityPolicies(call.state, identity), asked);
  if (decision !== "allowed") return denialOf(decision, "identity-based");
  if (identity.kind !== "session" || identity.sessionPolicy === undefined) return undefined;
  const session = decideIdentity([identity.sessionPolicy], asked);
  return session === "allowed" ? undefined : denialOf(session, "session");
};

const denialOf = (decision: "denied" | "not-allowed", layer: "identity-based" | "session"): Denial =>
  decision === "denied" ? { explicit: layer } : { missing: layer };
