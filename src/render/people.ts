import type { Access } from "../access/types.ts";
import type { World } from "../world/types.ts";
import { principalWords } from "./principal-words.ts";

/** Users and roles who gain or lose an action through IAM. */
interface People {
  readonly arns: readonly string[];
  readonly action: string;
}

/**
 * Who gains or loses through IAM, in a sentence: `14 roles and 2 users lose kms:Decrypt through IAM, among them role/CI
 * (used 2 days ago)`. Of several actions the one that matters most: to decrypt, else the one that most are about. Undefined
 * where it is nobody.
 */
export const peopleSentence = (
  rows: readonly Access[],
  does: "gain" | "lose",
  { world, account, now }: { readonly world: World; readonly account: string; readonly now: Date },
): string | undefined => {
  const people = mostAffected(rows.filter(({ via }) => via === "iam"));
  if (!people) return undefined;
  const { arns, action } = people;
  const named = lastUsedFirst(arns, world, account)
    .slice(0, 1)
    .map(({ arn, lastUsed }) => `${principalWords(arn, account)}${used(lastUsed, now)}`);
  const [example = ""] = named;
  if (arns.length === 1) return `${example} ${does}s ${action} through IAM`;
  return `${counted(arns)} ${does} ${action} through IAM, among them ${example}`;
};

const isPerson = /^arn:[^:]+:iam::\d{12}:(role|user)\//;

const mostAffected = (rows: readonly Access[]): People | undefined => {
  const byAction = new Map<string, Set<string>>();
  for (const { principal, actions } of rows) {
    if (!isPerson.test(principal)) continue;
    for (const action of actions) byAction.set(action, (byAction.get(action) ?? new Set()).add(principal));
  }
  const decrypt = byAction.get("kms:Decrypt");
  if (decrypt) return { arns: [...decrypt], action: "kms:Decrypt" };
  const [most] = [...byAction].sort(([, one], [, other]) => other.size - one.size);
  return most && { arns: [...most[1]], action: most[0] };
};

// Whoever works with the key would miss it first; then come those that have a name of their own.
const lastUsedFirst = (arns: readonly string[], world: World, account: string) => {
  const principals = world.directories.get(account)?.principals;
  return arns
    .map((arn) => ({ arn, lastUsed: principals?.get(arn)?.lastUsed }))
    .sort((one, other) => rank(other).localeCompare(rank(one)));
};

const rank = ({ arn, lastUsed = "" }: { readonly arn: string; readonly lastUsed: string | undefined }) =>
  `${lastUsed} ${/:role\/aws-(reserved|service-role)\//.test(arn) ? 0 : 1}`;

const used = (lastUsed: string | undefined, now: Date): string => {
  if (lastUsed === undefined) return "";
  const days = Math.floor((now.getTime() - Date.parse(lastUsed)) / 86_400_000);
  if (Number.isNaN(days)) return "";
  if (days < 1) return " (used today)";
  return days === 1 ? " (used yesterday)" : ` (used ${days} days ago)`;
};

const counted = (arns: readonly string[]): string => {
  const roles = arns.filter((arn) => arn.includes(":role/")).length;
  const kinds = [
    [roles, "role"],
    [arns.length - roles, "user"],
  ] as const;
  return kinds
    .filter(([count]) => count > 0)
    .map(([count, noun]) => `${count} ${noun}${count === 1 ? "" : "s"}`)
    .join(" and ");
};
