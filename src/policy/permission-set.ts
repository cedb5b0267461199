import { ssoPath } from "./reserved-roles.ts";

/** A permission set of IAM Identity Center in one account. */
export interface PermissionSet {
  readonly name: string;
  readonly account: string;
}

const anyHash = "?".repeat(16);
const pattern =
  /^arn:[a-z-]+:iam::(\d{12}):role\/aws-reserved\/sso\.amazonaws\.com\/\*AWSReservedSSO_([\w+=,.@-]+)_\?{16}$/;

/**
 * The pattern of aws:PrincipalArn that the role of a permission set has, whatever its random ending and the Region in its path (IAM
 * Identity Center User Guide, "Referencing permission sets in resource policies, Amazon EKS Cluster config maps, and AWS KMS key policies").
 */
export const permissionSetPattern = ({ name, account }: PermissionSet, partition = "aws"): string =>
  `arn:${partition}:iam::${account}:role${ssoPath}*AWSReservedSSO_${name}_${anyHash}`;

/** The permission set whose pattern this is; undefined for everything else, patterns that take in more among it. */
export const permissionSetOf = (value: string): PermissionSet | undefined => {
  const [, account, name] = pattern.exec(value) ?? [];
  return account === undefined || name === undefined ? undefined : { name, account };
};

/** True where the pattern is a permission set's, and the ARN that of its role, or of a session of it. */
export const isOfPermissionSet = (arn: string, setPattern: string): boolean => {
  const set = permissionSetOf(setPattern);
  const [, account, role = ""] =
    /^arn:[a-z-]+:(?:iam|sts)::(\d{12}):(?:role|assumed-role)\/(?:aws-reserved\/sso\.amazonaws\.com\/(?:[a-z0-9-]+\/)?)?([^/]+)(?:\/[^/]*)?$/.exec(
      arn,
    ) ?? [];
  const [, name] = /^AWSReservedSSO_(.+)_[0-9a-f]{16}$/.exec(role) ?? [];
  return set !== undefined && account === set.account && name === set.name;
};

/** A role that the set may have: for a question about one that nobody knows yet. */
export const someRoleOf = (setPattern: string): string =>
  setPattern.replace("*AWSReservedSSO_", "AWSReservedSSO_").replace(anyHash, "0123456789abcdef");

/** The word for a set: `sso/Dev` in `account`, the key's own, `sso/Dev@444455556666` elsewhere. */
export const permissionSetWord = ({ name, account }: PermissionSet, own: string | undefined): string =>
  account === own ? `sso/${name}` : `sso/${name}@${account}`;
