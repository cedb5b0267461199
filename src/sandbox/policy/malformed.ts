import { ApiError } from "../wire/api-error.ts";

/** The error KMS answers for a document it does not take. Unparsable text gets an empty message. */
export const malformed = (message: string): ApiError =>
  new ApiError("MalformedPolicyDocumentException", message);
