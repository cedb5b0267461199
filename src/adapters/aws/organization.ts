import { DescribeOrganizationCommand, ListRootsCommand } from "@aws-sdk/client-organizations";
import type { NotRead } from "../../account-data-port.ts";
import { KmspolError } from "../../errors.ts";
import {
  attachedAnywhere,
  attachedTo,
  type PolicyType,
  policyTypes,
  readPolicies,
} from "./organization-policies.ts";
import { type Parents, waysUp, wholeTree } from "./organization-tree.ts";
import type { OrganizationsCall } from "./organizations-client.ts";
import { allOf, given } from "./pages.ts";

/** What was asked for: the ways to some accounts, or all there is. */
export interface OrganizationQuestion {
  /** The account whose credentials are used. */
  readonly own: string;
  readonly accounts: readonly string[];
  readonly everything: boolean;
}

export interface OrganizationRead {
  /** The organization file (no AWS command writes one); undefined where nothing could be read. */
  readonly value: object | undefined;
  readonly notRead: readonly NotRead[];
}

/**
 * The organization as far as the caller may read it. Any account may ask which one it is in; its tree and policies are
 * told to the management account and delegated administrators alone (Organizations API Reference). Throws what is no failure of
 * AWS's.
 */
export const readOrganization = async (
  call: OrganizationsCall,
  question: OrganizationQuestion,
): Promise<OrganizationRead> => {
  const about = await ifRead(() => describe(call));
  if ("error" in about) {
    if (about.error.code === "no-organization")
      return { value: { Organization: null, Accounts: [question.own] }, notRead: [] };
    return { value: undefined, notRead: [policiesNotRead(about.error)] };
  }
  const whole = await ifRead(() => readPolicyTree(call, question));
  if (!("error" in whole)) return { value: { Organization: about.found, ...whole.found }, notRead: [] };
  // Its place is not known, which is not the same as having no policies over it.
  const member = question.own === about.found.MasterAccountId ? {} : { [question.own]: null };
  const rest = { PolicyTypes: policyTypes, Parents: member, Policies: [], Attachments: {} };
  return { value: { Organization: about.found, ...rest }, notRead: [policiesNotRead(whole.error)] };
};

const policiesNotRead = ({ message }: KmspolError): NotRead => ({
  what: "the policies of the organization",
  because: message,
});

const ifRead = async <Value>(
  read: () => Promise<Value>,
): Promise<{ readonly found: Value } | { readonly error: KmspolError }> => {
  try {
    return { found: await read() };
  } catch (error) {
    if (error instanceof KmspolError) return { error };
    throw error;
  }
};

const describe = async (call: OrganizationsCall) => {
  const { Organization } = await call("DescribeOrganization", "", (client) =>
    client.send(new DescribeOrganizationCommand({})),
  );
  const operation = "organizations:DescribeOrganization";
  return {
    Id: given(Organization?.Id, "the id", operation),
    MasterAccountId: given(Organization?.MasterAccountId, "the management account", operation),
  };
};

const readPolicyTree = async (
  call: OrganizationsCall,
  { own, accounts, everything }: OrganizationQuestion,
): Promise<object> => {
  const root = await rootOf(call);
  const wanted = [...new Set([own, ...accounts])];
  const parents = await (everything ? wholeTree(call, root.id) : waysUp(call, wanted, root.id));
  const targets = targetsOf(parents, root.id);
  const attached = await (everything ? attachedAnywhere : attachedTo)(call, targets, root.types);
  const ids = [...new Set([...attached.values()].flat())];
  return {
    PolicyTypes: root.types,
    Parents: Object.fromEntries(parents),
    Policies: await readPolicies(call, ids),
    Attachments: Object.fromEntries(attached),
  };
};

const targetsOf = (parents: Parents, root: string): readonly string[] => [root, ...parents.keys()];

const rootOf = async (call: OrganizationsCall) => {
  const [root] = await allOf(async (NextToken) => {
    const page = await call("ListRoots", "", (client) => client.send(new ListRootsCommand({ NextToken })));
    return { items: page.Roots, next: page.NextToken };
  });
  const enabled = (root?.PolicyTypes ?? []).flatMap(({ Type, Status }) =>
    Status === "ENABLED" ? [Type] : [],
  );
  const types = policyTypes.filter((type: PolicyType) => enabled.includes(type));
  return { id: given(root?.Id, "a root", "organizations:ListRoots"), types };
};
