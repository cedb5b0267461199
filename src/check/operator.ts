import type { ConditionKeyType } from "../policy/condition-keys.ts";

/** What an operator compares: its values are of this type. */
export type OperatorFamily = "String" | "Numeric" | "Date" | "Bool" | "Binary" | "IPAddress" | "ARN" | "Null";

/** A condition operator, taken apart. */
export interface Operator {
  /** The part between prefix and suffix, in canonical spelling where it is known: `StringLike`. */
  readonly base: string;
  readonly family: OperatorFamily | undefined;
  /** It holds where the values do not match, and where the key is absent. */
  readonly negated: boolean;
  readonly set: "ForAnyValue" | "ForAllValues" | undefined;
  readonly ifExists: boolean;
  /** The whole operator in canonical spelling; undefined where the base is unknown. */
  readonly canonical: string | undefined;
}

const comparisons = ["Equals", "NotEquals", "LessThan", "LessThanEquals", "GreaterThan", "GreaterThanEquals"];
const stringTests = ["Equals", "NotEquals", "EqualsIgnoreCase", "NotEqualsIgnoreCase", "Like", "NotLike"];
const arnTests = ["Equals", "NotEquals", "Like", "NotLike"];

// IAM User Guide, "Condition operators".
const families: readonly (readonly [OperatorFamily, readonly string[]])[] = [
  ["String", stringTests.map((test) => `String${test}`)],
  ["Numeric", comparisons.map((test) => `Numeric${test}`)],
  ["Date", comparisons.map((test) => `Date${test}`)],
  ["ARN", arnTests.map((test) => `Arn${test}`)],
  ["IPAddress", ["IpAddress", "NotIpAddress"]],
  ["Bool", ["Bool"]],
  ["Binary", ["BinaryEquals"]],
  ["Null", ["Null"]],
];

/** Every operator without prefix and suffix. */
export const operatorNames: readonly string[] = families.flatMap(([, names]) => names);

/** What may compare a condition key of each type (IAM User Guide, "Condition operators"). */
export const familiesOf: Readonly<Record<ConditionKeyType, readonly OperatorFamily[]>> = {
  String: ["String", "Null"],
  // String operators on ARNs compare, if not part by part.
  ARN: ["ARN", "String", "Null"],
  Bool: ["Bool", "Null"],
  Numeric: ["Numeric", "Null"],
  Date: ["Date", "Numeric", "Null"],
  IPAddress: ["IPAddress", "Null"],
};

const byFolded = new Map(
  families.flatMap(([family, names]) => names.map((name) => [name.toLowerCase(), { name, family }] as const)),
);

const sets = new Map<string, Operator["set"]>([
  ["foranyvalue:", "ForAnyValue"],
  ["forallvalues:", "ForAllValues"],
]);
const suffix = "ifexists";

/** Takes an operator apart as written, in any case: `foranyvalue:stringlikeifexists` is understood. */
export const parseOperator = (written: string): Operator => {
  const prefix = written.slice(0, written.indexOf(":") + 1);
  const set = sets.get(prefix.toLowerCase());
  const rest = set ? written.slice(prefix.length) : written;
  const ifExists = rest.toLowerCase().endsWith(suffix);
  const bare = ifExists ? rest.slice(0, -suffix.length) : rest;
  const found = byFolded.get(bare.toLowerCase());
  const base = found?.name ?? bare;
  return {
    base,
    family: found?.family,
    negated: found !== undefined && base.includes("Not"),
    set,
    ifExists,
    canonical: found && `${set ? `${set}:` : ""}${base}${ifExists ? "IfExists" : ""}`,
  };
};
