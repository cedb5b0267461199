import { directCall } from "../../access/lockout/context.ts";
import { mayBeNewKey } from "../../policy/condition-keys.ts";
import type { ConditionTest } from "../../policy/model.ts";
import { hasSymbol } from "../../policy/symbols.ts";
import { isSessionKey } from "../../policy/session-keys.ts";
import { parseOperator } from "../operator.ts";
import { nearestConditionKey } from "../rules/condition/nearest-condition-key.ts";

/**
 * Conditions that no later PutKeyPolicy of anybody meets, out of those that a policy asks for: to come through a service, to carry a
 * misspelt key, to be of an organization whose id cannot be one.
 */
export const neverMet = (tests: readonly ConditionTest[]): readonly ConditionTest[] => {
  const asked = [...new Set(tests.map(({ key }) => key.toLowerCase()))];
  const absent = asked.filter((key) => isMisspelt(key) || unsaid.has(key));
  return [
    ...absent.map((key) => ({ operator: "Null", key, values: ["false"] })),
    ...asked.filter((key) => saidFalse.has(key)).map((key) => ({ operator: "Bool", key, values: ["true"] })),
    ...tests.flatMap(impossibleOrganizations),
  ];
};

const keysOf = (isAbsent: boolean): ReadonlySet<string> =>
  new Set(
    directCall.filter(([, values]) => (values.length === 0) === isAbsent).map(([key]) => key.toLowerCase()),
  );
const unsaid = keysOf(true);
const saidFalse = keysOf(false);

/** A key that no table knows and that is written nearly like a known one: it is a slip, and no request carries it. */
const isMisspelt = (key: string): boolean =>
  mayBeNewKey(key) && !hasSymbol(key) && !isSessionKey(key) && nearestConditionKey(key) !== undefined;

const organizationKeys = new Set(["aws:principalorgid", "aws:principalorgpaths"]);

const impossibleOrganizations = ({ operator, key, values }: ConditionTest): readonly ConditionTest[] => {
  const { family, base } = parseOperator(operator);
  if (family !== "String" || !organizationKeys.has(key.toLowerCase())) return [];
  const positive = base.replace("Not", "");
  const impossible = values.filter((value) => !mayBeOrganization(value, positive));
  const set = key.toLowerCase() === "aws:principalorgpaths" ? "ForAnyValue:" : "";
  return impossible.length === 0 ? [] : [{ operator: `${set}${positive}`, key, values: impossible }];
};

/** `o-` and 10 to 32 small letters or digits (AWS Organizations API, "Organization"); a path goes on after a slash. */
const mayBeOrganization = (value: string, operator: string): boolean => {
  if (value.includes("${")) return true;
  const [id = ""] = (operator === "StringEqualsIgnoreCase" ? value.toLowerCase() : value).split("/");
  const [start = ""] = operator === "StringLike" ? id.split(/[*?]/) : [id];
  if (start.length === id.length) return /^o-[a-z0-9]{10,32}$/.test(id);
  return "o-".startsWith(start) || /^o-[a-z0-9]{0,32}$/.test(start);
};
