import { valueOf } from "../../policy/json-value.ts";
import { memberNamed, type SyntaxNode } from "../../policy/syntax.ts";
import type { Span } from "../../policy/text/text-edit.ts";
import type { Contained, PolicyText, ReadOnly } from "../contained.ts";
import { placeIn, placesIn } from "../node-places.ts";
import { templateDialect } from "./dialect.ts";
import type { PolicyPlace } from "./policy-place.ts";

/** Why a policy of which an anchor is a part is not edited: who uses the anchor would get the change, too. */
export const shared: ReadOnly = {
  code: "edit-shared-text",
  message: "a part of it is an anchor (&name) or an alias (*name), which others of the document share",
  hint: "write that part out in each place, and run the command again; nothing was written",
};

/** Whether a policy with all that it says stands within the text of its own key. */
export const isWithin = ({ text, sections, name }: PolicyPlace, policy: SyntaxNode): boolean => {
  const [from = 0, other] = sections.places("Resources", name);
  const to = Math.min(text.length, from + sections.source("Resources", name).length);
  const isIn = (node: SyntaxNode): boolean =>
    node.start >= from && node.end >= node.start && node.end <= to && partsOf(node).every(isIn);
  return other !== undefined || isIn(policy);
};

const partsOf = (node: SyntaxNode): readonly SyntaxNode[] => {
  if (node.kind === "array") return node.items;
  return node.kind === "object" ? node.members.map(({ value }) => value) : [];
};

/** Whether an anchor in a stretch of a document, or of the stretch as a whole, has an alias outside of it. */
export const isSharedBeyond = (text: string, span: Span): boolean => {
  const { end } = span;
  const start =
    span.start -
    (/(?:&\S+(?=\s|$)|\s)*$/.exec(text.slice(Math.max(0, span.start - 200), span.start))?.[0].length ?? 0);
  const anchors = [...text.slice(start, end).matchAll(/(?:^|[\s[{,])&([^\s,[\]{}]+)/g)];
  const around = anchors.length === 0 ? "" : `${text.slice(0, start)}\n${text.slice(end)}`;
  return anchors.some(([, name = ""]) =>
    [...around.matchAll(/(?:^|[\s[{,:])\*([^\s,[\]{}]+)/g)].some(([, alias]) => alias === name),
  );
};

/**
 * A policy that takes all or a part of itself from anchors that stand elsewhere in the document: read with what they say, each part with
 * its own place, and not edited. Undefined where the document does not have one of them.
 */
export const aliasedPolicy = ({ text, scope }: PolicyPlace, value: SyntaxNode): PolicyText | undefined => {
  if (isOpenIn(text, value)) return undefined;
  const places = placesIn(value);
  return {
    state: "policy",
    format: "json",
    dialect: templateDialect(scope, "json", () => undefined),
    text: JSON.stringify(valueOf(value), undefined, 2),
    placeOf: () => value.start,
    placeAt: (pointer) => placeIn(places, pointer) ?? value.start,
    readOnly: shared,
  };
};

/**
 * Why nobody knows what a resource is, or whether it gives a policy: it, its properties, or what they merge, is an alias of no anchor in
 * the document. Undefined where all of that is known.
 */
export const aliasOutside = (
  text: string,
  nodes: readonly (SyntaxNode | undefined)[],
): (Contained & { readonly state: "unknown" }) | undefined => {
  const found = nodes
    .flatMap((node) => [node, memberNamed(node, "<<")?.value])
    .find((node) => node?.kind === "null" && text[node.start] === "*");
  return found && writtenOutside(text.slice(found.start, found.end), found.start);
};

/** CloudFormation takes no aliases (AWS CloudFormation User Guide, "Template formats"); what packs a template before works them out. */
export const writtenOutside = (name: string, at: number): Contained & { readonly state: "unknown" } => ({
  state: "unknown",
  code: "policy-opaque",
  message: `${name} stands for what is written outside of this policy: write it out here, or name the template that is packed`,
  at,
  dependsOn: [name],
});

/** An alias that was not followed is nothing with the place of the alias. */
const isOpenIn = (text: string, node: SyntaxNode): boolean =>
  (node.kind === "null" && text[node.start] === "*") || partsOf(node).some((part) => isOpenIn(text, part));
