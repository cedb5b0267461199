import { parseJson } from "../../policy/json/parse-json.ts";
import type { PolicyFormat, SyntaxNode } from "../../policy/syntax.ts";
import type { Span } from "../../policy/text/text-edit.ts";
import type { Contained } from "../contained.ts";
import { columnsBefore, embedded, toLineEnd } from "../embedded.ts";
import { templateDialect } from "./dialect.ts";
import { intrinsicIn } from "./resolve-text.ts";
import { spellingOf } from "./spelling.ts";
import type { PolicyPlace } from "./policy-place.ts";
import { aliasedPolicy, isSharedBeyond, isWithin, shared, writtenOutside } from "./shared-text.ts";
import { textPolicy } from "./text-policy.ts";
import { readYaml } from "./yaml-nodes.ts";

/** What a `KeyPolicy` holds: the policy, or why it cannot be read. */
export const templatePolicy = (place: PolicyPlace, value: SyntaxNode): Contained => {
  const { text, sections, scope } = place;
  const written = textPolicy(text, scope, value);
  if (written) return written;
  const call = intrinsicIn(value);
  const isMade = (name: string) => name === "Fn::Transform" || name === "Ref" || name === "Fn::ImportValue";
  if (call && call.name !== "Fn::If") return unreadable(value, call.name);
  const made =
    value.kind === "object" ? value.members.find(({ name }) => name === "Fn::Transform") : undefined;
  if (made && isMade(made.name)) return unreadable(value, made.name);
  if (value.kind !== "object") return unreadable(value, "what stands here");
  const elsewhere = sections.format === "yaml" && !isWithin(place, value);
  if (elsewhere) return aliasedPolicy(place, value) ?? unreadable(value, "what stands here");
  const isBlock = value.layout === "block";
  const span = isBlock
    ? withBrokenLines(text, toLineEnd(text, value), columnsBefore(text, value.start))
    : value;
  const slice = embedded(
    text,
    span,
    isBlock ? columnsBefore(text, value.start) : indentOf(text, value.start),
  );
  const format = formatOf(slice.text, sections.format);
  const outside =
    format === "yaml" && alias.test(slice.text)
      ? readYaml(slice.text, 0, slice.text.length).outside
      : undefined;
  if (outside) return aliasedPolicy(place, value) ?? writtenOutside(outside.alias, slice.placeOf(outside.at));
  const spell = spellingOf(slice.text, text, format, scope.account);
  return {
    state: "policy",
    format,
    dialect: templateDialect(scope, format, spell),
    text: slice.text,
    placeOf: slice.placeOf,
    put: slice.put,
    ...(format === "yaml" && isSharedBeyond(text, span) && { readOnly: shared }),
  };
};

/** What is no JSON in a template of JSON, CloudFormation reads as YAML: a policy with quotes of YAML in it is YAML. */
const formatOf = (text: string, format: PolicyFormat): PolicyFormat => {
  const isWhole = format === "yaml" || parseJson(text, "jsonc").problems.length === 0;
  return isWhole || readYaml(text, 0, text.length).problems.length > 0 ? format : "yaml";
};

/**
 * The stretch of a block with the lines behind it that are indented as its own are, or by a tab: where a fault ends the block early, they
 * are part of the policy all the same, and the fault is told. Behind a whole block there are none.
 */
const withBrokenLines = (text: string, { start, end }: Span, columns: number): Span => {
  let last = end;
  for (let at = end; at < text.length;) {
    const from = text.indexOf("\n", at) + 1;
    if (from === 0) break;
    const stop = text.indexOf("\n", from);
    at = stop < 0 ? text.length : stop;
    const line = text.slice(from, at);
    const isText = !/^\s*(?:#|$)/.test(line);
    if (isText && !/^ *\t/.test(line) && (/^ */.exec(line)?.[0].length ?? 0) < columns) break;
    if (isText) last = at;
  }
  return { start, end: last };
};

const indentOf = (text: string, at: number): number => {
  const start = text.lastIndexOf("\n", at - 1) + 1;
  return /^ */.exec(text.slice(start, at))?.[0].length ?? 0;
};

const alias = /(?:^|[\s[{,])\*[^\s*,\]}"'?]/;

const unreadable = ({ start }: SyntaxNode, what: string): Contained => ({
  state: "unknown",
  code: "policy-opaque",
  message: `${what}: what this policy says is known only when the stack is deployed`,
  at: start,
  dependsOn: [what],
});
