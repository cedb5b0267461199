import { isList, isRecord, type JsonObject } from "../json-value.ts";
import type { JsonValue } from "../syntax.ts";
import { writeJson } from "../json/write-json.ts";
import type { YamlStyle } from "./yaml-style.ts";

/** One `name: value` in block form; `indent` is that of the name. */
export const writeYamlMember = (name: string, value: JsonValue, style: YamlStyle, indent: string): string =>
  `${style.writeName(name)}:${writeYamlValue(value, style, indent)}`;

/** What stands behind the colon of a member: a space and a value, or the lines under it. */
export const writeYamlValue = (value: JsonValue, style: YamlStyle, indent: string): string => {
  if (isInline(value, style)) return ` ${inline(value, style)}`;
  if (isList(value)) {
    const deeper = indent + style.dash;
    return value.map((item) => style.lineEnd + deeper + writeYamlItem(item, style, deeper)).join("");
  }
  const deeper = indent + style.step;
  return isRecord(value) ? style.lineEnd + deeper + writeYamlMembers(value, style, deeper) : "";
};

/** One `- item` in block form; `indent` is that of the dash. */
export const writeYamlItem = (item: JsonValue, style: YamlStyle, indent: string): string =>
  isRecord(item) && !isInline(item, style)
    ? `- ${writeYamlMembers(item, style, `${indent}  `)}`
    : `- ${inline(item, style)}`;

/** The members of a mapping, the first without its indentation. */
export const writeYamlMembers = (value: JsonObject, style: YamlStyle, indent: string): string =>
  Object.entries(value)
    .map(([name, item]) => writeYamlMember(name, item, style, indent))
    .join(style.lineEnd + indent);

const isInline = (value: JsonValue, { lists }: YamlStyle): boolean => {
  if (isRecord(value)) return Object.keys(value).length === 0;
  if (!isList(value)) return true;
  return value.length === 0 || (lists === "flow" && !value.some((item) => isRecord(item) || isList(item)));
};

const inline = (value: JsonValue, { flow }: YamlStyle): string =>
  writeJson(value, { style: flow, indent: "", layout: "line" });
