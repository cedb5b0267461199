import type { Access, AccessChange } from "../access/types.ts";
import type { KeyFacts } from "../policy/key-facts.ts";
import { actionWords, listWords } from "./action-words.ts";
import { wrapWords } from "./columns.ts";
import { whenWords } from "./condition-words.ts";
import { futureLines } from "./access-future.ts";
import { escapeLine } from "./escape.ts";
import { policyWords } from "./layers.ts";
import { accountOfWord, principalWords } from "./principal-words.ts";
import { byRisk, riskWords } from "./risk.ts";
import type { Style } from "./style.ts";

export interface AccessDiffOptions {
  readonly style: Style;
  readonly columns: number;
  /** Every line and every action; else long lists are cut with a count. */
  readonly full: boolean;
  /** What shows the rest, for the line that says how much was cut. */
  readonly more: string;
}

/** Lines shown of each kind before the list is cut. */
const shownLines = 8;

/** Who gains and who loses what, riskiest first, one sentence a line. */
export const renderAccessDiff = (
  change: AccessChange,
  facts: KeyFacts,
  options: AccessDiffOptions,
): string => {
  if (change.gained.length + change.lost.length === 0 && !change.futureActions) return `${nobodyWords}\n`;
  return [
    ...(change.gained.length + change.lost.length === 0 ? [nobodyToday] : []),
    ...section(change.gained, "gains", facts, options),
    ...section(change.lost, "loses", facts, options),
    ...futureLines(options.full ? change : withoutNamed(change), facts, options),
  ]
    .map((line) => `${line}\n`)
    .join("");
};

/**
 * Whose access changes today is read about once: that a wildcard in it also covers what AWS adds later is told with `--full`, and
 * where nothing else changes.
 */
const withoutNamed = (change: AccessChange): AccessChange => {
  const { future, ...today } = change;
  if (!future) return change;
  const named = new Set([...change.gained, ...change.lost].map(({ principal }) => principal));
  const gained = future.gained.filter(({ principal }) => !named.has(principal));
  const lost = future.lost.filter(({ principal }) => !named.has(principal));
  const isTold = gained.length + lost.length === 0 && future.gained.length + future.lost.length > 0;
  return isTold ? { ...today, futureActions: false } : { ...change, future: { gained, lost } };
};

const nobodyWords = "Nobody gains or loses access: the same rights, written differently.";
const nobodyToday = "Nobody gains or loses access today.";

const section = (
  entries: readonly Access[],
  verb: "gains" | "loses",
  facts: KeyFacts,
  options: AccessDiffOptions,
): string[] => {
  const { style, full, columns, more } = options;
  const mark = verb === "gains" ? style.added : style.removed;
  const sorted = [...entries].sort(byRisk(facts));
  const alike = groupedAlike(sorted, facts);
  const shown = full ? alike : alike.slice(0, shownLines);
  const lines = shown.map((group) => {
    const risk = verb === "gains" ? riskWords(group[0], facts) : undefined;
    const words = `${verb === "gains" ? "+" : "-"} ${groupSentence(group, verb, facts, full)}`;
    const wrapped = wrapWords(risk ? `${words} [${risk}]` : words, columns, "  ");
    return mark(wrapped);
  });
  const hidden = alike.length - shown.length;
  if (hidden > 0) return [...lines, style.faint(`  … and ${hidden} more; ${more}`)];
  return lines.some(isFolded) ? [...lines, style.faint(`  … ${more}`)] : lines;
};

/** Whether a line leaves out actions or conditions, which it then counts. */
export const isFolded = (line: string): boolean => /\d+\s+(?:more\b|other\s+ways\b)/.test(line);

type Alike = readonly [Access, ...Access[]];

/** Those who gain (or lose) the very same are told together, where the riskiest of them stands. */
export const groupedAlike = (sorted: readonly Access[], facts: KeyFacts): readonly Alike[] => {
  const groups = new Map<string, [Access, ...Access[]]>();
  for (const access of sorted) {
    const { actions, when, undecided } = access;
    const key = JSON.stringify([viaWords(access, facts), riskWords(access, facts), actions, when, undecided]);
    const group = groups.get(key);
    if (group) group.push(access);
    else groups.set(key, [access]);
  }
  return [...groups.values()];
};

