/** Records of CloudTrail as KMS writes them (KMS Developer Guide, "Examples of AWS KMS log entries"). */
export const keyArn = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";
export const sought = {
  arn: keyArn,
  id: "1234abcd-12ab-34cd-56ef-1234567890ab",
  account: "111122223333",
  region: "eu-west-1",
  aliases: ["alias/app"],
};

let made = 0;
const newId = (): string => `${(made += 1).toString(16).padStart(8, "0")}-0000-4000-8000-${"0".repeat(12)}`;

/** A session of a role, as `userIdentity`. */
export const session = (role: string, name = "i-1", account = "111122223333") => {
  const simple = role.slice(role.lastIndexOf("/") + 1);
  return {
    type: "AssumedRole",
    principalId: `AROAEXAMPLE${simple.toUpperCase().replaceAll(/\W/g, "")}:${name}`,
    arn: `arn:aws:sts::${account}:assumed-role/${simple}/${name}`,
    accountId: account,
    sessionContext: {
      sessionIssuer: {
        type: "Role",
        principalId: `AROAEXAMPLE${simple.toUpperCase().replaceAll(/\W/g, "")}`,
        arn: `arn:aws:iam::${account}:role/${role}`,
        accountId: account,
        userName: simple,
      },
    },
  };
};

/** One record; what is given wins. */
export const record = (given: Readonly<Record<string, unknown>> = {}): Record<string, unknown> => ({
  eventVersion: "1.11",
  userIdentity: session("App"),
  eventTime: "2026-11-20T10:00:00Z",
  eventSource: "kms.amazonaws.com",
  eventName: "Decrypt",
  awsRegion: "eu-west-1",
  sourceIPAddress: "192.0.2.1",
  requestParameters: { encryptionAlgorithm: "SYMMETRIC_DEFAULT", encryptionContext: { app: "x" } },
  responseElements: null,
  eventID: newId(),
  readOnly: true,
  resources: [{ accountId: "111122223333", type: "AWS::KMS::Key", ARN: keyArn }],
  eventType: "AwsApiCall",
  managementEvent: true,
  recipientAccountId: "111122223333",
  eventCategory: "Management",
  ...given,
});

/** A log file of CloudTrail. */
export const logFile = (...records: readonly unknown[]): string => JSON.stringify({ Records: records });
