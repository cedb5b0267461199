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
  const named = references(expression);
  const longest = named.filter((name) => !named.some((other) => other.startsWith(`${name}.`)));
  const names = longest.length === 0 ? [`(${later})`] : longest;
  return [...known, ...names.map(symbol)];
};

const statementOf = (
  statement: JsonValue,
  unknown: JsonValue | undefined,
  configured: JsonValue | undefined,
): DocumentStatement => {
  const list = (name: string) =>
    valuesOf(of(statement, name), of(unknown, name), of(configured, name), symbolText);
  const principals = (name: string) => {
    const blocks = of(statement, name);
    return (isList(blocks) ? blocks : []).map((block, index) => ({
      type: wordOf(of(block, "type")),
      identifiers: valuesOf(
        of(block, "identifiers"),
        of(at(of(unknown, name), index), "identifiers"),
        of(at(of(configured, name), index), "identifiers"),
        (symbol) => opaquePrincipal(symbol, later),
      ),
    }));
  };
  const conditions = of(statement, "condition");
  const text = (name: string) => {
    const value = of(statement, name);
    return typeof value === "string" && value !== "" ? value : undefined;
  };
  return {
    sid: text("sid"),
    effect: text("effect"),
    principals: principals("principals"),
    notPrincipals: principals("not_principals"),
    actions: list("actions"),
    notActions: list("not_actions"),
    resources: list("resources"),
    notResources: list("not_resources"),
    conditions: (isList(conditions) ? conditions : []).map((condition, index) => ({
      test: wordOf(of(condition, "test")),
      variable: wordOf(of(condition, "variable")),
      values: valuesOf(
        of(condition, "values"),
        of(at(of(unknown, "condition"), index), "values"),
        of(at(of(configured, "condition"), index), "values"),
        symbolText,
      ),
    })),
  };
};
