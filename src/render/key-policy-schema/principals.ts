import { servicePrincipalTable } from "../../policy/service-principals.generated.ts";
import { offering, oneOrMany, type Schema } from "./schema.ts";

const aws: Schema = {
  // No policy takes a group as a principal (IAM User Guide, "AWS JSON policy elements: Principal").
  pattern: "^(?!arn:[^:]*:iam::[^:]*:group/)",
  patternErrorMessage:
    "An IAM group is no principal of a policy: name its users, or let IAM decide (kmspol add-group knows both ways).",
  defaultSnippets: [
    { label: "account", body: "arn:aws:iam::${1:111122223333}:root" },
    { label: "role", body: "arn:aws:iam::${1:111122223333}:role/${2:NAME}" },
    { label: "user", body: "arn:aws:iam::${1:111122223333}:user/${2:NAME}" },
    { label: "everyone", body: "*" },
  ],
};

/** The service principals that an editor lists. */
export const serviceWords: Schema = {
  enum: servicePrincipalTable.names.map((name) => `${name}.amazonaws.com`),
};

/** The value of Principal and NotPrincipal. `"*"` and `{"AWS":"*"}` mean the same. */
export const principalSchema: Schema = {
  type: ["object", "string"],
  pattern: "^\\*$",
  patternErrorMessage: 'Write { "AWS": "…" }; alone only * can stand here.',
  properties: {
    AWS: {
      description:
        "Accounts (their root ARN or id), roles, users and sessions by ARN; * is everyone in every account.",
      ...oneOrMany(aws),
    },
    Service: {
      description: "AWS services that call as themselves.",
      ...oneOrMany(offering("service-words")),
    },
    Federated: {
      description: "An identity provider: only for trust policies of roles.",
      ...oneOrMany({}),
    },
    CanonicalUser: {
      description: "A canonical user id of Amazon S3: not for KMS.",
      ...oneOrMany({}),
    },
  },
  additionalProperties: false,
};