/** So many are named before the rest is counted. */
const shownNames = 3;

/** `40 roles gain use of the key: role/a, role/b, role/c and 37 more`; few are named at the beginning. */
export const groupSentence = (
  group: Alike,
  verb: "gains" | "loses" | "has",
  facts: KeyFacts,
  full: boolean,
): string => {
  const [first, ...others] = group;
  const plural = { gains: "gain", loses: "lose", has: "have" }[verb];
  const names = group.map((access) => nameOf(access, facts));
  if (others.length === 0) return sentenceOf(names.join(""), verb, first, facts, full);
  if (group.length <= shownNames) return sentenceOf(listWords(names, shownNames), plural, first, facts, full);
  const counted = `${group.length} ${kindWords(group)}`;
  return `${sentenceOf(counted, plural, first, facts, full)}: ${listWords(names, full ? names.length : shownNames)}`;
};

// A role of IAM Identity Center is known to people by its permission set; the rest of its name is made up by AWS.
const permissionSet = /:role\/aws-reserved\/sso\.amazonaws\.com\/.*AWSReservedSSO_(.+)_[0-9a-f]{16}$/;

const nameOf = ({ principal, by }: Access, { account }: KeyFacts): string => {
  const [, set] = (by && permissionSet.exec(principal)) ?? [];
  return set === undefined ? principalWords(principal, account) : `the SSO permission set ${escapeLine(set)}`;
};

const kindWords = (group: Alike): string => {
  const kinds = new Set(
    group.map(({ principal }) => /^arn:[^:]*:iam::\d*:(user|role)\//.exec(principal)?.[1] ?? "principal"),
  );
  const [kind = "principal"] = kinds;
  return `${kinds.size === 1 ? kind : "principal"}s`;
};

/** `role/App gains kms:Decrypt and 5 more, only through s3.us-east-1.amazonaws.com`. */
export const accessSentence = (
  access: Access,
  verb: "gains" | "loses" | "has" | "may have",
  facts: KeyFacts,
  full: boolean,
): string => {
  return sentenceOf(principalWords(access.principal, facts.account), verb, access, facts, full);
};

const sentenceOf = (who: string, verb: string, access: Access, facts: KeyFacts, full: boolean): string => {
  const possibly = access.undecided === undefined ? "" : "possibly ";
  return `${who} ${possibly}${verb} ${rightsWords(access, facts, full)}`;
};

/** `kms:Decrypt and 5 more, by the managed policy Deploy, only through s3.us-east-1.amazonaws.com`. */
export const rightsWords = (access: Access, facts: KeyFacts, full: boolean): string => {
  const clauses = [viaWords(access, facts), whenWords(access.when, full)].filter((clause) => clause !== "");
  const why = access.undecided === undefined ? "" : ` (undecided: ${escapeLine(access.undecided)})`;
  return [actionWords(access.actions, facts, full), ...clauses].join(", ") + why;
};

const viaWords = (access: Access, facts: KeyFacts): string => {
  if (access.by) return sourcesOf(access);
  if (access.via === "key-policy") return "";
  const account = accountOfWord(access.principal);
  if (access.principal === "anyone") return "where their own IAM allows it too";
  return account === undefined || account === facts.account
    ? "where IAM allows it too"
    : "where that account's IAM allows it too";
};

/** With IAM data: which of its policies or grants give it; the key policy's own statements go without saying. */
const sourcesOf = ({ via, by = [] }: Access): string => {
  if (via === "key-policy") return "";
  const names = [
    ...new Set(
      by.map(({ policy, of, grant }) => {
        if (grant !== undefined) return `grant ${escapeLine(grant).slice(0, 12)}`;
        const group = of === undefined ? "" : ` of ${escapeLine(of.slice(of.lastIndexOf(":") + 1))}`;
        return `${policyWords(policy ?? "")}${group}`;
      }),
    ),
  ];
  return names.length === 0 ? "" : `by ${listWords(names, 3)}`;
};
