import type { Call } from "../call.ts";
import { rootArn } from "../state/lookup.ts";
import type { StoredKey, StoredPolicy } from "../state/types.ts";
import { entityById } from "./entities.ts";
import { printAsKms } from "./print.ts";

/** The policy that KMS acts on and shows now: the newest, unless slow propagation still shows an older one. */
export const visiblePolicy = (key: StoredKey, call: Pick<Call, "now" | "faults">): StoredPolicy => {
  const shown = key.policies.findLast(({ written }) => written + call.faults.propagation <= call.now);
  const policy = shown ?? key.policies[0];
  if (!policy) throw new Error(`the key ${key.id} has no policy`);
  return policy;
};

/**
 * The policy's text as GetKeyPolicy answers it: living users and roles by their ARN of today, deleted ones by the
 * unique id that is left of them, account ids as root ARNs, lists of one as a text, lists of principals in any order.
 */
export const policyAsRead = (policy: StoredPolicy, call: Pick<Call, "state" | "order">): string =>
  printAsKms(readValue(JSON.parse(policy.text), (value) => principalAsRead(value, policy, call), call));

/** The same without the changes of order: what the evaluator works on. */
export const policyInForce = (policy: StoredPolicy, call: Pick<Call, "state">): string =>
  JSON.stringify(readValue(JSON.parse(policy.text), (value) => principalAsRead(value, policy, call)));

const principalAsRead = (value: string, policy: StoredPolicy, call: Pick<Call, "state">): string => {
  if (/^\d{12}$/.test(value)) return rootArn(value);
  const id = policy.ids.get(value);
  return id === undefined ? value : (entityById(call, id) ?? id);
};

type Rewrite = (value: string) => string;

const readValue = (document: unknown, rewrite: Rewrite, call?: Pick<Call, "order">): unknown => {
  if (!isObject(document)) return document;
  const statements = Array.isArray(document["Statement"]) ? document["Statement"] : [document["Statement"]];
  return { ...document, Statement: statements.map((statement) => readStatement(statement, rewrite, call)) };
};

const readStatement = (statement: unknown, rewrite: Rewrite, call?: Pick<Call, "order">): unknown => {
  if (!isObject(statement)) return statement;
  return mapMembers(statement, (value, name) => {
    if (name === "Principal" || name === "NotPrincipal") return readPrincipal(value, rewrite, call);
    return /^(Not)?(Action|Resource)$/.test(name) ? single(value) : value;
  });
};

const readPrincipal = (principal: unknown, rewrite: Rewrite, call?: Pick<Call, "order">): unknown => {
  if (!isObject(principal)) return principal;
  return mapMembers(principal, (value, name) => {
    const texts = (Array.isArray(value) ? value : [value]).map(String);
    const values = name === "AWS" ? texts.map(rewrite) : texts;
    return single(call ? call.order.shuffled(values) : values);
  });
};

const single = (value: unknown): unknown => (Array.isArray(value) && value.length === 1 ? value[0] : value);

type Members = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Members =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const mapMembers = (object: Members, change: (value: unknown, name: string) => unknown): Members =>
  Object.fromEntries(Object.entries(object).map(([name, value]) => [name, change(value, name)]));
