import { isList, isRecord, type JsonObject } from "../policy/json-value.ts";
import type { JsonValue } from "../policy/syntax.ts";
import { opaquePrincipal, symbolText } from "../policy/symbols.ts";
import { wordOf } from "./arn-facts.ts";
import type { PolicyText } from "./contained.ts";
import { policyOfDocument, type DocumentStatement } from "./data-document.ts";
import { locate } from "./json-places.ts";
import { configuredResource, references } from "./plan-configuration.ts";
import { planReadOnly, type PlannedChange } from "./plan-entry.ts";

const later = "known only after apply";

/** A plan, and the address of the resource whose policy is looked for. */
interface ReadPlan {
  readonly document: string;
  readonly root: JsonObject;
  readonly changes: readonly PlannedChange[];
  readonly address: string;
}

/**
 * The policy of a key whose configuration takes it from an `aws_iam_policy_document` that the plan reads during apply: what it knows
 * already, with a symbol for each part that it does not. A part that is not known is never dropped: its statement would look dead.
 */
export const documentPolicy = (plan: ReadPlan, names: readonly string[]): PolicyText | undefined => {
  const { root, changes, address } = plan;
  const name = names.find((one) => /^data\.aws_iam_policy_document\.[^.[]+$/.test(one));
  if (name === undefined) return undefined;
  const module = /^(?:module\.[^.]+\.)*/.exec(address)?.[0] ?? "";
  const document = changes.find((entry) => entry.address === module + name);
  const after = document?.change["after"];
  if (!document || !isRecord(after) || !isList(after["statement"])) return undefined;
  const unknown = document.change["after_unknown"];
  const marks = isRecord(unknown) ? unknown["statement"] : undefined;
  const configured = configuredResource(root, document.address)?.["statement"];
  const statements = after["statement"].map((statement, index) =>
    statementOf(statement, at(marks, index), at(configured, index)),
  );
  return {
    state: "policy",
    format: "json",
    from: name,
    text: JSON.stringify(policyOfDocument(statements), undefined, 2),
    placeOf: () => placeIn(plan.document, document, ""),
    placeAt: (pointer) => placeIn(plan.document, document, pointer),
    readOnly: planReadOnly,
  };
};

/** Where the plan has the statement that a part of the policy is of, or the whole document. */
const placeIn = (text: string, { path }: PlannedChange, pointer: string): number => {
  const index = /^\/Statement\/(\d+)/.exec(pointer)?.[1];
  const statements = [...path, "after", "statement"];
  const found = index === undefined ? undefined : locate(text, [...statements, Number(index)]);
  return (found ?? locate(text, statements))?.start ?? 0;
};

const at = (list: JsonValue | undefined, index: number): JsonValue | undefined =>
  isList(list) ? list[index] : undefined;

const of = (object: JsonValue | undefined, name: string): JsonValue | undefined =>
  isRecord(object) ? object[name] : undefined;

/** The known values of a list, and for an unknown one the symbols of what it refers to. */
const valuesOf = (
  value: JsonValue | undefined,
  unknown: JsonValue | undefined,
  expression: JsonValue | undefined,
  symbol: (name: string) => string,
): readonly string[] => {
  const known = isList(value) ? value.filter((item) => typeof item === "string") : [];
  const open = unknown === true || (isList(unknown) && unknown.includes(true));
  if (!open) return known;
  return [...known, ...namesOf(expression).map(symbol)];
};

/** What an expression whose value is not known refers to. */
const namesOf = (expression: JsonValue | undefined): readonly string[] => {
  const named = references(expression);
  const longest = named.filter((name) => !named.some((other) => other.startsWith(`${name}.`)));
  return longest.length === 0 ? [`(${later})`] : longest;
};

/** A text of a block, and for an unknown one a symbol of what it refers to; undefined where it has none. */
const textIn = (
  block: JsonValue | undefined,
  unknown: JsonValue | undefined,
  configured: JsonValue | undefined,
  name: string,
): string | undefined => {
  const value = of(block, name);
  if (typeof value === "string" && value !== "") return value;
  return of(unknown, name) === true ? symbolText(namesOf(of(configured, name)).join(", ")) : undefined;
};

const statementOf = (
  statement: JsonValue,
  unknown: JsonValue | undefined,
  configured: JsonValue | undefined,
): DocumentStatement => {
  const list = (name: string) =>
    valuesOf(of(statement, name), of(unknown, name), of(configured, name), symbolText);
  const someone = (symbol: string) => opaquePrincipal(symbol, later);
  const principals = (name: string) => {
    if (of(unknown, name) === true) return [{ type: "AWS", identifiers: [someone(`(${later})`)] }];
    const blocks = of(statement, name);
    return (isList(blocks) ? blocks : []).map((block, index) => {
      const [open, written] = [at(of(unknown, name), index), at(of(configured, name), index)];
      const identifiers = valuesOf(
        ...([of(block, "identifiers"), of(open, "identifiers"), of(written, "identifiers")] as const),
        someone,
      );
      return { type: textIn(block, open, written, "type") ?? wordOf(of(block, "type")), identifiers };
    });
  };
  const text = (name: string) => textIn(statement, unknown, configured, name);
  return {
    sid: textIn(statement, undefined, undefined, "sid"),
    effect: text("effect"),
    principals: principals("principals"),
    notPrincipals: principals("not_principals"),
    actions: list("actions"),
    notActions: list("not_actions"),
    resources: list("resources"),
    notResources: list("not_resources"),
    conditions: conditionsOf(
      of(statement, "condition"),
      of(unknown, "condition"),
      of(configured, "condition"),
    ),
  };
};

/** Under which conditions a statement is, nobody knows where they are made during apply: that is not none. */
const conditionsOf = (
  blocks: JsonValue | undefined,
  unknown: JsonValue | undefined,
  configured: JsonValue | undefined,
): DocumentStatement["conditions"] => {
  if (unknown === true) {
    const open = symbolText(`(${later})`);
    return [{ test: open, variable: open, values: [] }];
  }
  return (isList(blocks) ? blocks : []).map((block, index) => {
    const [open, written] = [at(unknown, index), at(configured, index)];
    const word = (name: string) => textIn(block, open, written, name) ?? wordOf(of(block, name));
    const values = valuesOf(of(block, "values"), of(open, "values"), of(written, "values"), symbolText);
    return { test: word("test"), variable: word("variable"), values };
  });
};
