import type { IncomingHttpHeaders } from "node:http";
import { ApiError } from "./api-error.ts";
import { readJson } from "./json11.ts";
import { readQuery } from "./query-xml.ts";
import { type Input, type Service, speaksJson, type WireRequest } from "./request.ts";
import { signedAt } from "./signature-time.ts";
import { credentialScope, sessionToken } from "./signature.ts";

/** The part of a request that decides in which protocol an answer, or an error, is written. */
export interface Addressed {
  readonly service: Service;
  readonly operation: string;
}

/** What every request to IAM gives as its API version. */
const iamVersion = "2010-05-08";

const target =
  /^(TrentService|AWSOrganizationsV20161128|(?:com\.amazonaws\.cloudtrail\.v20131101\.)?CloudTrail_20131101)\.(\w+)$/;

/** Which service and operation a request means: KMS, Organizations and CloudTrail by their target header, IAM and STS by `Action` and signature. */
export const addressOf = (headers: IncomingHttpHeaders, body: string): Addressed => {
  const given = headers["x-amz-target"];
  if (typeof given === "string") {
    const [, service, operation = given] = target.exec(given) ?? [];
    if (service?.includes("CloudTrail")) return { service: "cloudtrail", operation };
    return { service: service?.startsWith("AWSOrganizations") ? "organizations" : "kms", operation };
  }
  const query = readQuery(body);
  const isIam = query.get("Version") === iamVersion || credentialScope(headers)?.service === "iam";
  const action = query.get("Action");
  return { service: isIam ? "iam" : "sts", operation: typeof action === "string" ? action : "" };
};

/** The whole request. Throws ApiError where its body cannot be read. */
export const parseRequest = (
  addressed: Addressed,
  headers: IncomingHttpHeaders,
  body: string,
): WireRequest => {
  const scope = credentialScope(headers);
  return {
    ...addressed,
    region: scope?.region ?? "us-east-1",
    accessKeyId: scope?.accessKeyId,
    sessionToken: sessionToken(headers),
    signedAt: signedAt(headers),
    input: readInput(addressed, body),
  };
};

const readInput = ({ service, operation }: Addressed, body: string): Input => {
  if (speaksJson(service)) return readJson(body);
  if (operation === "")
    throw new ApiError(
      "MissingAction",
      "The sandbox serves KMS, IAM, STS, Organizations and CloudTrail of AWS, nothing else",
    );
  return readQuery(body);
};
