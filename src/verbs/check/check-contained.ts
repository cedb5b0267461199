import { descriptionOf, type DocumentFindingCode } from "../../check/catalogue.ts";
import type { Finding } from "../../check/finding.ts";
import { positionFinder } from "../../check/line-starts.ts";
import { documentOf, parsePolicyText, type PolicyDocument } from "../../policy/document.ts";
import { fixedParts, isAnotherAccount, notKnownYet, settledBy, whyOpaque } from "../../policy/symbols.ts";
import { type Dialect, memberNamed } from "../../policy/syntax.ts";
import { actionPlaces, pathOfStatement, principalPlaces } from "../../policy/text/node-at.ts";
import { jsonPointer, positionAt } from "../../policy/text/position.ts";
import type { Checked } from "./checked.ts";
import type { ContainedTarget } from "../../target/contained-target.ts";
import type { OpenTarget } from "../../target/open-target.ts";
import { toldPlaces } from "../../target/told-in-document.ts";
import { unread } from "./unread.ts";

/** A target that is a policy in another document. */
export type OpenContained = OpenTarget & { readonly contained: ContainedTarget };

/**
 * Checks a policy in another document by itself, and gives its findings the places of the document. Who is known by a name alone is
 * told once, and judged by no rule. Undefined where there is nothing to check: the key goes, or has KMS's default policy.
 */
export const checkContained = async (
  opened: OpenContained,
  check: (dialect: Dialect | undefined) => Promise<Checked>,
): Promise<Checked | undefined> => {
  const { policy, rival } = opened.contained.key;
  const twice = rival ? [foundAt(opened, "two-policies", rival)] : [];
  if (policy.state === "none" || (policy.state === "policy" && policy.isDefault)) return undefined;
  if (policy.state === "unknown")
    return unknown(opened, twice[0] ?? foundAt(opened, "policy-unknown", policy));
  const checked = await check(policy.dialect);
  const document = documentOf(parsePolicyText(policy.text, policy.format, policy.dialect));
  const { tell, move, sources } = toldPlaces(opened.contained, policy);
  const opaque = document ? opaqueEntries(document, policy.text).map(move) : [];
  const open = [...twice, ...tell(checked.open), ...opaque];
  const accepted = tell(checked.accepted);
  const { path: place, text } = opened.contained.document;
  // What a policy by itself leaves open, nothing else tells.
  const notes = opened.contained.key.isWhole ? (opened.contained.key.notes ?? []) : [];
  return { ...checked, open, accepted, place, text, sources, notes: [...checked.notes, ...notes] };
};

/** What of a statement is known by a name alone. */
const opaqueIn = (document: PolicyDocument, index: number) => [
  ...opaqueEffect(document, index),
  ...opaquePrincipals(document, index),
  ...opaqueActions(document, index),
];

/** Who and what is known by a name alone, once a place: an anchor may bring it into several statements. */
const opaqueEntries = (document: PolicyDocument, text: string): readonly Finding[] => {
  const position = positionFinder(text);
  const seen = new Set<number>();
  return document.statements.flatMap((_, index) =>
    opaqueIn(document, index).flatMap((entry): Finding[] => {
      const { code, message, hint, path, node } = entry;
      if (seen.has(node.start)) return [];
      seen.add(node.start);
      const at = path.length > 0 ? path : pathOfStatement(document, index);
      const { severity } = descriptionOf(code);
      const place = { path: jsonPointer(at), ...position(node.start) };
      return [{ code, severity, message, ...(hint && { hint }), ...place, fixable: false }];
    }),
  );
};

const canBeTold = "--set NAME=VALUE or --parameters FILE tells it";

const opaquePrincipals = (document: PolicyDocument, index: number) =>
  principalPlaces(document, index).flatMap((place) => {
    const why = fixedParts(place.type) ? notKnownYet(place.type) : whyOpaque(place.value);
    if (why === undefined || isAnotherAccount(place.value)) return [];
    const message = `who this is, is not known here: ${why}`;
    const isTold = /^the (?:parameter|variable) /.test(why) || settledBy(why).length > 0;
    const hint = isTold ? canBeTold : undefined;
    return [{ ...place, code: "opaque-principal" as const, message, hint }];
  });

const opaqueEffect = (document: PolicyDocument, index: number) => {
  const node = memberNamed(document.statements[index], "Effect")?.value;
  if (node?.kind !== "string" || !fixedParts(String(node.value))) return [];
  const message = `whether this allows or denies is not known here: ${notKnownYet(String(node.value))}`;
  const hint = settledBy(message).length > 0 ? canBeTold : undefined;
  const path = [...pathOfStatement(document, index), "Effect"];
  return [{ node, path, code: "opaque-effect" as const, message, hint }];
};

const opaqueActions = (document: PolicyDocument, index: number) =>
  actionPlaces(document, index).flatMap((place) => {
    if (!fixedParts(place.value)) return [];
    const message = `which action this is, is not known here: ${notKnownYet(place.value)}`;
    const hint = settledBy(message).length > 0 ? canBeTold : undefined;
    return [{ ...place, code: "opaque-action" as const, message, hint }];
  });

/** A finding about the document, not about what the policy says. */
const foundAt = (
  { contained: { document } }: OpenContained,
  code: DocumentFindingCode,
  { message, at }: { readonly message: string; readonly at: number },
): Finding => {
  const { severity } = descriptionOf(code);
  return { code, severity, message, path: "", ...positionAt(document.text, at), fixable: false };
};

const unknown = (opened: OpenContained, finding: Finding): Checked => {
  const { path, text } = opened.contained.document;
  return unread(opened, { label: opened.label, place: path, text }, finding);
};
