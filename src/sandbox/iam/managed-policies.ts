import { authoriseIam } from "../access/authorise.ts";
import type { Call, Operation } from "../call.ts";
import { uniqueId } from "../state/ids.ts";
import { attachmentsOf, boundariesOf, managedPolicy } from "../state/managed-policies.ts";
import type { ManagedPolicy } from "../state/types.ts";
import { ApiError } from "../wire/api-error.ts";
import { optionalQueryText, queryText } from "../wire/query-parameters.ts";
import type { Input, Output } from "../wire/request.ts";
import { noSuchEntity, ownAccount } from "./find-entity.ts";
import { checkIdentityPolicy } from "./identity-policy.ts";
import { pathRule } from "./kinds.ts";
import { urlEncoded } from "./url-encoding.ts";

/** Managed policies and their versions: CreatePolicy, GetPolicy, CreatePolicyVersion, SetDefaultPolicyVersion, … */

const nameRule = { min: 1, max: 128, pattern: /^[\w+=,.@-]+$/ };
/** Characters of a managed policy, white space aside (IAM User Guide, "IAM and STS quotas"). */
const longest = 6144;
const mostVersions = 5;

/** `CreatePolicy` of the IAM API. */
export const createPolicy: Operation = (input, call) => {
  const name = queryText(input, "PolicyName", nameRule);
  const path = optionalQueryText(input, "Path", pathRule) ?? "/";
  const text = queryText(input, "PolicyDocument", { min: 1, max: 131_072 });
  const arn = `arn:aws:iam::${call.account}:policy${path}${name}`;
  authoriseIam(call, "iam:CreatePolicy", arn);
  const { managed } = ownAccount(call);
  const taken = [...managed.values()].some((policy) => policy.name.toLowerCase() === name.toLowerCase());
  if (taken) throw new ApiError("EntityAlreadyExists", `A policy called ${name} already exists.`);
  checkText(text);
  const policy: ManagedPolicy = {
    ...{ arn, name, path, created: call.now, inForce: "v1" },
    id: uniqueId(call.state.random, "ANPA"),
    versions: new Map([["v1", { text, created: call.now }]]),
  };
  managed.set(arn, policy);
  return { Policy: shownPolicy(policy, call) };
};

const checkText = (text: string): void => {
  checkIdentityPolicy(text);
  if (text.replace(/\s/g, "").length > longest)
    throw new ApiError("LimitExceeded", `Cannot exceed quota for PolicySize: ${longest}`);
};

/** `GetPolicy` of the IAM API. */
export const getPolicy: Operation = (input, call) => ({
  Policy: shownPolicy(permittedPolicy(input, call, "iam:GetPolicy"), call),
});

/** `GetPolicyVersion` of the IAM API. */
export const getPolicyVersion: Operation = (input, call) => {
  const policy = permittedPolicy(input, call, "iam:GetPolicyVersion");
  const version = queryText(input, "VersionId", { pattern: /^v\d+$/ });
  const { text, created } = versionOf(policy, version);
  const shown = { VersionId: version, IsDefaultVersion: version === policy.inForce };
  return {
    PolicyVersion: { Document: urlEncoded(text), ...shown, CreateDate: new Date(created) },
  };
};

/** `CreatePolicyVersion` of the IAM API. */
export const createPolicyVersion: Operation = (input, call) => {
  const policy = permittedPolicy(input, call, "iam:CreatePolicyVersion");
  const text = queryText(input, "PolicyDocument", { min: 1, max: 131_072 });
  checkText(text);
  if (policy.versions.size >= mostVersions) {
    throw new ApiError(
      "LimitExceeded",
      `A managed policy can have up to ${mostVersions} versions. Before you create a new version, you must delete an existing version.`,
    );
  }
  const newest = Math.max(...[...policy.versions.keys()].map((id) => Number(id.slice(1))));
  const id = `v${newest + 1}`;
  policy.versions.set(id, { text, created: call.now });
  if (input.get("SetAsDefault") === "true") policy.inForce = id;
  return {
    PolicyVersion: {
      VersionId: id,
      IsDefaultVersion: policy.inForce === id,
      CreateDate: new Date(call.now),
    },
  };
};

/** `SetDefaultPolicyVersion` of the IAM API. */
export const setDefaultPolicyVersion: Operation = (input, call) => {
  const policy = permittedPolicy(input, call, "iam:SetDefaultPolicyVersion");
  const version = queryText(input, "VersionId", { pattern: /^v\d+$/ });
  versionOf(policy, version);
  policy.inForce = version;
  return {};
};

/** `DeletePolicy` of the IAM API. */
export const deletePolicy: Operation = (input, call) => {
  const policy = permittedPolicy(input, call, "iam:DeletePolicy");
  const account = ownAccount(call);
  if (attachmentsOf(account, policy.arn) + boundariesOf(account, policy.arn) > 0)
    throw new ApiError("DeleteConflict", "Cannot delete a policy attached to entities.");
  account.managed.delete(policy.arn);
  return {};
};

/** The policy that the request names. Throws AccessDenied, and NoSuchEntity. AWS's own are read-only: nobody may write them. */
export const permittedPolicy = (input: Input, call: Call, action: string): ManagedPolicy => {
  const arn = queryText(input, "PolicyArn", { min: 20, max: 2048 });
  authoriseIam(call, action, arn);
  const policy = managedPolicy(ownAccount(call), arn);
  if (!policy) throw noSuchEntity(`Policy ${arn} was not found.`);
  if (!action.startsWith("iam:Get") && arn.startsWith("arn:aws:iam::aws:"))
    throw new ApiError("AccessDenied", `${arn} is managed by AWS and cannot be changed`);
  return policy;
};

const versionOf = (policy: ManagedPolicy, id: string) => {
  const version = policy.versions.get(id);
  if (version) return version;
  throw noSuchEntity(`Policy ${policy.arn} version ${id} does not exist or is not attachable.`);
};

/** A policy as IAM shows it, without its texts. */
export const shownPolicy = (policy: ManagedPolicy, call: Call): Output => ({
  PolicyName: policy.name,
  PolicyId: policy.id,
  Arn: policy.arn,
  Path: policy.path,
  DefaultVersionId: policy.inForce,
  AttachmentCount: attachmentsOf(ownAccount(call), policy.arn),
  PermissionsBoundaryUsageCount: boundariesOf(ownAccount(call), policy.arn),
  IsAttachable: true,
  CreateDate: new Date(policy.created),
  UpdateDate: new Date(policy.created),
});
