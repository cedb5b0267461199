import { isList, isRecord, type JsonObject } from "../../policy/json-value.ts";
import type { JsonValue } from "../../policy/syntax.ts";

/** How a data document is written: its step of indentation, its strings, and its habits. */
export interface DocumentStyle {
  readonly unit: string;
  readonly writeString: (value: string) => string;
  /** Every effect is written, also Allow. */
  readonly effects: boolean;
  /** An empty line stands before the blocks of a statement. */
  readonly spaced: boolean;
  /** A list of several values takes a line for each. */
  readonly longLists: boolean;
}

const attributes: Readonly<Record<string, string>> = {
  Sid: "sid",
  Effect: "effect",
  Action: "actions",
  NotAction: "not_actions",
  Resource: "resources",
  NotResource: "not_resources",
};

/** The members of a statement that are blocks in a data document. */
export const blockNames: Readonly<Record<string, string>> = {
  Principal: "principals",
  NotPrincipal: "not_principals",
  Condition: "condition",
};

/** A `statement` block, its first line without indentation. */
export const renderStatement = (statement: JsonObject, style: DocumentStyle, indent: string): string => {
  const inner = indent + style.unit;
  const names = Object.keys(statement);
  const lines = names.flatMap((name) => renderAttribute(name, statement[name], style, inner) ?? []);
  const blocks = names.flatMap((name) => renderBlocks(name, statement[name], style, inner));
  const between = style.spaced ? `\n\n${inner}` : `\n${inner}`;
  const all = [lines.join(`\n${inner}`), ...blocks].filter((one) => one !== "");
  return `statement {\n${inner}${all.join(between)}\n${indent}}`;
};

/** One attribute of a statement; undefined for what is written as blocks, and for an effect that goes without saying. */
export const renderAttribute = (
  name: string,
  value: JsonValue | undefined,
  style: DocumentStyle,
  indent: string,
): string | undefined => {
  const attribute = attributes[name];
  if (attribute === undefined || value === undefined) return undefined;
  if (name === "Effect" && value === "Allow" && !style.effects) return undefined;
  const isSingle = name === "Sid" || name === "Effect";
  const written = isSingle ? style.writeString(word(value)) : renderList(value, style, indent);
  return `${attribute} = ${written}`;
};

const word = (value: JsonValue): string => (typeof value === "string" ? value : JSON.stringify(value));

/** A list of strings; `indent` is that of the line on which it begins. */
export const renderList = (value: JsonValue, style: DocumentStyle, indent: string): string => {
  const items = (isList(value) ? value : [value]).map((item) => style.writeString(word(item)));
  if (items.length < 2 || !style.longLists) return `[${items.join(", ")}]`;
  return `[\n${items.map((item) => `${indent}${style.unit}${item},\n`).join("")}${indent}]`;
};

/** The blocks that a member of a statement is written as: principals by their types, conditions by test and key. */
export const renderBlocks = (
  name: string,
  value: JsonValue | undefined,
  style: DocumentStyle,
  indent: string,
): readonly string[] => {
  const type = blockNames[name];
  if (type === undefined || value === undefined) return [];
  if (name !== "Condition") {
    const types: JsonObject = isRecord(value) ? value : { "*": value };
    return Object.entries(types).map(([kind, list]) => renderPrincipals(type, kind, list, style, indent));
  }
  if (!isRecord(value)) return [];
  return Object.entries(value).flatMap(([test, keys]) => renderTest(test, keys, style, indent));
};

/** One block of principals. */
export const renderPrincipals = (
  type: string,
  kind: string,
  list: JsonValue,
  style: DocumentStyle,
  indent: string,
): string => {
  const inner = indent + style.unit;
  const identifiers = renderList(list, style, inner);
  return `${type} {\n${inner}type = ${style.writeString(kind)}\n${inner}identifiers = ${identifiers}\n${indent}}`;
};

/** The blocks of one test, one for each key. */
export const renderTest = (
  test: string,
  keys: JsonValue,
  style: DocumentStyle,
  indent: string,
): readonly string[] => {
  const inner = indent + style.unit;
  return Object.entries(isRecord(keys) ? keys : {}).map(([variable, values]) => {
    const lines = [
      `test = ${style.writeString(test)}`,
      `variable = ${style.writeString(variable)}`,
      `values = ${renderList(values, style, inner)}`,
    ];
    return `condition {\n${inner}${lines.join(`\n${inner}`)}\n${indent}}`;
  });
};
