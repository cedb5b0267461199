import {
  DescribePolicyCommand,
  ListPoliciesCommand,
  ListPoliciesForTargetCommand,
  ListTargetsForPolicyCommand,
} from "@aws-sdk/client-organizations";
import type { OrganizationsCall } from "./organizations-client.ts";
import { allOf, given } from "./pages.ts";

/** The policy types that bear on a key. */
export const policyTypes = ["SERVICE_CONTROL_POLICY", "RESOURCE_CONTROL_POLICY"] as const;
export type PolicyType = (typeof policyTypes)[number];

/** Ids of policies by what they are attached to. */
export type Attachments = ReadonlyMap<string, readonly string[]>;

/** How many requests run at once: Organizations takes few a second. */
const atOnce = 4;

/** What is attached right at each of these targets. Throws AwsError. */
export const attachedTo = async (
  call: OrganizationsCall,
  targets: readonly string[],
  types: readonly PolicyType[],
): Promise<Attachments> => {
  const asked = targets.flatMap((TargetId) => types.map((Filter) => ({ TargetId, Filter })));
  const answers = await inBatches(asked, async ({ TargetId, Filter }) => {
    const policies = await allOf(async (NextToken) => {
      const page = await call("ListPoliciesForTarget", TargetId, (client) =>
        client.send(new ListPoliciesForTargetCommand({ TargetId, Filter, NextToken })),
      );
      return { items: page.Policies, next: page.NextToken };
    });
    return policies.map(({ Id }) => given(Id, "the id of a policy", "organizations:ListPoliciesForTarget"));
  });
  const attached = new Map(targets.map((target) => [target, [] as string[]]));
  asked.forEach(({ TargetId }, at) => attached.get(TargetId)?.push(...(answers[at] ?? [])));
  return attached;
};

/** The same for a whole organization, asked the other way round: it has fewer policies than targets. Throws AwsError. */
export const attachedAnywhere = async (
  call: OrganizationsCall,
  targets: readonly string[],
  types: readonly PolicyType[],
): Promise<Attachments> => {
  const attached = new Map(targets.map((target) => [target, [] as string[]]));
  const ids = (await inBatches(types, (type) => policiesOf(call, type))).flat();
  await inBatches(ids, async (PolicyId) => {
    const holders = await allOf(async (NextToken) => {
      const page = await call("ListTargetsForPolicy", PolicyId, (client) =>
        client.send(new ListTargetsForPolicyCommand({ PolicyId, NextToken })),
      );
      return { items: page.Targets, next: page.NextToken };
    });
    for (const { TargetId } of holders) {
      const target = given(TargetId, "a target", "organizations:ListTargetsForPolicy");
      attached.set(target, [...(attached.get(target) ?? []), PolicyId]);
    }
  });
  return attached;
};

const policiesOf = async (call: OrganizationsCall, Filter: PolicyType): Promise<readonly string[]> => {
  const policies = await allOf(async (NextToken) => {
    const page = await call("ListPolicies", Filter, (client) =>
      client.send(new ListPoliciesCommand({ Filter, NextToken })),
    );
    return { items: page.Policies, next: page.NextToken };
  });
  return policies.map(({ Id }) => given(Id, "the id of a policy", "organizations:ListPolicies"));
};

/** The policies with their texts, as the organization file holds them. Throws AwsError. */
export const readPolicies = (call: OrganizationsCall, ids: readonly string[]): Promise<readonly object[]> =>
  inBatches(ids, async (PolicyId) => {
    const { Policy } = await call("DescribePolicy", PolicyId, (client) =>
      client.send(new DescribePolicyCommand({ PolicyId })),
    );
    const { PolicySummary: summary, Content } = given(Policy, "a policy", "organizations:DescribePolicy");
    const { Id, Name, Type, AwsManaged } = summary ?? {};
    return { PolicySummary: { Id: Id ?? PolicyId, Name, Type, AwsManaged }, Content };
  });

const inBatches = async <Item, Result>(
  items: readonly Item[],
  work: (item: Item) => Promise<Result>,
): Promise<readonly Result[]> => {
  const results: Result[] = [];
  for (let at = 0; at < items.length; at += atOnce)
    results.push(...(await Promise.all(items.slice(at, at + atOnce).map(work))));
  return results;
};
