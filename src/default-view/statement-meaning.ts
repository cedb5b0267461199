import type { PolicyDocument } from "../policy/document.ts";
import type { ConditionTest, PrincipalEntry, Statement } from "../policy/model.ts";
import type { KeyFacts } from "../policy/key-facts.ts";
import { parsePrincipal } from "../policy/principal.ts";
import { choiceOf } from "../policy/template-choices.ts";
import { placeOf } from "./place.ts";
import { appliesToKey } from "./recognise.ts";

/** One line of what a statement says: where it is, whom it allows or denies what, under which condition. */
export const meaningOf = (document: PolicyDocument, statement: Statement, facts: KeyFacts): string => {
  const place = placeOf(document, statement.index);
  if (statement.inert !== undefined) return `${place}: matches nothing, ${statement.inert}`;
  const verb = statement.effect === "Deny" ? "denies" : "allows";
  const when = statement.conditions.map(conditionWords).join(" and ");
  return `${place}: ${verb} ${whom(statement, facts)} ${what(statement)}${scope(statement, facts)}${when === "" ? "" : `, if ${when}`}`;
};

const whom = ({ principals, notPrincipal }: Statement, facts: KeyFacts): string => {
  // None is left out: what is not told here is told nowhere.
  const words = [...new Set(principals.map((entry) => principalWords(entry, facts)))].join(", ");
  return notPrincipal ? `everyone except ${words}` : words;
};

/** What belongs to the key's own account is named without it. */
const principalWords = ({ type, value }: PrincipalEntry, facts: KeyFacts): string => {
  const principal = parsePrincipal(type, value);
  switch (principal.kind) {
    case "everyone":
      return "everyone";
    case "account":
      return isOwn(principal, facts)
        ? "this account"
        : `account ${principal.account}${elsewhere(principal, facts)}`;
    case "user":
    case "role":
      return isOwn(principal, facts)
        ? `${principal.kind}${principal.path}${principal.name}`
        : `${principal.kind}${principal.path}${principal.name} of ${principal.account}${elsewhere(principal, facts)}`;
    default:
      return type === "AWS" ? value : `${type.toLowerCase()}:${value}`;
  }
};

interface OfAccount {
  readonly account: string;
  readonly partition: string | undefined;
}

const isOwn = (principal: OfAccount, facts: KeyFacts): boolean =>
  principal.account === facts.account && elsewhere(principal, facts) === "";

/** Where the partition is another than the key's, whose accounts are others, too: the partition, as an ending. */
const elsewhere = ({ partition }: OfAccount, facts: KeyFacts): string =>
  partition === undefined || facts.partition === undefined || partition === facts.partition
    ? ""
    : ` in ${partition}`;

const what = ({ actions, notAction }: Statement): string => {
  if (!notAction && actions.some((action) => /^(kms:)?\*$/i.test(action))) return "everything";
  return notAction ? `everything except ${shortened(actions, 5)}` : shortened(actions, 5);
};

/** A key policy is about its own key, whatever Resource names beside it. */
const scope = (statement: Statement, facts: KeyFacts): string => {
  const { resources, notResource } = statement;
  if (!notResource && resources.includes("*")) return "";
  if (facts.arn === undefined) return notResource ? " on all but certain keys" : " on certain keys";
  return appliesToKey(statement, facts) ? " on this key" : " on other keys alone";
};

const conditionWords = ({ operator, key, values }: ConditionTest): string => {
  const choice = choiceOf(key);
  if (choice !== undefined && operator === "Bool" && values.length === 1)
    return values[0] === "true" ? choice : `not ${choice}`;
  return `${key} ${operator} ${values.length === 0 ? "(no value)" : shortened(values, 3)}`;
};

const shortened = (words: readonly string[], most: number): string =>
  words.length <= most
    ? words.join(", ")
    : `${words.slice(0, most).join(", ")} and ${words.length - most} more`;
