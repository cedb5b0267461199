import {
  DeleteGroupPolicyCommand,
  DeleteRolePolicyCommand,
  DeleteUserPolicyCommand,
  GetGroupPolicyCommand,
  GetRolePolicyCommand,
  GetUserPolicyCommand,
  type IAMClient,
  PutGroupPolicyCommand,
  PutRolePolicyCommand,
  PutUserPolicyCommand,
} from "@aws-sdk/client-iam";
import { KmspolError } from "../../errors.ts";
import type { Identity } from "../../ports.ts";
import type { IamCall } from "./iam-client.ts";
import { given } from "./pages.ts";

type Kind = Identity["kind"];

/** The document of an inline policy, or undefined where there is none of that name. IAM sends it URL-encoded (RFC 3986). */
export const getInline = async (
  call: IamCall,
  kind: Kind,
  name: string,
  policyName: string,
): Promise<string | undefined> => {
  try {
    const { PolicyDocument } = await call(operation("Get", kind), `${kind}/${name}`, (iam) =>
      sendGet(iam, kind, name, policyName),
    );
    return decodedDocument(given(PolicyDocument, "the policy", `iam:${operation("Get", kind)}`));
  } catch (error) {
    if (error instanceof KmspolError && error.code === "not-found") return undefined;
    throw error;
  }
};

/** Creates the inline policy or replaces the one of that name. */
export const putInline = async (
  call: IamCall,
  kind: Kind,
  name: string,
  policyName: string,
  document: string,
): Promise<void> => {
  await call(operation("Put", kind), `${kind}/${name}`, (iam) =>
    sendPut(iam, kind, name, policyName, document),
  );
};

/** Deletes an inline policy of a user, role or group. Throws AwsError. */
export const deleteInline = async (
  call: IamCall,
  kind: Kind,
  name: string,
  policyName: string,
): Promise<void> => {
  await call(operation("Delete", kind), `${kind}/${name}`, (iam) => sendDelete(iam, kind, name, policyName));
};

/** A document as IAM sends it; a plain one (some servers) is left as it is. */
export const decodedDocument = (document: string): string => {
  try {
    return document.trimStart().startsWith("{") ? document : decodeURIComponent(document);
  } catch {
    return document;
  }
};

const operation = (verb: string, kind: Kind): string =>
  `${verb}${kind === "user" ? "User" : kind === "role" ? "Role" : "Group"}Policy`;

const sendGet = (
  iam: IAMClient,
  kind: Kind,
  name: string,
  PolicyName: string,
): Promise<{ PolicyDocument: string | undefined }> => {
  if (kind === "user") return iam.send(new GetUserPolicyCommand({ UserName: name, PolicyName }));
  if (kind === "role") return iam.send(new GetRolePolicyCommand({ RoleName: name, PolicyName }));
  return iam.send(new GetGroupPolicyCommand({ GroupName: name, PolicyName }));
};

const sendPut = (iam: IAMClient, kind: Kind, name: string, PolicyName: string, PolicyDocument: string) => {
  const policy = { PolicyName, PolicyDocument };
  if (kind === "user") return iam.send(new PutUserPolicyCommand({ UserName: name, ...policy }));
  if (kind === "role") return iam.send(new PutRolePolicyCommand({ RoleName: name, ...policy }));
  return iam.send(new PutGroupPolicyCommand({ GroupName: name, ...policy }));
};

const sendDelete = (iam: IAMClient, kind: Kind, name: string, PolicyName: string) => {
  if (kind === "user") return iam.send(new DeleteUserPolicyCommand({ UserName: name, PolicyName }));
  if (kind === "role") return iam.send(new DeleteRolePolicyCommand({ RoleName: name, PolicyName }));
  return iam.send(new DeleteGroupPolicyCommand({ GroupName: name, PolicyName }));
};
