import { mainAccount, secondAccount } from "./accounts.ts";

/** The policies of the keys that the sandbox starts with. */

const arn = (what: string, account = mainAccount): string => `arn:aws:iam::${account}:${what}`;
const root = arn("root");

const enableIam = {
  Sid: "Enable IAM User Permissions",
  Effect: "Allow",
  Principal: { AWS: root },
  Action: "kms:*",
  Resource: "*",
};

const adminActions = [
  ...[
    "Create*",
    "Describe*",
    "Enable*",
    "List*",
    "Put*",
    "Update*",
    "Revoke*",
    "Disable*",
    "Get*",
    "Delete*",
  ],
  ...["TagResource", "UntagResource", "ScheduleKeyDeletion", "CancelKeyDeletion"],
];

const symmetricUse = ["Encrypt", "Decrypt", "ReEncrypt*", "GenerateDataKey*", "DescribeKey"];

interface ConsolePolicy {
  readonly admins: readonly string[];
  readonly users: readonly string[];
  /** Use actions of the key's type, without prefix. */
  readonly use?: readonly string[];
  /** Actions beyond the console's of 2017 to 2024. */
  readonly extra?: readonly string[];
  /** Whether services may make grants for the users. */
  readonly grants?: boolean;
}

/** A policy as the console of KMS writes it. */
const consolePolicy = ({
  admins,
  users,
  use = symmetricUse,
  extra = [],
  grants = true,
}: ConsolePolicy): string => {
  const statement = (Sid: string, AWS: readonly string[], actions: readonly string[]) => ({
    Sid,
    Effect: "Allow",
    Principal: { AWS },
    Action: actions.map((action) => `kms:${action}`),
    Resource: "*",
  });
  const forServices = {
    ...statement("Allow attachment of persistent resources", users, [
      "CreateGrant",
      "ListGrants",
      "RevokeGrant",
    ]),
    Condition: { Bool: { "kms:GrantIsForAWSResource": "true" } },
  };
  return policyOf("key-consolepolicy-3", [
    enableIam,
    statement("Allow access for Key Administrators", admins, [...adminActions, ...extra]),
    statement("Allow use of the key", users, use),
    ...(grants ? [forServices] : []),
  ]);
};

const policyOf = (id: string | undefined, statements: readonly unknown[]): string =>
  JSON.stringify({ Version: "2012-10-17", ...(id === undefined ? {} : { Id: id }), Statement: statements });

const current = ["RotateKeyOnDemand"];
const [admin, app] = [arn("role/Admin"), arn("role/App")];

export const appPolicy = consolePolicy({ admins: [admin], users: [app], extra: current });

/** As the console wrote it before 2024: `upgrade` has something to do. */
export const legacyPolicy = consolePolicy({
  admins: [admin, arn("user/admin")],
  users: [app, arn("user/team/bob")],
});

export const signingPolicy = consolePolicy({
  admins: [admin],
  users: [arn("role/ci/pipelines/Deploy")],
  use: ["DescribeKey", "GetPublicKey", "Sign", "Verify"],
  grants: false,
});

export const macPolicy = consolePolicy({
  admins: [admin],
  users: [app],
  use: ["DescribeKey", "GenerateMac", "VerifyMac"],
  grants: false,
});

export const rsaPolicy = consolePolicy({
  admins: [admin],
  users: [app],
  use: ["Encrypt", "Decrypt", "ReEncrypt*", "DescribeKey", "GetPublicKey"],
  grants: false,
});

export const globalPolicy = consolePolicy({
  admins: [admin],
  users: [app, arn("root", secondAccount)],
  extra: ["ReplicateKey", "UpdatePrimaryRegion", ...current],
});

/** Written by hand: a service, a condition, a Deny, and no delegation of key use to IAM. */
export const reportsPolicy = policyOf(undefined, [
  {
    Sid: "Administration",
    Effect: "Allow",
    Principal: { AWS: [root] },
    Action: [
      "kms:Describe*",
      "kms:Get*",
      "kms:List*",
      "kms:PutKeyPolicy",
      "kms:TagResource",
      "kms:EnableKey",
    ],
    Resource: "*",
  },
  {
    Sid: "Reports may read what S3 keeps for them",
    Effect: "Allow",
    Principal: { AWS: [arn("role/App"), arn("user/alice")] },
    Action: ["kms:Decrypt", "kms:DescribeKey"],
    Resource: "*",
    Condition: { StringEquals: { "kms:EncryptionContext:Department": ["Finance", "Audit"] } },
  },
  {
    Sid: "Logs",
    Effect: "Allow",
    Principal: { Service: "logs.eu-west-1.amazonaws.com" },
    Action: ["kms:Encrypt*", "kms:Decrypt*", "kms:GenerateDataKey*", "kms:Describe*"],
    Resource: "*",
    Condition: {
      ArnLike: { "kms:EncryptionContext:aws:logs:arn": `arn:aws:logs:eu-west-1:${mainAccount}:*` },
    },
  },
  {
    Sid: "No deletion",
    Effect: "Deny",
    Principal: { AWS: "*" },
    Action: ["kms:ScheduleKeyDeletion", "kms:DisableKey"],
    Resource: "*",
  },
]);

/** Names a user that is deleted when the sandbox starts, so that only its unique id is left. */
export const orphanedPolicy = (user: string): string =>
  consolePolicy({ admins: [admin], users: [app, arn(`user/${user}`)], extra: current });

/** The partner's key, which the main account may use where its IAM allows. */
export const sharedPolicy = policyOf(undefined, [
  { ...enableIam, Principal: { AWS: arn("root", secondAccount) } },
  {
    Sid: "Allow an external account to use this key",
    Effect: "Allow",
    Principal: { AWS: root },
    Action: symmetricUse.map((action) => `kms:${action}`),
    Resource: "*",
  },
]);

/** A policy of an AWS managed key: everyone of the account, but only through the service. */
export const managedPolicy = (account: string, region: string, service: string): string =>
  policyOf(`auto-${service}-1`, [
    {
      Sid: `Allow access through ${service} for all principals in the account that are authorized to use it`,
      Effect: "Allow",
      Principal: { AWS: "*" },
      Action: ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:DescribeKey"],
      Resource: "*",
      Condition: {
        StringEquals: {
          "kms:ViaService": `${service}.${region}.amazonaws.com`,
          "kms:CallerAccount": account,
        },
      },
    },
    {
      Sid: "Allow direct access to key metadata to the account",
      Effect: "Allow",
      Principal: { AWS: arn("root", account) },
      Action: ["kms:Describe*", "kms:Get*", "kms:List*"],
      Resource: "*",
    },
  ]);
