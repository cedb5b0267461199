import { kmsTable } from "./kms-table.generated.ts";
import { hasSymbol } from "./symbols.ts";

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

// Documented for IAM policies only (KMS Developer Guide).
const iamOnly = new Set(["aws:resourcetag/*", "kms:resourcealiases"]);

const typeNames = new Map<string, ConditionKeyType>([
  ["ARN", "ARN"],
  ["Bool", "Bool"],
  ["Numeric", "Numeric"],
  ["Date", "Date"],
  ["IPAddress", "IPAddress"],
]);

const tableRow = ({ name, type }: { name: string; type: string }): Row => {
  const plain = typeNames.get(type.replace("ArrayOf", "")) ?? "String";
  return type.startsWith("ArrayOf") ? [name, plain, "multi"] : [name, plain];
};

/**
 * Every condition key that we know: KMS's own, the global ones, and those that the session of a federated user carries (IAM User Guide,
 * "Available keys for AWS OIDC federation", "… SAML-based AWS STS federation").
 */
export const conditionKeys: readonly ConditionKey[] = [
  ...kmsTable.conditionKeys.filter(({ name }) => name.startsWith("kms:")).map(tableRow),
  ...[...kmsTable.globalKeys, ...kmsTable.federatedKeys].map(tableRow),
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

/**
 * Has the name the form of a condition key (`prefix:name`), without being known here, or is a part of it filled in later? A request may
 * carry it or not.
 */
export const mayBeNewKey = (name: string): boolean =>
  hasSymbol(name) || (/^[^:]+:./.test(name) && conditionKeyNamed(name) === undefined);

/**
 * Is it a key of an OpenID Connect provider, whose name is its address: `oidc.eks.eu-west-1.amazonaws.com/id/EXAMPLE:sub`? Sessions of its
 * users may carry it (IAM User Guide, "Available keys for AWS OIDC federation").
 */
export const isProviderKey = (name: string): boolean =>
  /^[a-z0-9-]+(\.[a-z0-9-]+)+(\/[^\s:]*)?:\S+$/i.test(name);
