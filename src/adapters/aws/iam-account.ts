import {
  GetAccountAuthorizationDetailsCommand,
  type GetAccountAuthorizationDetailsCommandOutput,
} from "@aws-sdk/client-iam";
import { KmspolError } from "../../errors.ts";
import type { NotRead } from "../../account-data-port.ts";
import type { IamCall } from "./iam-client.ts";
import { decodedDocument } from "./iam-inline.ts";
import { managedPolicy } from "./iam-policies.ts";
import { badAnswer, nextMarker, pagesOf } from "./pages.ts";

type List = "UserDetailList" | "GroupDetailList" | "RoleDetailList" | "Policies";
type Page = GetAccountAuthorizationDetailsCommandOutput;

/** An answer of iam:GetAccountAuthorizationDetails, all its pages together, as the AWS CLI writes it into a file. */
export type AccountDetails = Readonly<Record<List, readonly object[]>>;

export interface AccountRead {
  readonly details: AccountDetails;
  readonly notRead: readonly NotRead[];
}

const operation = "GetAccountAuthorizationDetails";

/**
 * The whole account. Policies that somebody refers to and the answer does not hold (a boundary that is attached to nobody) are
 * looked up one by one; those that may not be read are named. Throws AwsError: a part of the pages is no account.
 */
export const readAccount = async (
  call: IamCall,
  onPage: (principals: number) => void,
): Promise<AccountRead> => {
  const pages: Page[] = [];
  let principals = 0;
  for await (const page of pagesOf((marker) => fetchPage(call, marker))) {
    pages.push(page);
    principals += (page.UserDetailList?.length ?? 0) + (page.RoleDetailList?.length ?? 0);
    onPage(principals);
  }
  const details: AccountDetails = {
    UserDetailList: joined(pages, "UserDetailList"),
    GroupDetailList: joined(pages, "GroupDetailList"),
    RoleDetailList: joined(pages, "RoleDetailList"),
    Policies: joined(pages, "Policies"),
  };
  return withMissingPolicies(call, details);
};

const fetchPage = async (call: IamCall, marker: string | undefined) => {
  const input = { MaxItems: 1000, ...(marker !== undefined && { Marker: marker }) };
  const page = await call(operation, "", (iam) => iam.send(new GetAccountAuthorizationDetailsCommand(input)));
  return { items: [page], next: nextMarker(`iam:${operation}`, page.IsTruncated, page.Marker) };
};

// A page may lack a list that is empty there; a list that no page has was never told.
const joined = (pages: readonly Page[], list: List): readonly object[] => {
  if (pages.every((page) => page[list] === undefined))
    throw badAnswer(`AWS answered iam:${operation} without ${list}`);
  return pages
    .flatMap((page): readonly object[] => page[list] ?? [])
    .map((detail) => plain(detail) as object);
};

const documents = new Set(["PolicyDocument", "Document", "AssumeRolePolicyDocument"]);

/** Times and documents as texts, not encoded: as a file may have them. */
const plain = (value: unknown): unknown => {
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [
      name,
      documents.has(name) && typeof member === "string" ? decodedDocument(member) : plain(member),
    ]),
  );
};

/** How many look-ups run at once: IAM throttles early. */
const atOnce = 4;

const withMissingPolicies = async (call: IamCall, details: AccountDetails): Promise<AccountRead> => {
  const known = new Set(details.Policies.map((policy) => (policy as { Arn?: unknown }).Arn));
  const referred = [details.UserDetailList, details.GroupDetailList, details.RoleDetailList]
    .flat()
    .flatMap((holder) => policyArns(holder));
  const missing = [...new Set(referred)].filter((arn) => !known.has(arn));
  const found: object[] = [];
  const notRead: NotRead[] = [];
  for (let at = 0; at < missing.length; at += atOnce) {
    const some = await Promise.all(missing.slice(at, at + atOnce).map((arn) => lookUpPolicy(call, arn)));
    for (const one of some)
      if ("because" in one) notRead.push(one);
      else found.push(one);
  }
  return { details: { ...details, Policies: [...details.Policies, ...found] }, notRead };
};

interface Holder {
  readonly AttachedManagedPolicies?: readonly { readonly PolicyArn?: string }[];
  readonly PermissionsBoundary?: { readonly PermissionsBoundaryArn?: string };
}

const policyArns = ({ AttachedManagedPolicies: attached = [], PermissionsBoundary: boundary }: Holder) =>
  [...attached.map(({ PolicyArn }) => PolicyArn), boundary?.PermissionsBoundaryArn].filter(
    (arn) => arn !== undefined,
  );

const lookUpPolicy = async (call: IamCall, arn: string): Promise<object | NotRead> => {
  try {
    const { document } = await managedPolicy(call, arn);
    return policyEntry(arn, document);
  } catch (error) {
    if (error instanceof KmspolError) return { what: `the policy ${arn}`, because: error.message };
    throw error;
  }
};

/** A managed policy as the list `Policies` holds one. */
export const policyEntry = (arn: string, document: string): object => ({
  ...{ PolicyName: arn.slice(arn.lastIndexOf("/") + 1), Arn: arn, DefaultVersionId: "v1" },
  PolicyVersionList: [{ VersionId: "v1", IsDefaultVersion: true, Document: document }],
});
