/** What sort of values an operator compares; `opaque` stands for an operator that we do not know. */
export type Family =
  "text" | "arn" | "binary" | "number" | "date" | "bool" | "address" | "presence" | "opaque";

export type Quantifier = "none" | "any" | "all";

/** A condition operator taken apart: `ForAnyValue:StringNotLikeIfExists` and its like. */
export interface Operator {
  readonly family: Family;
  /** The bare comparison in lower case: `equals`, `like`, `lessthan`… */
  readonly comparison: string;
  readonly quantifier: Quantifier;
  readonly negated: boolean;
  readonly ifExists: boolean;
}

// IAM User Guide, "Condition operators"; the table is closed on purpose: what is not here is opaque.
const families = new Map<string, readonly [family: Family, comparison: string, negated: boolean]>([
  ["stringequals", ["text", "equals", false]],
  ["stringnotequals", ["text", "equals", true]],
  ["stringequalsignorecase", ["text", "equalsignorecase", false]],
  ["stringnotequalsignorecase", ["text", "equalsignorecase", true]],
  ["stringlike", ["text", "like", false]],
  ["stringnotlike", ["text", "like", true]],
  ["arnequals", ["arn", "like", false]],
  ["arnlike", ["arn", "like", false]],
  ["arnnotequals", ["arn", "like", true]],
  ["arnnotlike", ["arn", "like", true]],
  ["binaryequals", ["binary", "equals", false]],
  ["bool", ["bool", "equals", false]],
  ["null", ["presence", "null", false]],
  ["ipaddress", ["address", "within", false]],
  ["notipaddress", ["address", "within", true]],
  ...(["numeric", "date"] as const).flatMap((kind) => {
    const family: Family = kind === "date" ? "date" : "number";
    return [
      [`${kind}equals`, [family, "equals", false]],
      [`${kind}notequals`, [family, "equals", true]],
      ...["lessthan", "lessthanequals", "greaterthan", "greaterthanequals"].map(
        (comparison) => [`${kind}${comparison}`, [family, comparison, false]] as const,
      ),
    ] as [string, readonly [Family, string, boolean]][];
  }),
]);

/** Reads an operator as written; case does not matter. Never fails: an unknown one is of the family `opaque`. */
export const readOperator = (text: string): Operator => {
  const [, set = "", rest = ""] = /^(foranyvalue:|forallvalues:)?(.*)$/s.exec(text.toLowerCase()) ?? [];
  const ifExists = rest.endsWith("ifexists");
  const found = families.get(ifExists ? rest.slice(0, -"ifexists".length) : rest);
  const known = found !== undefined && !(ifExists && found[0] === "presence");
  const [family, comparison, negated] = known ? found : (["opaque", rest, false] as const);
  const quantifier = set === "foranyvalue:" ? "any" : set === "forallvalues:" ? "all" : "none";
  return { family, comparison, quantifier, negated, ifExists };
};
