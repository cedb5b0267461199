import type { Access } from "./types.ts";

// What amounts to control of the key, or to its loss (KMS Developer Guide, "Default key policy: Allows key administrators to administer the KMS key").
const weights = new Map([
  ["kms:PutKeyPolicy", 100],
  ["kms:CreateGrant", 60],
  ["kms:ScheduleKeyDeletion", 50],
  ["kms:DeleteImportedKeyMaterial", 40],
  ["kms:ReplicateKey", 35],
  ["kms:DisableKey", 30],
  ["kms:RevokeGrant", 20],
  ["kms:Decrypt", 15],
  ["kms:Sign", 12],
  ["kms:GenerateMac", 12],
]);

/** How much an action can do; only good for comparing. */
export const weightOfAction = (action: string): number => weights.get(action) ?? 1;

/**
 * How much a person should look at an entry first: PutKeyPolicy, CreateGrant, ScheduleKeyDeletion and access for the public or for
 * other accounts than `account` (the key's own). Only good for comparing.
 */
export const riskOf = (access: Access, account?: string): number => {
  const strongest = Math.max(0, ...access.actions.map(weightOfAction));
  const exposure = isPublic(access) ? 80 : isExternal(access, account) ? 45 : 0;
  const always = access.when.some((conditions) => conditions.length === 0) ? 5 : 0;
  return strongest + exposure + always + (access.undecided === undefined ? 0 : 2);
};

const isPublic = ({ principal }: Access): boolean => principal === "anyone" || principal === "service:any";

const isExternal = ({ principal }: Access, account: string | undefined): boolean => {
  const own = /^(?:root-user:|account:|arn:[^:]*:(?:iam|sts)::)(\d{12})/.exec(principal)?.[1];
  return account !== undefined && own !== undefined && own !== account;
};

/** Riskiest first; entries of equal risk by principal, so that the order is always the same. */
export const rankAccess = (entries: readonly Access[], account?: string): readonly Access[] =>
  entries
    .map((access) => ({
      access,
      risk: riskOf(access, account),
      text: `${access.principal} ${access.via} ${access.actions.join()}`,
    }))
    .sort(
      (left, right) =>
        right.risk - left.risk || (left.text < right.text ? -1 : left.text > right.text ? 1 : 0),
    )
    .map(({ access }) => access);
