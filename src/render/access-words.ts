import { accountOfWord } from "../access/principal-word.ts";
import type { Access } from "../access/types.ts";
import type { KeyFacts } from "../policy/key-facts.ts";
import { actionWords, listWords } from "./action-words.ts";
import { whenWords } from "./condition-words.ts";
import { escapeLine } from "./escape.ts";
import { policyWords } from "./layers.ts";
import { subjectWords } from "./principal-words.ts";

/** `role/App gains kms:Decrypt and 5 more, only through s3.us-east-1.amazonaws.com`. */
export const accessSentence = (
  access: Access,
  verb: "gains" | "loses" | "has" | "may have",
  facts: KeyFacts,
  full: boolean,
): string => {
  return sentenceOf(subjectWords(access, facts.account), verb, access, facts, full);
};

/** The same with the subject in its own words. */
export const sentenceOf = (
  who: string,
  verb: string,
  access: Access,
  facts: KeyFacts,
  full: boolean,
): string => {
  const possibly = access.undecided === undefined ? "" : "possibly ";
  return `${who} ${possibly}${verb} ${rightsWords(access, facts, full)}`;
};

/** `kms:Decrypt and 5 more, by the managed policy Deploy, only through s3.us-east-1.amazonaws.com`. */
export const rightsWords = (access: Access, facts: KeyFacts, full: boolean): string => {
  const clauses = [viaWords(access, facts), whenWords(access.when, full, facts.account)].filter(
    (clause) => clause !== "",
  );
  const why = access.undecided === undefined ? "" : ` (undecided: ${escapeLine(access.undecided)})`;
  return [actionWords(access.actions, facts, full), ...clauses].join(", ") + why;
};

/** Through what it comes: `by the managed policy Deploy`, `where IAM allows it too`; empty for the key policy itself. */
export const viaWords = (access: Access, facts: KeyFacts): string => {
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
  const names = by.map(({ policy, of, grant }) => {
    if (grant !== undefined) return `grant ${escapeLine(grant).slice(0, 12)}`;
    const group = of === undefined ? "" : ` of ${escapeLine(of.slice(of.lastIndexOf(":") + 1))}`;
    return `${policyWords(policy ?? "")}${group}`;
  });
  return names.length === 0 ? "" : `by ${listWords([...new Set(names)], 3)}`;
};
