import type { ConditionTest, Policy, Statement } from "../policy/model.ts";
import { objectOf, type PlainObject } from "./plain-json.ts";

/**
 * A policy out of parsed JSON, as far as it can speak of KMS: what `readPolicy` reads from a text, less the statements
 * that name actions of other services alone. Of an account's policies nearly all are of that kind, and nobody is to
 * compile, compare or ask them. Undefined where a statement lacks an effect, an action or a resource: AWS keeps no such
 * statement, so the document was damaged on the way.
 */
export const readPlainPolicy = (document: PlainObject): Policy | undefined => {
  const given = document["Statement"];
  const items: readonly unknown[] = Array.isArray(given) ? given : [given];
  const statements: Statement[] = [];
  for (const [index, item] of items.entries()) {
    const parts = partsOf(objectOf(item));
    if (!parts) return undefined;
    if (maySpeakOfKms(parts)) statements.push(statementOf(parts, index));
  }
  return { version: textIn(document["Version"]), id: textIn(document["Id"]), statements };
};

/** What every statement must have; the rest is read only of those that are kept. */
interface Parts extends Pick<Statement, "effect" | "actions" | "notAction" | "resources" | "notResource"> {
  readonly item: PlainObject;
}

const partsOf = (item: PlainObject | undefined): Parts | undefined => {
  if (!item) return undefined;
  const effect = item["Effect"];
  if (effect !== "Allow" && effect !== "Deny") return undefined;
  const [notAction, notResource] = [isNegated(item, "Action"), isNegated(item, "Resource")];
  const actions = textsIn(item[notAction ? "NotAction" : "Action"]);
  const resources = textsIn(item[notResource ? "NotResource" : "Resource"]);
  if (!actions?.length || !resources?.length) return undefined;
  return { item, effect, actions, notAction, resources, notResource };
};

const statementOf = ({ item, ...parts }: Parts, index: number): Statement => ({
  ...{ index, sid: textIn(item["Sid"]), ...parts, principals: [], notPrincipal: false },
  ...{ conditions: conditionsIn(item["Condition"]), inert: undefined },
});

const isNegated = (item: PlainObject, element: "Action" | "Resource"): boolean =>
  item[element] === undefined && item[`Not${element}`] !== undefined;

// What comes before the colon names the service; a star there may be any. Without a colon `*` alone matches anything.
const maySpeakOfKms = ({ actions, notAction }: Parts): boolean =>
  notAction || actions.some((action) => ofKms.test(action));

const ofKms = /^(?:[^:]*[*?][^:]*|kms)(?::|$)/i;

// As in a policy that is read from its text: a condition of a wrong shape restricts something that nobody can tell.
const conditionsIn = (value: unknown): readonly ConditionTest[] => {
  if (value === undefined) return [];
  const object = objectOf(value);
  if (!object) return [malformed("Condition")];
  return Object.entries(object).flatMap(([operator, tests]) => {
    const keys = objectOf(tests);
    if (!keys) return [malformed(operator)];
    return Object.entries(keys).map(([key, values]) => ({ operator, key, values: scalarsIn(values) }));
  });
};

const malformed = (operator: string): ConditionTest => ({
  operator: `${operator} (malformed)`,
  key: operator,
  values: [],
});

const textIn = (value: unknown): string | undefined => (typeof value === "string" ? value : undefined);

// An entry that is no text stood for something: without it a Deny would take less away.
const textsIn = (value: unknown): readonly string[] | undefined => {
  if (typeof value === "string") return [value];
  if (!Array.isArray(value)) return undefined;
  if (value.every((item) => typeof item === "string")) return value;
  const parts = value.map(textsIn);
  return parts.includes(undefined) ? undefined : parts.flatMap((part) => part ?? []);
};

const scalarsIn = (value: unknown): readonly string[] => {
  if (Array.isArray(value)) return value.flatMap(scalarsIn);
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean"
    ? [String(value)]
    : [];
};
