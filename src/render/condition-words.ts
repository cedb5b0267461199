import type { Condition } from "../access/types.ts";
import { permissionSetOf, permissionSetWord } from "../policy/permission-set.ts";
import { choiceOf } from "../policy/template-choices.ts";
import { unknownIn } from "../policy/unknown-values.ts";
import { listWords } from "./action-words.ts";
import { escapeLine } from "./escape.ts";

/** Conditions that have a common way of being said; `values` are escaped and joined already. */
const sayings: readonly (readonly [key: RegExp, say: (values: string, key: string) => string])[] = [
  [/^kms:viaservice$/i, (values) => `only through ${values}`],
  [/^kms:calleraccount$/i, (values) => `only from account ${values}`],
  [/^aws:principalorgid$/i, (values) => `only inside the organization ${values}`],
  [/^aws:principalorgpaths$/i, (values) => `only inside the organization path ${values}`],
  [/^aws:principalaccount$/i, (values) => `only for principals of ${values}`],
  [/^aws:principalarn$/i, (values) => `only for ${values}`],
  [/^aws:sourceaccount$/i, (values) => `only for resources of account ${values}`],
  [/^aws:sourcearn$/i, (values) => `only for the resource ${values}`],
  [/^aws:sourceip$/i, (values) => `only from ${values}`],
  [/^aws:sourcevpce?$/i, (values) => `only from ${values}`],
  [/^kms:grantoperations$/i, (values) => `only for grants of ${values}`],
  [/^kms:encryptioncontext:/i, (values, key) => `only with ${key.slice(4)} = ${values}`],
];

/** Operators that mean "is one of these", whatever the type. */
const positive =
  /^(?:ForAnyValue:)?(?:String(?:Equals|Like|EqualsIgnoreCase)|Arn(?:Equals|Like)|IpAddress)$/i;
/** Those that mean "is none of these", which a request without the key is as well. */
const negative = /^(?:String|Arn)Not(?:Equals|Like|EqualsIgnoreCase)$|^NotIpAddress$/i;

/** An or of ands as words that follow a comma: `only through s3.us-east-1.amazonaws.com`; empty for always. `account`: the key's own. */
export const whenWords = (
  when: readonly (readonly Condition[])[],
  full: boolean,
  account?: string,
): string => {
  if (when.some((all) => all.length === 0)) return "";
  const limit = full ? Number.POSITIVE_INFINITY : 2;
  const ways = when.map((all) =>
    listWords(
      all.map((condition) => conditionWords(condition, full, account)),
      full ? limit : 3,
    ),
  );
  const shown =
    ways.length > limit ? [...ways.slice(0, limit), `in ${ways.length - limit} other ways`] : ways;
  return shown.join(", or ");
};

const conditionWords = (condition: Condition, full: boolean, account: string | undefined): string => {
  const { key, test, values, not } = condition;
  const texts = values.map((value) =>
    value === "" ? '""' : escapeLine(setWord(value, account)) + unknownWords(key, value),
  );
  const joined = orWords(texts, full ? Number.POSITIVE_INFINITY : 3);
  const flag = flagWords(condition) ?? timeWords(condition, joined);
  if (flag) return flag;
  const saying = sayings.find(([pattern]) => pattern.test(key))?.[1];
  if (saying && (not ? negative : positive).test(test)) return saying(joined, escapeLine(key));
  if (saying && (not ? positive : negative).test(test))
    return saying(joined, escapeLine(key)).replace(/^only/, "except");
  return `only where ${not ? "not " : ""}(${escapeLine(key)} ${escapeLine(test)} ${joined})`;
};

/** What a list of this program lacks may be new: it is told as it stands, and that it is not known. */
const unknownWords = (key: string, value: string): string => {
  const unknown = unknownIn(key, value);
  if (!unknown) return "";
  return unknown.kind === "word" ? " (not known to this kmspol)" : " (a Region not known to this kmspol)";
};

/** The pattern of a permission set's role, as the verbs call it. */
const setWord = (value: string, account: string | undefined): string => {
  const set = permissionSetOf(value);
  return set ? permissionSetWord(set, account) : value;
};

/** Every request has its time. */
const timeWords = ({ key, test, not }: Condition, joined: string): string | undefined => {
  if (not || !/^aws:currenttime$/i.test(key)) return undefined;
  if (/^dateLessThan$/i.test(test)) return `only before ${joined}`;
  return /^dateGreaterThan$/i.test(test) ? `only after ${joined}` : undefined;
};

const orWords = (texts: readonly string[], limit: number): string =>
  listWords(texts, limit).replace(/ and (?!\d+ more$)/, " or ");

/** Yes-or-no keys that have a common way of being said: where they are true, and where they are not; `always`: every request has them. */
const flags: readonly (readonly [key: RegExp, yes: string, no: string, always?: "always"])[] = [
  [
    /^kms:grantisforawsresource$/i,
    "only for AWS services on its behalf",
    "except for AWS services on its behalf",
  ],
  [/^aws:multifactorauthpresent$/i, "only with MFA", "only without MFA"],
  [/^aws:viaawsservice$/i, "only through AWS services", "only without an AWS service in between", "always"],
  [/^aws:securetransport$/i, "only with TLS", "only without TLS", "always"],
];

// Of a key that may be absent, some tests say that it is true, and some that it is not; others let absence pass for true.
const surelyTrue: ReadonlySet<string> = new Set(["bool true", "not boolifexists false"]);
const notTrue: ReadonlySet<string> = new Set(["boolifexists false", "not bool true"]);
const alwaysTrue: ReadonlySet<string> = new Set([...surelyTrue, "boolifexists true", "not bool false"]);
const alwaysFalse: ReadonlySet<string> = new Set([...notTrue, "bool false", "not boolifexists true"]);

/** Yes-or-no keys and tests for absence, which read badly as `key operator value`. */
const flagWords = ({ key, test, values, not }: Condition): string | undefined => {
  const single = values.length === 1 ? values[0]?.toLowerCase() : undefined;
  if (single === undefined) return undefined;
  const operator = `${not ? "not " : ""}${test.toLowerCase()} ${single}`;
  const choice = choiceOf(key);
  if (choice !== undefined && alwaysTrue.has(operator)) return `if ${escapeLine(choice)}`;
  if (choice !== undefined && alwaysFalse.has(operator)) return `unless ${escapeLine(choice)}`;
  const [, yes, no, always] = flags.find(([pattern]) => pattern.test(key)) ?? [];
  if (yes !== undefined && (always ? alwaysTrue : surelyTrue).has(operator)) return yes;
  if (no !== undefined && (always ? alwaysFalse : notTrue).has(operator)) return no;
  if (not) return undefined;
  if (/^null$/i.test(test))
    return `only where ${escapeLine(key)} is ${single === "true" ? "absent" : "present"}`;
  return /^bool$/i.test(test) ? `only where ${escapeLine(key)} is ${escapeLine(single)}` : undefined;
};
