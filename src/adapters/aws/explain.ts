import { AwsError, type KmspolError } from "../../errors.ts";
import type { AwsRequest } from "./aws-request.ts";
import { explainCredentials } from "./explain-credentials.ts";
import { explainMalformed } from "./explain-malformed.ts";
import { explainNetwork } from "./explain-network.ts";
import { explainService } from "./explain-service.ts";
import { readSdkError, type SdkError } from "./sdk-error.ts";
import type { AwsSettings } from "./settings.ts";

/** One family of failures: the error in our words, or undefined where it is not of the family. */
export type Explanation = (
  error: SdkError,
  request: AwsRequest,
  settings: AwsSettings,
) => KmspolError | undefined;

const families: readonly Explanation[] = [
  explainMalformed,
  explainCredentials,
  explainService,
  explainNetwork,
];

/** Any failure of a request as one clear sentence with what to do next; the SDK's error is its `cause`. */
export const explainAwsError = (error: unknown, request: AwsRequest, settings: AwsSettings): KmspolError => {
  const read = readSdkError(error);
  for (const explain of families) {
    const explained = explain(read, request, settings);
    if (explained) return explained;
  }
  return new AwsError(
    "aws-error",
    `${namedRequest(request)} failed: ${firstLine(read) || "no reason given"}`,
    {
      hint: "run the command again with --debug to see each request",
      cause: error,
    },
  );
};

/** `kms:GetKeyPolicy on alias/app`. */
export const namedRequest = ({ operation, about }: AwsRequest): string =>
  about === "" ? operation : `${operation} on ${about}`;

const firstLine = ({ name, message }: SdkError): string =>
  [name === "Error" ? "" : name, message.split("\n")[0] ?? ""].filter(Boolean).join(": ");
