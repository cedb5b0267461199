import { AwsError, RefusedError, UsageError, type KmspolError } from "../../errors.ts";
import { worksAcrossAccounts } from "../../other-half/cross-account.ts";
import type { AwsRequest } from "./aws-request.ts";
import { failureKind, isServerError } from "./failure-kind.ts";
import type { SdkError } from "./sdk-error.ts";
import { type AwsSettings, chosenRegion } from "./settings.ts";

/** What KMS, IAM, STS and CloudTrail answer, by the error's name (KMS API Reference, "Common Errors" and each action). */
export const explainService = (
  error: SdkError,
  request: AwsRequest,
  settings: AwsSettings,
): KmspolError | undefined => {
  if (denied.has(error.name)) return accessDenied(error, request);
  const say = byName.get(error.name);
  if (say) return say(request, error, settings);
  const kind = failureKind(error);
  if (kind === "throttled") return throttled(request);
  return kind === "internal" || isServerError(error) ? failing(request, error) : undefined;
};

const denied = new Set(["AccessDeniedException", "AccessDenied", "UnauthorizedOperation", "OptInRequired"]);

/** AWS names the caller and the layer without a permission: `User: ARN is not authorized … because …`. */
const accessDenied = ({ message }: SdkError, { operation, about }: AwsRequest): AwsError => {
  const caller = /User: (\S+) is not authorized/.exec(message)?.[1] ?? "the caller";
  const because = /because (.+?)\.?$/.exec(message)?.[1] ?? /with an explicit deny[^.]*/.exec(message)?.[0];
  const on = about === "" ? "" : ` on ${about}`;
  return new AwsError(
    "access-denied",
    `${caller} may not ${operation}${on}${because === undefined ? "" : `: ${because}`}`,
    { hint: ownAccountHint(caller, about, operation) ?? askFor(operation) },
  );
};

/** A key policy speaks of KMS alone. */
const askFor = (operation: string): string =>
  `ask for ${operation} in ${operation.startsWith("kms:") ? "the key policy or in " : ""}the caller's IAM policies, or use another --profile`;

/** No permission helps where a caller of another account asks for what never works across accounts (KMS API, "Cross-account use"). */
const ownAccountHint = (caller: string, about: string, operation: string): string | undefined => {
  const [owner, own] = [about, caller].map((arn) => /^arn:[^:]+:[^:]+:[^:]*:(\d{12}):/.exec(arn)?.[1]);
  if (owner === undefined || own === undefined || owner === own || worksAcrossAccounts(operation))
    return undefined;
  return `${operation} never works on a key of another account: use a --profile of account ${owner}`;
};

type Say = (request: AwsRequest, error: SdkError, settings: AwsSettings) => KmspolError;

/** A key that is not where it was looked for: `111122223333, eu-west-1`. */
export const noSuchKey = (about: string, where: string): AwsError =>
  new AwsError("key-not-found", `there is no key ${about} in ${where}`, {
    hint: "check the spelling, --region and --profile; kmspol list shows the keys",
  });

const missing: Say = ({ operation, about }, _error, settings) => {
  if (!operation.startsWith("kms:")) return new AwsError("not-found", `${about} does not exist`);
  const region = chosenRegion(settings);
  const where = region === undefined ? "the chosen Region" : region;
  return noSuchKey(about, `the account in ${where}`);
};

const byName = new Map<string, Say>([
  ["NotFoundException", missing],
  ["NoSuchEntity", missing],
  ["NoSuchEntityException", missing],
  ["ChildNotFoundException", missing],
  ["TargetNotFoundException", missing],
  [
    "AWSOrganizationsNotInUseException",
    () => new AwsError("no-organization", "the account is in no organization"),
  ],
  [
    "InvalidArnException",
    ({ about }) =>
      new UsageError("invalid-key", `KMS does not take ${about} for a key`, {
        hint: "name a key by its id, its ARN or an alias (alias/NAME)",
      }),
  ],
  [
    "ValidationException",
    ({ operation, about }, { message }) =>
      new UsageError(
        "invalid-key",
        `AWS does not take ${about} for ${operation}: ${message.split("\n")[0] ?? ""}`,
        {
          hint: "name a key by its id, its ARN or an alias (alias/NAME)",
        },
      ),
  ],
  [
    "UnsupportedOperationException",
    ({ operation, about }) =>
      new RefusedError("unsupported-key", `${operation} does not work on ${about}`, {
        hint: "the policies of AWS managed keys cannot be changed; use a customer managed key",
      }),
  ],
  [
    "KMSInvalidStateException",
    ({ operation, about }, { message }) =>
      new AwsError("invalid-state", `${about} is in a state that does not allow ${operation}: ${message}`, {
        hint: "wait until the key is created or updated, then run the command again",
      }),
  ],
  [
    "MalformedPolicyDocumentException",
    (_request, { message }) =>
      new RefusedError("malformed-policy", `IAM refused the policy as malformed: ${message}`, {}),
  ],
  [
    "LimitExceededException",
    ({ operation }, { message }) =>
      new AwsError(
        "quota",
        `${operation} is over a quota of the account: ${message || "AWS does not say which"}`,
      ),
  ],
  [
    "UnmodifiableEntityException",
    ({ about }) =>
      new RefusedError("service-linked", `${about} belongs to an AWS service and cannot be changed`, {}),
  ],
]);

const throttled = ({ operation }: AwsRequest): AwsError =>
  new AwsError("throttled", `AWS still throttles ${operation} after ten tries or half a minute`, {
    hint: "others use up the account's request quota; run the command again later",
  });

const failing = ({ operation }: AwsRequest, { name, status }: SdkError): AwsError =>
  new AwsError(
    "aws-internal",
    `AWS could not do ${operation}, even after more tries (${name || String(status)})`,
    {
      hint: "run the command again later",
    },
  );
