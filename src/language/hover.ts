import { parseOperator } from "../check/operator.ts";
import { actionsCovered } from "../check/pattern.ts";
import { conditionKeyNamed } from "../policy/condition-keys.ts";
import { kmsActionNamed } from "../policy/kms-actions.ts";
import { fixedParts, notKnownYet } from "../policy/symbols.ts";
import type { JsonPath } from "../policy/syntax.ts";
import { actionMeaning, actionPatterns } from "./meaning/actions.ts";
import { keyMeaning, operatorMeaning, setMeanings } from "./meaning/conditions.ts";
import { principalMeaning } from "./meaning/principals.ts";
import { partOf } from "./part.ts";
import { wordAt } from "./place.ts";
import type { ListedPrincipals, OpenPolicy, Span } from "./types.ts";

/** What an editor shows of a word under the pointer. */
export interface Hover {
  readonly span: Span;
  /** What the word means, in sentences; undefined where the statement is meant. */
  readonly meaning?: string;
  /** The path of a statement, where what it gives is to be told. */
  readonly statement?: JsonPath;
}

/** What is told of the word at an offset: what an action, a key or an operator means, who a principal is, or which statement it names. */
export const hoverAt = (policy: OpenPolicy, offset: number, listed: ListedPrincipals): Hover | undefined => {
  const word = policy.document && wordAt(policy, policy.document.root, offset);
  const part = word && partOf(word);
  if (!part) return undefined;
  const { span, value, path } = word;
  const told = (meaning: string | undefined): Hover | undefined =>
    meaning === undefined ? undefined : { span, meaning };
  switch (part.is) {
    case "action":
      return told(wordsOfAction(value));
    case "condition-key":
      return told(wordsOfKey(value));
    case "operator":
      return told(wordsOfOperator(value));
    case "principal":
      return told(principalMeaning(part.type === "*" ? "AWS" : part.type, value, policy.facts, listed));
    case "sid":
    case "effect":
      return { span, statement: part.statement };
    case "statement-element":
      return part.name === "Sid" || part.name === "Effect"
        ? { span, statement: path.slice(0, -1) }
        : undefined;
    default:
      return undefined;
  }
};

const wordsOfAction = (value: string): string => {
  const known = kmsActionNamed(value);
  if (known) return actionMeaning(known);
  const parts = fixedParts(value);
  if (parts) {
    const may = actionsCovered(parts.join("*")).flatMap(({ name, onKey }) => (onKey ? [`kms:${name}`] : []));
    return `${opening(notKnownYet(value))}. ${may.length === 0 ? "It covers no action of KMS, whatever that is." : `It may cover ${listed(may)}.`}`;
  }
  if (!/[*?]/.test(value))
    return "Not known to this kmspol: AWS may have it, or it is misspelt. It is read as access like any other.";
  const covered = actionsCovered(value).flatMap(({ name, onKey }) => (onKey ? [`kms:${name}`] : []));
  const meaning = actionPatterns.get(value === "*" ? "kms:*" : value);
  const list = covered.length === 0 ? "It covers no action of today." : `It covers ${listed(covered)}.`;
  return meaning === undefined ? list : `${meaning} ${list}`;
};

const opening = (clause: string): string => clause.charAt(0).toUpperCase() + clause.slice(1);

const listed = (names: readonly string[]): string =>
  names.length <= 12
    ? names.join(", ")
    : `${names.slice(0, 8).join(", ")} and ${String(names.length - 8)} more`;

const wordsOfKey = (value: string): string => {
  const known = conditionKeyNamed(value);
  return known
    ? keyMeaning(known)
    : "Not known to this kmspol: a request may carry it or not, so that it stays open whether the condition is met.";
};

const wordsOfOperator = (value: string): string => {
  const { base, canonical, set, ifExists } = parseOperator(value);
  if (canonical === undefined) return "No operator that KMS knows: it refuses the policy.";
  const prefix = setMeanings.find(([name]) => name === `${set ?? ""}:`)?.[1] ?? "";
  const suffix = ifExists ? " Also met where the key is absent." : "";
  return `${prefix}${operatorMeaning(base)}${suffix}`;
};
