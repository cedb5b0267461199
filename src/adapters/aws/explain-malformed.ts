import { RefusedError, type KmspolError } from "../../errors.ts";
import type { AwsRequest } from "./aws-request.ts";
import type { SdkError } from "./sdk-error.ts";

/** What KMS finds wrong with a policy that was put: its known texts (observed answers of PutKeyPolicy). */
export const explainMalformed = (error: SdkError, request: AwsRequest): KmspolError | undefined => {
  if (request.operation !== "kms:PutKeyPolicy") return undefined;
  if (error.name === "LimitExceededException") return tooLarge();
  if (error.name === "ValidationException") return invalidText(error);
  if (error.name === "InvalidArnException") return invalidArn(error);
  if (!/MalformedPolicyDocument/.test(error.name) && !error.message.includes("OverlyPermissiveCondition"))
    return;
  const known = texts.find(({ text }) => text.test(error.message));
  return known ? new RefusedError(known.code, known.message, { hint: known.hint }) : otherwise(error);
};

const texts: readonly { text: RegExp; code: string; message: string; hint: string }[] = [
  {
    text: /will not allow you to update the key policy/,
    code: "lockout",
    message: "KMS refused the policy: it would not let you change the key policy again",
    hint: "keep a statement that allows you kms:PutKeyPolicy, directly or through your account's IAM policies",
  },
  {
    text: /invalid service principals/,
    code: "invalid-service-principals",
    message: "KMS refused the policy: it does not know one or more of its service principals",
    hint: "write a service as in logs.eu-west-1.amazonaws.com, and for the key's Region",
  },
  {
    text: /invalid principals/,
    code: "invalid-principals",
    message: "KMS refused the policy: one or more of its principals do not exist or are not valid",
    hint: "check each user and role for its spelling and path; groups and partial wildcards are no principals",
  },
  {
    text: /OverlyPermissiveCondition/,
    code: "forallvalues-rejected",
    message: "KMS refused the policy: ForAllValues stands on a condition key that has one value",
    hint: "take the operator without ForAllValues",
  },
];

const otherwise = ({ message }: SdkError): RefusedError =>
  new RefusedError(
    "malformed-policy",
    message === ""
      ? "KMS refused the policy as malformed and gave no reason"
      : `KMS refused the policy as malformed: ${message}`,
    { hint: "check it with: kmspol check FILE" },
  );

const tooLarge = (): RefusedError =>
  new RefusedError("policy-too-large", "KMS refused the policy: it is larger than 32768 bytes", {
    hint: "merge statements, or give access by grants or aws:PrincipalOrgID",
  });

const invalidText = ({ message }: SdkError): RefusedError =>
  new RefusedError(
    "malformed-policy",
    `KMS does not take the policy's text: ${message.split("\n")[0] ?? ""}`,
    {
      hint: "only tab, line ends and the characters U+0020 to U+00FF may stand in a key policy",
    },
  );

const invalidArn = ({ message }: SdkError): RefusedError =>
  new RefusedError(
    "invalid-arn",
    `KMS found an ARN that is not valid: ${message || "it does not say which"}`,
    {
      hint: "check the ARNs in the policy and that of the key",
    },
  );
