import { arnLike } from "./arn.ts";
import { binaryEquals } from "./binary.ts";
import { bool } from "./bool.ts";
import * as date from "./date.ts";
import { ipAddress } from "./ip-address.ts";
import * as numeric from "./numeric.ts";
import type { Comparison, Operator } from "./operator.ts";
import * as string from "./string.ts";

const positive: readonly (readonly [string, Comparison])[] = [
  ["StringEquals", string.stringEquals],
  ["StringEqualsIgnoreCase", string.stringEqualsIgnoreCase],
  ["StringLike", string.stringLike],
  ["NumericEquals", numeric.numericEquals],
  ["NumericLessThan", numeric.numericLessThan],
  ["NumericLessThanEquals", numeric.numericLessThanEquals],
  ["NumericGreaterThan", numeric.numericGreaterThan],
  ["NumericGreaterThanEquals", numeric.numericGreaterThanEquals],
  ["DateEquals", date.dateEquals],
  ["DateLessThan", date.dateLessThan],
  ["DateLessThanEquals", date.dateLessThanEquals],
  ["DateGreaterThan", date.dateGreaterThan],
  ["DateGreaterThanEquals", date.dateGreaterThanEquals],
  ["Bool", bool],
  ["BinaryEquals", binaryEquals],
  ["IpAddress", ipAddress],
  ["ArnEquals", arnLike],
  ["ArnLike", arnLike],
];

const negated: readonly (readonly [string, Comparison])[] = [
  ["StringNotEquals", string.stringEquals],
  ["StringNotEqualsIgnoreCase", string.stringEqualsIgnoreCase],
  ["StringNotLike", string.stringLike],
  ["NumericNotEquals", numeric.numericEquals],
  ["DateNotEquals", date.dateEquals],
  ["NotIpAddress", ipAddress],
  ["ArnNotEquals", arnLike],
  ["ArnNotLike", arnLike],
];

const entries = (list: typeof positive, isNegated: boolean): readonly (readonly [string, Operator])[] =>
  list.map(([name, matches]) => [name.toLowerCase(), { matches, negated: isNegated }]);

// A Map, not an object: the name comes from a policy and may be `constructor`.
const operators = new Map([...entries(positive, false), ...entries(negated, true)]);

/** The operator of that name, in any case; undefined where IAM has none (IAM User Guide, "Condition operators"). */
export const operatorNamed = (name: string): Operator | undefined => operators.get(name.toLowerCase());
