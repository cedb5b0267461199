import { RefusedError, UsageError } from "../../errors.ts";
import type { KeyFacts } from "../../policy/key-facts.ts";
import { keyKindOf, usageClassOf } from "../../policy/key-usage.ts";
import type { ConditionTest } from "../../policy/model.ts";
import { untilValue } from "./until.ts";
import { viaValue } from "./via.ts";

/** The flags that put a statement under conditions, as they were typed. */
export interface LimitFlags {
  readonly via?: readonly string[];
  readonly encryptionContext?: readonly string[];
  readonly org?: readonly string[];
  readonly until?: string;
}

/**
 * The conditions that flags mean, in the order in which they are written. `now` is given where access is to begin: then a date in
 * the past is refused. Throws UsageError (`unknown-service`, `region-needed`, `other-region`, `malformed-context`,
 * `malformed-organization`, `malformed-date`, `past-date`), RefusedError (`no-encryption-context`).
 */
export const parseLimits = (
  { via = [], encryptionContext = [], org = [], until }: LimitFlags,
  facts: KeyFacts,
  now?: Date,
): readonly ConditionTest[] => [
  ...equals(
    "kms:ViaService",
    via.map((text) => viaValue(text, facts)),
  ),
  ...contextTests(encryptionContext, facts),
  ...equals("aws:PrincipalOrgID", org.map(organization)),
  ...(until === undefined
    ? []
    : [{ operator: "DateLessThan", key: "aws:CurrentTime", values: [untilValue(until, now)] }]),
];

const equals = (key: string, values: readonly string[]): readonly ConditionTest[] =>
  values.length === 0 ? [] : [{ operator: "StringEquals", key, values: [...new Set(values)] }];

/** Several keys must all be there; of a key that is given twice, one of the values. In a condition a key's case does not matter. */
const contextTests = (pairs: readonly string[], facts: KeyFacts): readonly ConditionTest[] => {
  if (pairs.length === 0) return [];
  const kind = usageClassOf(facts);
  if (kind !== undefined && kind !== "S") {
    throw new RefusedError("no-encryption-context", `${keyKindOf(kind)} takes no encryption context`, {
      hint: "only requests to symmetric encryption keys carry one: leave --encryption-context out",
    });
  }
  const byKey = new Map<string, { readonly key: string; readonly values: readonly string[] }>();
  for (const pair of pairs) {
    const { key, value } = contextPair(pair);
    const there = byKey.get(key.toLowerCase());
    byKey.set(key.toLowerCase(), { key: there?.key ?? key, values: [...(there?.values ?? []), value] });
  }
  return [...byKey.values()].flatMap(({ key, values }) => equals(`kms:EncryptionContext:${key}`, values));
};

const contextPair = (pair: string): { readonly key: string; readonly value: string } => {
  const at = pair.indexOf("=");
  const [key, value] = [pair.slice(0, Math.max(0, at)), pair.slice(at + 1)];
  if (key !== "" && value !== "" && !/\$\{|[*?]/.test(key) && !value.includes("${")) return { key, value };
  throw new UsageError("malformed-context", `--encryption-context takes KEY=VALUE, not "${pair}"`, {
    hint: "write it like --encryption-context app=billing; both are taken literally, policy variables are for kmspol edit",
  });
};

/** IDs of organizations (Organizations API, "Organization"). */
const organization = (text: string): string => {
  if (/^o-[a-z0-9]{10,32}$/.test(text)) return text;
  throw new UsageError(
    "malformed-organization",
    `${text === "" ? "an empty text" : text} is no id of an organization`,
    {
      hint: "it is o- and 10 to 32 small letters and digits: aws organizations describe-organization tells it",
    },
  );
};
