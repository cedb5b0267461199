import { kmsTable } from "./kms-table.generated.ts";

export type ConditionKeyType = "String" | "ARN" | "Bool" | "Numeric" | "Date" | "IPAddress";

/** A condition key that requests to KMS can carry. */
export interface ConditionKey {
  /** In its documented spelling; a free part is `*`: `aws:PrincipalTag/*`, `kms:EncryptionContext:*`. */
  readonly name: string;
  readonly type: ConditionKeyType;
  /** It can have several values: ForAnyValue and ForAllValues are for these. */
  readonly multi: boolean;
  /** It has an effect in a key policy (KMS Developer Guide, "Condition keys"). */
  readonly keyPolicy: boolean;
}

type Row = readonly [name: string, type: ConditionKeyType, multi?: "multi"];

// Global keys (IAM User Guide, "AWS global condition context keys").
const globalKeys: readonly Row[] = [
  ["aws:CalledVia", "String", "multi"],
  ["aws:CalledViaFirst", "String"],
  ["aws:CalledViaLast", "String"],
  ["aws:CurrentTime", "Date"],
  ["aws:EpochTime", "Date"],
  ["aws:FederatedProvider", "String"],
  ["aws:MultiFactorAuthAge", "Numeric"],
  ["aws:MultiFactorAuthPresent", "Bool"],
  ["aws:PrincipalAccount", "String"],
  ["aws:PrincipalArn", "ARN"],
  ["aws:PrincipalIsAWSService", "Bool"],
  ["aws:PrincipalOrgID", "String"],
  ["aws:PrincipalOrgPaths", "String", "multi"],
  ["aws:PrincipalServiceName", "String"],
  ["aws:PrincipalServiceNamesList", "String", "multi"],
  ["aws:PrincipalTag/*", "String"],
  ["aws:PrincipalType", "String"],
  ["aws:Referer", "String"],
  ["aws:RequestTag/*", "String"],
  ["aws:RequestedRegion", "String"],
  ["aws:ResourceAccount", "String"],
  ["aws:ResourceOrgID", "String"],
  ["aws:ResourceOrgPaths", "String", "multi"],
  ["aws:ResourceTag/*", "String"],
  ["aws:SecureTransport", "Bool"],
  ["aws:SourceAccount", "String"],
  ["aws:SourceArn", "ARN"],
  ["aws:SourceIdentity", "String"],
  ["aws:SourceIp", "IPAddress"],
  ["aws:SourceOrgID", "String"],
  ["aws:SourceOrgPaths", "String", "multi"],
  ["aws:SourceVpc", "String"],
  ["aws:SourceVpce", "String"],
  ["aws:TagKeys", "String", "multi"],
  ["aws:TokenIssueTime", "Date"],
  ["aws:UserAgent", "String"],
  ["aws:ViaAWSService", "Bool"],
  ["aws:VpcSourceIp", "IPAddress"],
  ["aws:Ec2InstanceSourcePrivateIPv4", "IPAddress"],
  ["aws:Ec2InstanceSourceVpc", "String"],
  ["aws:userid", "String"],
  ["aws:username", "String"],
];

// Documented for IAM policies only (KMS Developer Guide).
const iamOnly = new Set(["aws:resourcetag/*", "kms:resourcealiases"]);

const typeNames = new Map<string, ConditionKeyType>([
  ["ARN", "ARN"],
  ["Bool", "Bool"],
  ["Numeric", "Numeric"],
  ["Date", "Date"],
]);

const tableRow = ({ name, type }: { name: string; type: string }): Row => {
  const plain = typeNames.get(type.replace("ArrayOf", "")) ?? "String";
  return type.startsWith("ArrayOf") ? [name, plain, "multi"] : [name, plain];
};

/** Every condition key that we know, KMS's own first. */
export const conditionKeys: readonly ConditionKey[] = [
  ...kmsTable.conditionKeys.filter(({ name }) => name.startsWith("kms:")).map(tableRow),
  ...globalKeys,
].map(([name, type, multi]) => ({
  name,
  type,
  multi: multi !== undefined,
  keyPolicy: !iamOnly.has(name.toLowerCase()),
}));

const exact = new Map(conditionKeys.map((key) => [key.name.toLowerCase(), key]));
const families = conditionKeys.filter((key) => key.name.endsWith("*"));

/** The key of that name, in any case: `aws:principaltag/Team` finds `aws:PrincipalTag/*`. A family needs its free part. */
export const conditionKeyNamed = (name: string): ConditionKey | undefined => {
  const folded = name.toLowerCase();
  if (folded.endsWith("*")) return undefined;
  return (
    exact.get(folded) ??
    families.find(({ name: family }) => {
      const stem = family.slice(0, -1).toLowerCase();
      return folded.startsWith(stem) && folded.length > stem.length;
    })
  );
};
