import type { Organization, OrganizationPolicy, OrganizationPolicyType } from "./types.ts";

/** Ids of the accounts of an organization, the management account first. */
export const accountsIn = ({ management, parents }: Organization): readonly string[] => [
  management,
  ...[...parents.keys()].filter((child) => /^\d{12}$/.test(child) && child !== management),
];

/** From the root to the account itself; empty for an account that is not of the organization. */
export const wayTo = ({ root, parents }: Organization, account: string): readonly string[] => {
  if (!parents.has(account)) return [];
  const way = [account];
  for (let at = parents.get(account); at !== undefined; at = at === root ? undefined : parents.get(at))
    way.unshift(at);
  return way;
};

/** The policies of a type that are attached right there. */
export const attachedTo = (
  { attachments, policies }: Organization,
  target: string,
  type: OrganizationPolicyType,
): readonly OrganizationPolicy[] =>
  [...(attachments.get(target) ?? [])].flatMap((id) => {
    const policy = policies.get(id);
    return policy?.type === type ? [policy] : [];
  });

/** Where in the organization an account is, as `aws:PrincipalOrgPaths` says it: `o-…/r-…/ou-…/`. */
export const pathOf = (organization: Organization, account: string): string =>
  `${[organization.id, ...wayTo(organization, account).slice(0, -1)].join("/")}/`;
