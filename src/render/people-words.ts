import { accountOfWord } from "../access/principal-word.ts";
import type { Access } from "../access/types.ts";
import type { KeyFacts } from "../policy/key-facts.ts";
import type { People } from "../world/people.ts";
import { listWords } from "./action-words.ts";
import { escapeLine } from "./escape.ts";
import { principalWords, subjectWords } from "./principal-words.ts";

/** A group of principals as people say it. */
export interface PeopleWords {
  readonly names: readonly string[];
  /** `14 roles and 2 users`. */
  readonly counted: string;
  /** `every user and role of this account but role/X`, where that is shorter than the names. */
  readonly everybody: string | undefined;
}

/** Names a group; with `usage` those that were used last come first, and when that was is told. */
export const peopleWords = (
  group: readonly Access[],
  { account }: KeyFacts,
  people: People | undefined,
  usage: boolean,
): PeopleWords => {
  const used = usage && people ? usageOf(people) : undefined;
  const sorted = used ? [...group].sort((a, b) => used.at(b) - used.at(a)) : group;
  return {
    names: sorted.map((access) => nameOf(access, account) + (used?.words(access) ?? "")),
    counted: countedWords(group),
    everybody: people && everybodyBut(group, account, people),
  };
};

// A role of IAM Identity Center is known to people by its permission set; the rest of its name is made up by AWS.
const permissionSet = /:role\/aws-reserved\/sso\.amazonaws\.com\/.*AWSReservedSSO_(.+)_[0-9a-f]{16}$/;

const nameOf = (access: Access, account: string | undefined): string => {
  const { principal, by } = access;
  const [, set] = (by && permissionSet.exec(principal)) ?? [];
  if (set === undefined) return subjectWords(access, account);
  const owner = accountOfWord(principal);
  return `the SSO permission set ${escapeLine(set)}${owner === account ? "" : ` of ${owner ?? ""}`}`;
};

const kindOf = ({ principal }: Access): string =>
  /^arn:[^:]*:iam::\d*:(user|role)\//.exec(principal)?.[1] ?? "principal";

const countedWords = (group: readonly Access[]): string => {
  const counts = ["role", "user", "principal"].flatMap((kind) => {
    const count = group.filter((access) => kindOf(access) === kind).length;
    return count === 0 ? [] : [`${count} ${kind}${count === 1 ? "" : "s"}`];
  });
  return listWords(counts, counts.length);
};

/** From here on it is shorter to name who is left out. */
const many = 8;
const mostLeftOut = 3;

const everybodyBut = (
  group: readonly Access[],
  account: string | undefined,
  people: People,
): string | undefined => {
  const [first] = group;
  const owner = first && accountOfWord(first.principal);
  if (owner === undefined || group.length < many) return undefined;
  const root = `root-user:${owner}`;
  const told = new Set(group.map(({ principal }) => principal).filter((word) => word !== root));
  const all = people.inAccount(owner);
  const missing = all.filter((arn) => !told.has(arn));
  if (told.size !== all.length - missing.length || missing.length > mostLeftOut) return undefined;
  const whose = owner === account ? "this account" : `account ${owner}`;
  const but = missing.map((arn) => principalWords(arn, account));
  const everyone = `every user and role of ${whose}${but.length === 0 ? "" : ` but ${listWords(but, mostLeftOut)}`}`;
  return told.size === group.length ? everyone : `the root user and ${everyone}`;
};

const day = 24 * 60 * 60 * 1000;

const usageOf = ({ lastUsed, now }: People) => ({
  at: ({ principal }: Access): number => lastUsed(principal)?.getTime() ?? 0,
  words: ({ principal }: Access): string => {
    const at = lastUsed(principal);
    if (!at) return "";
    const days = Math.floor((now.getTime() - at.getTime()) / day);
    return days < 1 ? " (used today)" : ` (used ${days} ${days === 1 ? "day" : "days"} ago)`;
  },
});
