import type { Schema } from "./schema.ts";

const account = "${1:111122223333}";

/** Statements that people write most, with the places to fill in (KMS Developer Guide, "Default key policy"). */
export const statementSnippets: readonly Schema[] = [
  {
    label: "Let IAM decide (root statement)",
    description: "Hands over to the IAM policies of the key's account.",
    body: {
      Sid: "Enable IAM User Permissions",
      Effect: "Allow",
      Principal: { AWS: `arn:aws:iam::${account}:root` },
      Action: "kms:*",
      Resource: "*",
    },
  },
  {
    label: "Key users",
    description: "Use of a symmetric encryption key.",
    body: {
      Sid: "Allow use of the key",
      Effect: "Allow",
      Principal: { AWS: `arn:aws:iam::${account}:role/\${2:NAME}` },
      Action: ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:DescribeKey"],
      Resource: "*",
    },
  },
  {
    label: "Grants for AWS services",
    description: "Lets AWS services that keep the user's data make grants on the user's behalf.",
    body: {
      Sid: "Allow attachment of persistent resources",
      Effect: "Allow",
      Principal: { AWS: `arn:aws:iam::${account}:role/\${2:NAME}` },
      Action: ["kms:CreateGrant", "kms:ListGrants", "kms:RevokeGrant"],
      Resource: "*",
      Condition: { Bool: { "kms:GrantIsForAWSResource": "true" } },
    },
  },
  {
    label: "AWS service",
    description: "A service that calls as itself, for the resources of one account.",
    body: {
      Sid: "Allow ${1:SERVICE}",
      Effect: "Allow",
      Principal: { Service: "${1:SERVICE}.amazonaws.com" },
      Action: ["kms:Decrypt", "kms:GenerateDataKey*"],
      Resource: "*",
      Condition: { StringEquals: { "aws:SourceAccount": "${2:111122223333}" } },
    },
  },
];
