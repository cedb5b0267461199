import { explainAwsError } from "../../../src/adapters/aws/explain.ts";
import type { AwsRequest } from "../../../src/adapters/aws/aws-request.ts";
import type { AwsSettings } from "../../../src/adapters/aws/settings.ts";

const settings: AwsSettings = {
  ...{ profile: undefined, region: "eu-west-1", endpointUrl: undefined, environment: {} },
  clock: { now: () => new Date(0), sleep: () => Promise.resolve() },
};

/** What the SDK throws, by its name. */
export const error = (name: string, message = "", more: object = {}) =>
  Object.assign(new Error(message), { name, ...more });

/** The part of it that tells the status of the answer. */
export const httpOf = (status: number) => ({ $metadata: { httpStatusCode: status } });

export const key = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd";
export const get: AwsRequest = { operation: "kms:GetKeyPolicy", about: key };
export const role: AwsRequest = { operation: "iam:GetRole", about: "role/App" };

/** What a failure is explained as. */
export const told = (thrown: unknown, request: AwsRequest = get, more: Partial<AwsSettings> = {}) => {
  const { code, message, hint = "" } = explainAwsError(thrown, request, { ...settings, ...more });
  return { code, message, hint };
};
