import { memberNamed, type SyntaxNode } from "../policy/syntax.ts";
import { lineEnd } from "../policy/text/lines.ts";
import type { Contained, PolicyText, ReadOnly } from "./contained.ts";
import { columnsBefore, embedded, toLineEnd } from "./embedded.ts";
import { placesInString } from "./json-places.ts";

/** A policy in a YAML document: a mapping, or JSON as text in whatever quotes; undefined for anything else. */
export const yamlPolicy = (document: string, node: SyntaxNode): PolicyText | undefined => {
  if (node.kind === "object") return mapping(document, node);
  if (node.kind !== "string") return undefined;
  const value = String(node.value);
  if (!/^\s*\{(?!\{)/.test(value)) return undefined;
  const sign = document[node.start];
  if (sign === "|") return literal(document, node, value);
  if (sign === "'") return singleQuoted(document, node, value);
  if (sign === '"') return doubleQuoted(document, node, value);
  return { state: "policy", format: "json", text: value, placeOf: () => node.start, readOnly: inText };
};

const inText: ReadOnly = {
  code: "edit-in-text",
  message: "its text is folded, or written in a way that does not keep the lines of JSON",
  hint: "write it as a literal block (policy: |), or change it by hand",
};

const mapping = (document: string, node: SyntaxNode & { kind: "object" }): PolicyText | undefined => {
  if (!memberNamed(node, "Statement")) return undefined;
  const isBlock = node.layout === "block";
  const slice = embedded(
    document,
    isBlock ? toLineEnd(document, node) : node,
    isBlock ? columnsBefore(document, node.start) : 0,
  );
  return { state: "policy", format: "yaml", ...slice };
};

/** The lines of a literal block stay lines, as deep as they were. */
const literal = (document: string, node: SyntaxNode, value: string): PolicyText => {
  const stop = lineEnd(document, node.start);
  const first = stop + (document.startsWith("\r\n", stop) ? 2 : 1);
  const body = document.slice(first, node.end);
  const indent = /^ */.exec(body.replace(/^\s*\n/, ""))?.[0].length ?? 0;
  const slice = embedded(document, { start: first + indent, end: node.end }, indent);
  // YAML reads each line end as one letter (YAML 1.2.2, "Line Break Characters").
  const isWhole = slice.text.replaceAll("\r\n", "\n").trimEnd() === value.trimEnd();
  return isWhole
    ? { state: "policy", format: "json", ...slice }
    : { state: "policy", format: "json", text: value, placeOf: () => node.start, readOnly: inText };
};

/** One line stays one line; a quote is written twice. */
const singleQuoted = (document: string, { start, end }: SyntaxNode, value: string): PolicyText => {
  const source = document.slice(start + 1, end - 1);
  const places: number[] = [];
  for (let at = 0; at < source.length; at += source[at] === "'" ? 2 : 1) places.push(start + 1 + at);
  return {
    state: "policy",
    format: "json",
    text: value,
    placeOf: (offset) => places[offset] ?? end - 1,
    ...(source.replaceAll("''", "'") === value
      ? {
          put: (text: string) =>
            `${document.slice(0, start + 1)}${text.trimEnd().replaceAll("'", "''")}${document.slice(end - 1)}`,
        }
      : { readOnly: inText }),
  };
};

const doubleQuoted = (document: string, { start, end }: SyntaxNode, value: string): PolicyText => {
  const places = placesInString(document, start);
  const isJson = parsesTo(document.slice(start, end), value);
  return {
    state: "policy",
    format: "json",
    text: value,
    placeOf: places,
    ...(isJson
      ? { put: (text: string) => document.slice(0, start) + JSON.stringify(text) + document.slice(end) }
      : { readOnly: inText }),
  };
};

const parsesTo = (source: string, value: string): boolean => {
  try {
    return JSON.parse(source) === value;
  } catch {
    return false;
  }
};

/** A policy that a task or manifest takes from a file of its own, told by what it says. */
export const fromElsewhere = (document: string, node: SyntaxNode): Contained | undefined => {
  const value = node.kind === "string" ? String(node.value) : "";
  const line = document.slice(0, node.start).split("\n").length;
  const [, call, bracket] = /^\s*(\$\{\s*\w+)(\()?/.exec(value) ?? [];
  if (call !== undefined)
    return {
      state: "unknown",
      code: "policy-unknown",
      message: `line ${line} has Terraform's language (${call}${bracket === undefined ? ".…" : "(…)"}}), which nothing works out in a manifest: write the policy as JSON`,
      at: node.start,
      dependsOn: [],
    };
  if (!/\{\{/.test(value)) return undefined;
  const file = /lookup\(\s*['"](?:[\w.]+\.)?(?:template|file)['"]\s*,\s*['"]([^'"]+)['"]/.exec(value)?.[1];
  const message =
    file === undefined
      ? `line ${line} takes the policy from a variable of Jinja`
      : `line ${line} takes the policy from the template ${file}: name that file`;
  return {
    state: "unknown",
    code: "policy-elsewhere",
    message,
    at: node.start,
    dependsOn: file === undefined ? [] : [file],
  };
};
