import type { Organization, OrganizationPolicy, OrganizationPolicyType } from "../state/types.ts";
import type { Output } from "../wire/request.ts";

/** How Organizations names its things (Organizations API Reference). */

export const policyTypes = ["SERVICE_CONTROL_POLICY", "RESOURCE_CONTROL_POLICY"] as const;

/** The ARN of a part of the organization; `{o}` in `what` stands for its id. */
export const arnOf = ({ id, management }: Organization, what: string): string =>
  `arn:aws:organizations::${management}:${what.replace("{o}", id)}`;

/** The root as the API shows it. */
export const shownRoot = (organization: Organization): Output => ({
  Id: organization.root,
  Arn: arnOf(organization, `root/{o}/${organization.root}`),
  Name: "Root",
  PolicyTypes: [...organization.enabled].map((Type: OrganizationPolicyType) => ({ Type, Status: "ENABLED" })),
});

/** An organizational unit as the API shows it. */
export const shownUnit = (organization: Organization, Id: string): Output => ({
  Id,
  Arn: arnOf(organization, `ou/{o}/${Id}`),
  Name: Id,
});

/** An account as the API shows it. */
export const shownAccount = (organization: Organization, Id: string): Output => ({
  Id,
  Arn: arnOf(organization, `account/{o}/${Id}`),
  Email: `${Id}@example.com`,
  Name: Id,
  Status: "ACTIVE",
  JoinedMethod: Id === organization.management ? "INVITED" : "CREATED",
});

/** The summary of a policy as the API shows it. */
export const shownPolicy = (organization: Organization, policy: OrganizationPolicy): Output => ({
  Id: policy.id,
  Arn: arnOf(organization, `policy/{o}/${policy.type.toLowerCase()}/${policy.id}`),
  Name: policy.name,
  Description: "",
  Type: policy.type,
  AwsManaged: policy.awsManaged,
});

/** Roots, units and accounts as ListTargetsForPolicy tells them. */
export const shownTarget = (organization: Organization, target: string): Output => {
  const type = target.startsWith("r-")
    ? "ROOT"
    : target.startsWith("ou-")
      ? "ORGANIZATIONAL_UNIT"
      : "ACCOUNT";
  const place = { ROOT: "root", ORGANIZATIONAL_UNIT: "ou", ACCOUNT: "account" }[type];
  return { TargetId: target, Arn: arnOf(organization, `${place}/{o}/${target}`), Name: target, Type: type };
};
