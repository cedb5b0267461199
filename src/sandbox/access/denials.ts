import { ApiError } from "../wire/api-error.ts";

export type PolicyLayer =
  | "resource-based"
  | "identity-based"
  | "permissions-boundary"
  | "session"
  | "service-control"
  | "resource-control";

/** Why a call is refused: a Deny in a kind of policy, or no Allow in it. */
export type Denial = { readonly explicit: PolicyLayer } | { readonly missing: PolicyLayer };

/** AWS's words for a refused call (IAM User Guide, "Troubleshoot access denied error messages"). */
export const denialMessage = (arn: string, action: string, resource: string, denial: Denial): string => {
  const start = `User: ${arn} is not authorized to perform: ${action} on resource: ${resource}`;
  if ("explicit" in denial) return `${start} with an explicit deny in ${article(denial.explicit)}`;
  return `${start} because no ${names[denial.missing]} allows the ${action} action`;
};

/** The refusal of a caller, in the words of AWS. */
export const accessDenied = (message: string): ApiError => new ApiError("AccessDeniedException", message);

const names: Readonly<Record<PolicyLayer, string>> = {
  "resource-based": "resource-based policy",
  "identity-based": "identity-based policy",
  "permissions-boundary": "permissions boundary",
  session: "session policy",
  "service-control": "service control policy",
  "resource-control": "resource control policy",
};

const article = (layer: PolicyLayer): string =>
  layer === "identity-based" ? `an ${names[layer]}` : `a ${names[layer]}`;
