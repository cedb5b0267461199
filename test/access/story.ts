import { directCall } from "../../src/access/lockout/context.ts";
import { listAccess } from "../../src/access/list-access.ts";
import type { Access, AccessRequest } from "../../src/access/types.ts";
import { checkPolicy } from "../../src/check/check.ts";
import type { DefaultView } from "../../src/default-view/default-view.ts";
import { readDefaultView } from "../../src/default-view/read-default-view.ts";
import { documentOf, parsePolicyText, type PolicyDocument } from "../../src/policy/document.ts";
import type { KeyFacts } from "../../src/policy/key-facts.ts";
import type { Policy, Statement } from "../../src/policy/model.ts";
import { parsePrincipal } from "../../src/policy/principal.ts";
import { readPolicy } from "../../src/policy/read-policy.ts";
import { holdsFor, namesIn, wordsFor } from "./inside-access.ts";

/** What the commands say of one policy: the values that they print. */
export interface Story {
  readonly name: string;
  readonly document: PolicyDocument;
  readonly policy: Policy;
  readonly facts: KeyFacts;
  /** `who-can`. */
  readonly rows: readonly Access[];
  /** `show`. */
  readonly view: DefaultView;
  /** The codes of `check`, at no moment in particular. */
  readonly codes: ReadonlySet<string>;
  /** At a certain moment: then what no request can ever meet is seen, too. */
  readonly codesNow: ReadonlySet<string>;
}

// Any moment: the policies that ask for the time name dates on both sides of it.
const now = new Date("2026-11-28T12:00:00Z");

/** Reads a policy text with each command; undefined for a text that does not parse. */
export const storyOf = (name: string, text: string, facts: KeyFacts): Story | undefined => {
  const parsed = parsePolicyText(text, "json");
  const document = documentOf(parsed);
  if (!document) return undefined;
  const policy = readPolicy(document);
  return {
    ...{ name, document, policy, facts },
    rows: listAccess(policy, facts),
    view: readDefaultView(document, facts),
    codes: new Set(checkPolicy(parsed, facts).map(({ code }) => code)),
    codesNow: new Set(checkPolicy(parsed, facts, { now }).map(({ code }) => code)),
  };
};

/** A policy as a text. */
export const textOf = ({ version, statements }: Policy): string =>
  JSON.stringify({ Version: version, Statement: statements.map(asJson) }, undefined, 1);

const asJson = (one: Statement): object => ({
  Sid: one.sid,
  Effect: one.effect,
  [one.notPrincipal ? "NotPrincipal" : "Principal"]: grouped(
    one.principals.map(({ type, value }) => [type, value]),
  ),
  [one.notAction ? "NotAction" : "Action"]: one.actions,
  [one.notResource ? "NotResource" : "Resource"]: one.resources,
  Condition: one.conditions.length === 0 ? undefined : conditionsOf(one),
});

const grouped = (pairs: readonly (readonly [string, string])[]): Record<string, string[]> => {
  const groups = new Map<string, string[]>();
  for (const [name, value] of pairs) groups.set(name, [...(groups.get(name) ?? []), value]);
  return Object.fromEntries(groups);
};

const conditionsOf = ({ conditions }: Statement): object => {
  const operators = new Map<string, Record<string, readonly string[]>>();
  for (const { operator, key, values } of conditions)
    operators.set(operator, { ...operators.get(operator), [key]: values });
  return Object.fromEntries(operators);
};

const stranger = "987654321098";

/** Callers of every kind that the policy tells apart: all it names, somebody else of each account, strangers, services. */
export const callersOf = ({ policy, facts }: Story): readonly string[] => {
  const partition = facts.partition ?? "aws";
  const mentioned = [...namesIn([policy]).matchAll(/\b\d{12}\b/g)].map(([id]) => id);
  const named = policy.statements.flatMap(({ principals }) =>
    principals.flatMap(({ type, value }) => callersNamed(type, value)),
  );
  const others = [facts.account ?? "", ...mentioned, stranger].flatMap((account) => [
    `root-user:${account}`,
    `arn:${partition}:iam::${account}:role/Somebody`,
    `arn:${partition}:iam::${account}:user/Somebody`,
  ]);
  return [...new Set([...named, ...others, "service:other.amazonaws.com"])];
};

const callersNamed = (type: string, value: string): readonly string[] => {
  const principal = parsePrincipal(type, value);
  switch (principal.kind) {
    case "role": {
      const session = `arn:${principal.partition}:sts::${principal.account}:assumed-role/${principal.name}/any`;
      return [value, session];
    }
    case "user":
    case "session":
    case "federated-user":
      return [value];
    case "service":
      return [`service:${value}`];
    default:
      return [];
  }
};

/** The empty context, those of the examples, and such in which one key of theirs is missing or has another value. */
export const contextsOf = (rows: readonly Access[]): readonly AccessRequest["context"][] => {
  const contexts = rows.flatMap(({ example }) => {
    const entries = Object.entries(example.context);
    const nearby = entries.flatMap(([key, value], place) => {
      const rest = entries.filter((_entry, other) => other !== place);
      const changed = typeof value === "string" ? `${value}x` : ["x"];
      return [rest, [...rest, [key, changed] as const]];
    });
    return [entries, ...nearby].map((some) => Object.fromEntries(some) as AccessRequest["context"]);
  });
  return [...new Map([{}, ...contexts].map((context) => [JSON.stringify(context), context])).values()];
};

/** How far the rows of `who-can` let a request go; undefined where a row about it is not decided. */
export const levelByRows = (
  { rows, policy, facts }: Pick<Story, "rows" | "policy" | "facts">,
  request: AccessRequest,
): 0 | 1 | 2 | undefined => {
  const words = wordsFor(request.principal, namesIn([policy]), facts);
  const about = rows.filter(
    ({ principal, actions }) => words.includes(principal) && actions.includes(request.action),
  );
  if (about.some(({ undecided }) => undecided !== undefined)) return undefined;
  const holding = about.filter((row) => holdsFor(row, request, facts, policy.version));
  if (holding.length === 0) return 0;
  return holding.some(({ via }) => via === "key-policy") ? 2 : 1;
};

/** The rows of kms:PutKeyPolicy that are left to a call that no AWS service makes: what the lockout check is about. */
export const managingRows = ({ policy, facts }: Story): readonly Access[] => {
  const tests = directCall.map(([key, values]) =>
    values.length === 0
      ? { operator: "Null", key, values: ["false"] }
      : { operator: "BoolIfExists", key, values: ["true"] },
  );
  const denies = tests.map((test, place): Statement => ({
    ...{ index: policy.statements.length + place, sid: undefined, effect: "Deny", inert: undefined },
    ...{ principals: [{ type: "AWS", value: "*" }], notPrincipal: false, actions: ["*"], notAction: false },
    ...{ resources: ["*"], notResource: false, conditions: [test] },
  }));
  const asked = { ...policy, statements: [...policy.statements, ...denies] };
  return listAccess(asked, facts, ["kms:PutKeyPolicy"]).filter(
    ({ principal }) =>
      !principal.startsWith("service:") && parsePrincipal("AWS", principal).kind !== "unique-id",
  );
};
