import { isList, isRecord } from "../json-value.ts";
import type { Layout, Style } from "../text/style.ts";
import type { JsonValue } from "../syntax.ts";

/** Where and how a value is written. */
export interface Writing {
  readonly style: Style;
  /** Indentation of the line on which the value begins. */
  readonly indent: string;
  /** Layout of the value itself; on `line` all within is on that line too. */
  readonly layout: Layout;
}

/** A value as JSON text, without indentation before its first line. */
export const writeJson = (value: JsonValue, writing: Writing): string => {
  if (isList(value)) {
    return writeElements(
      "[]",
      value.map((item) => (inner) => writeJson(item, inner)),
      writing,
    );
  }
  if (typeof value === "string") return writing.style.writeString(value);
  if (!isRecord(value)) return JSON.stringify(value);
  const members = Object.entries(value).map(
    ([name, item]) =>
      (inner: Writing) =>
        writeMember(name, item, inner),
  );
  return writeElements("{}", members, writing);
};

/** One `"name": value`. */
export const writeMember = (name: string, value: JsonValue, writing: Writing): string =>
  `${writing.style.writeName(name)}${writing.style.colon}${writeJson(value, { ...writing, layout: layoutFor(value, writing) })}`;

/** The layout of a value inside another one: by the text's habits; a list that holds objects takes lines. */
export const layoutFor = (value: JsonValue, { layout, style }: Pick<Writing, "layout" | "style">): Layout => {
  if (layout === "line") return "line";
  if (isList(value)) return value.some((item) => isRecord(item)) ? "lines" : style.list;
  return isRecord(value) && Object.keys(value).length === 1 ? style.object : "lines";
};

const writeElements = (
  brackets: "[]" | "{}",
  elements: readonly ((writing: Writing) => string)[],
  writing: Writing,
): string => {
  const [open, close] = [brackets.charAt(0), brackets.charAt(1)];
  const { style, indent, layout } = writing;
  if (elements.length === 0) return brackets;
  if (layout === "line") {
    const pad = brackets === "[]" ? style.listPad : style.objectPad;
    return open + pad + elements.map((write) => write(writing)).join(`,${style.gap}`) + pad + close;
  }
  const deeper = { ...writing, indent: indent + style.unit };
  const lines = elements.map((write) => style.lineEnd + deeper.indent + write(deeper));
  const between = brackets === "{}" ? (style.memberEnd ?? ",") : ",";
  return `${open}${lines.join(between)}${style.lineEnd}${indent}${close}`;
};
