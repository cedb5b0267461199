import { deniedByIdentity } from "../access/authorise.ts";
import { accessDenied, denialMessage } from "../access/denials.ts";
import type { Call } from "../call.ts";
import { accountsIn } from "../state/organization.ts";
import type { Organization } from "../state/types.ts";
import { ApiError } from "../wire/api-error.ts";

/**
 * The organization for a caller who may read it whole: one of the management account whose IAM allows the call. Throws
 * AccessDeniedException for a member account, whatever its IAM says, as AWS does (Organizations API Reference).
 */
export const readableOrganization = (call: Call, action: string): Organization => {
  const organization = ownOrganization(call);
  requireIam(call, action);
  if (organization.management === call.account) return organization;
  throw accessDenied("You don't have permissions to access this resource.");
};

/** The organization of the caller's account. Throws AWSOrganizationsNotInUseException where it is in none. */
export const ownOrganization = ({ state, account }: Call): Organization => {
  const { organization } = state;
  if (organization && accountsIn(organization).includes(account)) return organization;
  throw new ApiError("AWSOrganizationsNotInUseException", "Your account is not a member of an organization.");
};

/** Throws AccessDeniedException where the caller's IAM does not allow the call. */
export const requireIam = (call: Call, action: string): void => {
  const denial = deniedByIdentity(call, action, "*", {});
  if (denial) throw accessDenied(denialMessage(call.arn, action, "*", denial));
};
