import {
  GetPolicyCommand,
  GetPolicyVersionCommand,
  type IAMClient,
  ListAttachedGroupPoliciesCommand,
  ListAttachedRolePoliciesCommand,
  ListAttachedUserPoliciesCommand,
  ListGroupPoliciesCommand,
  ListGroupsForUserCommand,
  ListRolePoliciesCommand,
  ListUserPoliciesCommand,
} from "@aws-sdk/client-iam";
import type { Identity } from "../../ports.ts";
import type { IamCall } from "./iam-client.ts";
import { decodedDocument, getInline } from "./iam-inline.ts";
import { allOf, given, nextMarker } from "./pages.ts";

type Kind = Identity["kind"];

/** A policy with the name by which its holder knows it. */
export interface NamedPolicy {
  /** Name of an inline policy, ARN of a managed one. */
  readonly name: string;
  /** JSON text. */
  readonly document: string;
}

/** All policy documents that bear on a user (its groups' too) or a role: inline and attached, as JSON texts. */
export const policiesOf = async (
  call: IamCall,
  kind: "user" | "role",
  name: string,
): Promise<readonly string[]> => {
  const groups = kind === "user" ? await groupsOf(call, name) : [];
  const holders: readonly (readonly [Kind, string])[] = [
    [kind, name],
    ...groups.map((group) => ["group", group] as const),
  ];
  const documents = await Promise.all(
    holders.flatMap(([holder, called]) => [
      inlinePolicies(call, holder, called),
      attachedPolicies(call, holder, called),
    ]),
  );
  return documents.flat().map(({ document }) => document);
};

/** The names of a user's groups. */
export const groupsOf = async (call: IamCall, user: string): Promise<readonly string[]> => {
  const groups = await allOf(async (Marker) => {
    const page = await call("ListGroupsForUser", `user/${user}`, (iam) =>
      iam.send(new ListGroupsForUserCommand({ UserName: user, Marker })),
    );
    return { items: page.Groups, next: nextOf("ListGroupsForUser", page) };
  });
  return groups.map(({ GroupName }) => given(GroupName, "the name of a group", "iam:ListGroupsForUser"));
};

/** The inline policies of a user, role or group, all pages. Throws AwsError. */
export const inlinePolicies = async (
  call: IamCall,
  kind: Kind,
  holder: string,
): Promise<readonly NamedPolicy[]> => {
  const operation = `List${titles[kind]}Policies`;
  const names = await allOf(async (marker) => {
    const page = await call(operation, `${kind}/${holder}`, (iam) =>
      sendListInline(iam, kind, holder, marker),
    );
    return { items: page.PolicyNames, next: nextOf(operation, page) };
  });
  const documents = await Promise.all(names.map((name) => getInline(call, kind, holder, name)));
  return names.flatMap((name, at) => {
    const document = documents[at];
    return document === undefined ? [] : [{ name, document }];
  });
};

/** The managed policies that are attached to a user, role or group, all pages. Throws AwsError. */
export const attachedPolicies = async (
  call: IamCall,
  kind: Kind,
  holder: string,
): Promise<readonly NamedPolicy[]> => {
  const operation = `ListAttached${titles[kind]}Policies`;
  const policies = await allOf(async (marker) => {
    const page = await call(operation, `${kind}/${holder}`, (iam) =>
      sendListAttached(iam, kind, holder, marker),
    );
    return { items: page.AttachedPolicies, next: nextOf(operation, page) };
  });
  const arns = policies.map(({ PolicyArn }) => given(PolicyArn, "the ARN of a policy", `iam:${operation}`));
  return Promise.all(arns.map((arn) => managedPolicy(call, arn)));
};

/** A managed policy by its default version. */
export const managedPolicy = async (call: IamCall, PolicyArn: string): Promise<NamedPolicy> => {
  const { Policy } = await call("GetPolicy", PolicyArn, (iam) =>
    iam.send(new GetPolicyCommand({ PolicyArn })),
  );
  const VersionId = given(Policy?.DefaultVersionId, "the version that counts", "iam:GetPolicy");
  const { PolicyVersion } = await call("GetPolicyVersion", PolicyArn, (iam) =>
    iam.send(new GetPolicyVersionCommand({ PolicyArn, VersionId })),
  );
  const document = given(PolicyVersion?.Document, "the policy", "iam:GetPolicyVersion");
  return { name: PolicyArn, document: decodedDocument(document) };
};

const titles = { user: "User", role: "Role", group: "Group" } as const;

const sendListInline = (iam: IAMClient, kind: Kind, name: string, Marker: string | undefined) => {
  if (kind === "user") return iam.send(new ListUserPoliciesCommand({ UserName: name, Marker }));
  if (kind === "role") return iam.send(new ListRolePoliciesCommand({ RoleName: name, Marker }));
  return iam.send(new ListGroupPoliciesCommand({ GroupName: name, Marker }));
};

const sendListAttached = (iam: IAMClient, kind: Kind, name: string, Marker: string | undefined) => {
  if (kind === "user") return iam.send(new ListAttachedUserPoliciesCommand({ UserName: name, Marker }));
  if (kind === "role") return iam.send(new ListAttachedRolePoliciesCommand({ RoleName: name, Marker }));
  return iam.send(new ListAttachedGroupPoliciesCommand({ GroupName: name, Marker }));
};

const nextOf = (
  operation: string,
  page: { IsTruncated?: boolean | undefined; Marker?: string | undefined },
) => nextMarker(`iam:${operation}`, page.IsTruncated, page.Marker);
