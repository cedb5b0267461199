import type { Operation } from "../call.ts";
import { accountsIn, attachedTo } from "../state/organization.ts";
import type { Organization, OrganizationPolicy, OrganizationPolicyType } from "../state/types.ts";
import { ApiError } from "../wire/api-error.ts";
import { text } from "../wire/json-parameters.ts";
import type { Input } from "../wire/request.ts";
import { organizationsPage } from "./page.ts";
import { ownOrganization, readableOrganization, requireIam } from "./reader.ts";
import {
  arnOf,
  policyTypes,
  shownAccount,
  shownPolicy,
  shownRoot,
  shownTarget,
  shownUnit,
} from "./shapes.ts";

/** Any account of the organization may ask this one. */
const describeOrganization: Operation = (_input, call) => {
  requireIam(call, "organizations:DescribeOrganization");
  const organization = ownOrganization(call);
  return {
    Organization: {
      Id: organization.id,
      Arn: arnOf(organization, "organization/{o}"),
      FeatureSet: "ALL",
      MasterAccountArn: arnOf(organization, `account/{o}/${organization.management}`),
      MasterAccountId: organization.management,
      MasterAccountEmail: `${organization.management}@example.com`,
      AvailablePolicyTypes: [],
    },
  };
};

const listRoots: Operation = (input, call) => {
  const organization = readableOrganization(call, "organizations:ListRoots");
  return organizationsPage(input, "Roots", [organization], shownRoot);
};

const listParents: Operation = (input, call) => {
  const { root, parents } = readableOrganization(call, "organizations:ListParents");
  const parent = parents.get(text(input, "ChildId", { max: 68 }));
  if (parent === undefined)
    throw missing("ChildNotFoundException", "an organizational unit or account", "ChildId");
  const Type = parent === root ? "ROOT" : "ORGANIZATIONAL_UNIT";
  return organizationsPage(input, "Parents", [parent], (Id) => ({ Id, Type }));
};

const listUnits: Operation = (input, call) => {
  const organization = readableOrganization(call, "organizations:ListOrganizationalUnitsForParent");
  const units = childrenOf(organization, parentGiven(input, organization)).filter((id) =>
    id.startsWith("ou-"),
  );
  return organizationsPage(input, "OrganizationalUnits", units, (id) => shownUnit(organization, id));
};

const listAccounts: Operation = (input, call) => {
  const organization = readableOrganization(call, "organizations:ListAccountsForParent");
  const accounts = childrenOf(organization, parentGiven(input, organization)).filter((id) => /^\d/.test(id));
  return organizationsPage(input, "Accounts", accounts, (id) => shownAccount(organization, id));
};

const childrenOf = ({ parents }: Organization, parent: string): readonly string[] =>
  [...parents].filter(([, other]) => other === parent).map(([child]) => child);

const parentGiven = (input: Input, { root, parents }: Organization): string => {
  const parent = text(input, "ParentId", { max: 100 });
  if (parent === root || parents.has(parent)) return parent;
  throw missing("ParentNotFoundException", "a root or organizational unit", "ParentId");
};

const typeGiven = (input: Input): OrganizationPolicyType =>
  text(input, "Filter", { oneOf: policyTypes }) as OrganizationPolicyType;

const listPolicies: Operation = (input, call) => {
  const organization = readableOrganization(call, "organizations:ListPolicies");
  const type = typeGiven(input);
  const policies = [...organization.policies.values()].filter((policy) => policy.type === type);
  return organizationsPage(input, "Policies", policies, (policy) => shownPolicy(organization, policy));
};

const listPoliciesForTarget: Operation = (input, call) => {
  const organization = readableOrganization(call, "organizations:ListPoliciesForTarget");
  const target = text(input, "TargetId", { max: 100 });
  const known = [organization.root, ...organization.parents.keys(), ...accountsIn(organization)];
  if (!known.includes(target)) throw missing("TargetNotFoundException", "a root, OU, or account", "TargetId");
  const policies = attachedTo(organization, target, typeGiven(input));
  return organizationsPage(input, "Policies", policies, (policy) => shownPolicy(organization, policy));
};

const listTargetsForPolicy: Operation = (input, call) => {
  const organization = readableOrganization(call, "organizations:ListTargetsForPolicy");
  const { id } = policyGiven(input, organization);
  const targets = [...organization.attachments].filter(([, ids]) => ids.has(id)).map(([target]) => target);
  return organizationsPage(input, "Targets", targets, (target) => shownTarget(organization, target));
};

const describePolicy: Operation = (input, call) => {
  const organization = readableOrganization(call, "organizations:DescribePolicy");
  const policy = policyGiven(input, organization);
  return { Policy: { PolicySummary: shownPolicy(organization, policy), Content: policy.text } };
};

const policyGiven = (input: Input, { policies }: Organization): OrganizationPolicy => {
  const policy = policies.get(text(input, "PolicyId", { max: 130 }));
  if (policy) return policy;
  throw missing("PolicyNotFoundException", "a policy", "PolicyId");
};

const missing = (code: string, what: string, parameter: string): ApiError =>
  new ApiError(code, `We can't find ${what} with the ${parameter} that you specified.`);

/** The Organizations operations that the sandbox serves, by name: reads alone. */
export const organizationsOperations: ReadonlyMap<string, Operation> = new Map([
  ["DescribeOrganization", describeOrganization],
  ["DescribePolicy", describePolicy],
  ["ListAccountsForParent", listAccounts],
  ["ListOrganizationalUnitsForParent", listUnits],
  ["ListParents", listParents],
  ["ListPolicies", listPolicies],
  ["ListPoliciesForTarget", listPoliciesForTarget],
  ["ListRoots", listRoots],
  ["ListTargetsForPolicy", listTargetsForPolicy],
]);
