import type { Organization, OrganizationPolicy, OrganizationPolicyType } from "../state/types.ts";
import { mainAccount, managementAccount } from "./accounts.ts";

const everything = { Effect: "Allow", Action: "*", Resource: "*" };

const full = (
  id: string,
  name: string,
  type: OrganizationPolicyType,
  statement: object,
): OrganizationPolicy => ({
  ...{ id, name, type, awsManaged: true },
  text: JSON.stringify({ Version: "2012-10-17", Statement: [statement] }),
});

/**
 * The organization that the sandbox starts with: the main account in one unit, the partner outside, and AWS's own two
 * policies, which leave everything as it is, attached to all of it.
 */
export const seedOrganization = (): Organization => {
  const [root, unit] = ["r-exam", "ou-exam-workload"];
  const policies = [
    full("p-FullAWSAccess", "FullAWSAccess", "SERVICE_CONTROL_POLICY", everything),
    full("p-RCPFullAWSAccess", "RCPFullAWSAccess", "RESOURCE_CONTROL_POLICY", {
      ...everything,
      Principal: "*",
    }),
  ];
  const ids = policies.map(({ id }) => id);
  return {
    id: "o-exampleorg",
    management: managementAccount,
    root,
    enabled: new Set(["SERVICE_CONTROL_POLICY", "RESOURCE_CONTROL_POLICY"] as const),
    parents: new Map([
      [unit, root],
      [managementAccount, root],
      [mainAccount, unit],
    ]),
    policies: new Map(policies.map((policy) => [policy.id, policy])),
    attachments: new Map(
      [root, unit, managementAccount, mainAccount].map((target) => [target, new Set(ids)]),
    ),
  };
};
