import { descriptionOf, type DocumentFindingCode } from "../../check/catalogue.ts";
import type { Finding } from "../../check/finding.ts";
import { positionFinder } from "../../check/line-starts.ts";
import { documentOf, parsePolicyText, type PolicyDocument } from "../../policy/document.ts";
import { isAnotherAccount, whyOpaque } from "../../policy/symbols.ts";
import type { Dialect } from "../../policy/syntax.ts";
import { pathOfStatement, principalPlaces } from "../../policy/text/node-at.ts";
import { jsonPointer, positionAt } from "../../policy/text/position.ts";
import type { Checked } from "./checked.ts";
import type { ContainedTarget, OpenTarget } from "../../target/open-target.ts";
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
  const opaque = document ? opaquePrincipals(document, policy.text).map(move) : [];
  const open = [...twice, ...tell(checked.open), ...opaque];
  const accepted = tell(checked.accepted);
  const { path: place, text } = opened.contained.document;
  // What a policy by itself leaves open, nothing else tells.
  const notes = opened.contained.key.isWhole ? (opened.contained.key.notes ?? []) : [];
  return { ...checked, open, accepted, place, text, sources, notes: [...checked.notes, ...notes] };
};

const opaquePrincipals = (document: PolicyDocument, text: string): readonly Finding[] => {
  const position = positionFinder(text);
  const seen = new Set<number>();
  return document.statements.flatMap((_, index) =>
    principalPlaces(document, index).flatMap(({ value, path, node }): Finding[] => {
      const why = whyOpaque(value);
      if (why === undefined || isAnotherAccount(value) || seen.has(node.start)) return [];
      seen.add(node.start);
      return [
        {
          code: "opaque-principal",
          severity: descriptionOf("opaque-principal").severity,
          message: `who this is, is not known here: ${why}`,
          ...(/^the (?:parameter|variable) /.test(why) && {
            hint: "--set NAME=VALUE or --parameters FILE tells it",
          }),
          path: jsonPointer(path.length > 0 ? path : pathOfStatement(document, index)),
          ...position(node.start),
          fixable: false,
        },
      ];
    }),
  );
};

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
