import { ApiError } from "../wire/api-error.ts";
import type { Service } from "../wire/request.ts";

/** The words of errors that only come on demand. */
const messages = new Map([
  ["ThrottlingException", "Rate exceeded"],
  ["Throttling", "Rate exceeded"],
  ["TooManyRequestsException", "AWS Organizations is throttling your requests."],
  ["KMSInternalException", "An internal error occurred."],
  ["DependencyTimeoutException", "The request timed out."],
  ["AccessDeniedException", "Access denied on demand of the sandbox's user"],
  ["MalformedPolicyDocumentException", "Policy contains a statement with one or more invalid principals."],
  ["ExpiredTokenException", "The security token included in the request is expired"],
]);

/** An error that was asked for with `--fail`. */
export const demandedError = (name: string): ApiError =>
  new ApiError(name, messages.get(name) ?? "This error was asked for");

/** Too many requests, as each service calls it. */
export const throttled = (service: Service): ApiError => demandedError(throttling[service]);

const throttling: Readonly<Record<Service, string>> = {
  kms: "ThrottlingException",
  organizations: "TooManyRequestsException",
  cloudtrail: "ThrottlingException",
  iam: "Throttling",
  sts: "Throttling",
};
