import { isAnotherAccount, whyOpaque } from "../policy/symbols.ts";
import { accountOfWord } from "./principal-word.ts";
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

/** What makes an access risky. */
export type Risk =
  "public" | "conditionally-public" | "any-service" | "policy" | "deletion" | "external" | "grants";

/** Worst first; the first that holds is named. An access that is risky in two ways stands before one that is so in one. */
const risks: readonly {
  readonly risk: Risk;
  readonly weight: number;
  readonly holds: (access: Access, account: string | undefined) => boolean;
}[] = [
  { risk: "public", weight: 64, holds: (access) => access.principal === "anyone" && isAlways(access) },
  { risk: "conditionally-public", weight: 48, holds: ({ principal }) => principal === "anyone" },
  { risk: "any-service", weight: 40, holds: ({ principal }) => principal === "service:any" },
  { risk: "policy", weight: 32, holds: ({ actions }) => actions.includes("kms:PutKeyPolicy") },
  { risk: "deletion", weight: 24, holds: ({ actions }) => actions.includes("kms:ScheduleKeyDeletion") },
  { risk: "external", weight: 20, holds: isExternal },
  {
    risk: "grants",
    weight: 16,
    holds: (access) => access.actions.includes("kms:CreateGrant") && !isForServices(access),
  },
];

const isAlways = (access: Access): boolean => access.when.some((all) => all.length === 0);

/** An account that is not the key's own; where one of the two is left open or not known, or known by a name alone, nothing counts as external. */
function isExternal({ principal }: Access, owner: string | undefined): boolean {
  if (whyOpaque(principal) !== undefined && !isAnotherAccount(principal)) return false;
  const account = accountOfWord(principal) ?? "";
  return owner !== undefined && /^\d{12}$/.test(account) && account !== owner;
}

const isForServices = (access: Access): boolean =>
  access.when.every((all) =>
    all.some(
      ({ key, test, values, not }) =>
        /^kms:grantisforawsresource$/i.test(key) &&
        /^bool$/i.test(test) &&
        !not &&
        values.every((value) => value.toLowerCase() === "true"),
    ),
  );

/** The worst thing about an access to a key of that account, or undefined where nothing stands out. */
export const worstRisk = (access: Access, account: string | undefined): Risk | undefined =>
  risks.find(({ holds }) => holds(access, account))?.risk;

/** How much a person should look at an access first, to a key of that account. Only good for comparing. */
export const riskOf = (access: Access, account: string | undefined): number =>
  risks.reduce((sum, { weight, holds }) => sum + (holds(access, account) ? weight : 0), 0) +
  (isAlways(access) ? 2 : 0) +
  (access.via === "key-policy" ? 1 : 0);

/** Riskiest first; of equal risk by principal, so that the order is always the same. The one order of every answer, in text and in JSON. */
export const rankAccess = (entries: readonly Access[], account: string | undefined): readonly Access[] =>
  entries
    .map((access) => ({ access, risk: riskOf(access, account) }))
    .sort((left, right) => right.risk - left.risk || byName(left.access, right.access))
    .map(({ access }) => access);

const byName = (left: Access, right: Access): number =>
  inOrder(left.principal, right.principal) ||
  left.actions.length - right.actions.length ||
  inOrder(`${left.via} ${left.actions.join()}`, `${right.via} ${right.actions.join()}`);

const inOrder = (left: string, right: string): number => (left < right ? -1 : left > right ? 1 : 0);
