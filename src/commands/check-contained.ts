import { catalogue } from "../check/catalogue.ts";
import type { containerCodes } from "../check/codes.ts";
import type { Finding } from "../check/finding.ts";
import { positionFinder } from "../check/line-starts.ts";
import type { PolicyText, Unknown } from "../container/contained.ts";
import { documentOf, parsePolicyText, type PolicyDocument } from "../policy/document.ts";
import { hasSymbol, isAnotherAccount, whyOpaque } from "../policy/symbols.ts";
import type { Dialect } from "../policy/syntax.ts";
import { nodeAt, pathOfStatement, principalPlaces } from "../policy/text/node-at.ts";
import { jsonPointer, pointerPath } from "../policy/text/position.ts";
import type { Checked, FindingSource } from "./checked.ts";
import type { ContainedTarget, OpenTarget } from "./open-target.ts";
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
  if (policy.state === "unknown") return unknown(opened, policy);
  const checked = await check(policy.dialect);
  const document = documentOf(parsePolicyText(policy.text, policy.format, policy.dialect));
  const places = placesOf(opened, policy, document);
  const move = <F extends Finding>(findings: readonly F[]): readonly F[] =>
    once(findings.filter((finding) => !document || isSettled(document, finding))).map(places.move);
  const opaque = document ? opaquePrincipals(document, policy.text).map(places.move) : [];
  const open = [...twice, ...move(checked.open), ...opaque];
  const accepted = move(checked.accepted);
  return { ...checked, open, accepted, text: opened.contained.document.text, sources: places.sources };
};

const lineEnds = /\r\n|\n|\r/;

/** What stands within a string, as in an answer or a plan, is shown by the policy's own line: nothing around it is. */
const placesOf = (
  { contained: { document, container } }: OpenContained,
  policy: PolicyText,
  read: PolicyDocument | undefined,
) => {
  const sources = new Map<Finding, FindingSource>();
  const inDocument = positionFinder(document.text);
  const lines = policy.text.split(lineEnds);
  const inLines = container.readOnly ? document.text.split(lineEnds) : [];
  const starts = [0];
  for (const { index, 0: end } of policy.text.matchAll(/\r\n|\r|\n/g)) starts.push(index + end.length);
  const move = <F extends Finding>(finding: F): F => {
    const { line, column } = finding;
    const at = (starts[line - 1] ?? 0) + column - 1;
    // Within a string the quotes of the policy are escaped: the place is that of the first letter.
    const isEscaped = policy.text[at] === '"' && document.text[policy.placeOf(at)] === "\\";
    const first = isEscaped ? at + 1 : at;
    const node = read && nodeAt(read, pointerPath(finding.path));
    const fixable = finding.fixable && !(node && policy.dialect?.heldBy?.(node));
    const moved = {
      ...finding,
      fixable,
      ...inDocument(policy.placeAt?.(finding.path) ?? policy.placeOf(first)),
    };
    // Where the policy has lines of its own in the document, those are shown; else nothing of what is around it.
    const own = lines[line - 1] ?? "";
    const isLine = inLines[moved.line - 1]?.trim() === own.trim();
    if (container.readOnly && !isLine) sources.set(moved, { source: own, line, column });
    return moved;
  };
  return { move, sources };
};

/** What stands once in the text is told once, in however many cases of a template it counts. */
const once = <F extends Finding>(findings: readonly F[]): readonly F[] => {
  const seen = new Set<string>();
  return findings.filter(({ code, line, column, message }) => {
    const place = JSON.stringify([code, line, column, message]);
    return !seen.has(place) && seen.add(place);
  });
};

/**
 * Whether a finding speaks of what the document itself says: nothing can be said of a value that only the deployment knows, nor of the
 * switch of a template.
 */
export const isSettled = (
  document: PolicyDocument,
  { code, path, message }: Pick<Finding, "code" | "path" | "message">,
): boolean => {
  const steps = pointerPath(path);
  // The cases of one statement are no statements that repeat each other.
  const [, index] = steps;
  const own = typeof index === "number" ? document.statements[index]?.start : undefined;
  const isCase = document.statements.filter(({ start }) => start === own).length > 1;
  if (isCase && /^(?:duplicate-sid|redundant-)/.test(code)) return false;
  if (steps.some((step) => typeof step === "string" && step.startsWith("template:"))) return false;
  if (message.includes("template:")) return false;
  const node = nodeAt(document, steps);
  if (node?.kind !== "string") return true;
  const value = String(node.value);
  if (isAnotherAccount(value)) return /^external-account-/.test(code);
  return whyOpaque(value) === undefined && !(ofForm.test(code) && hasSymbol(value));
};

/** Findings about how a value is written: of one that is written in part at the deployment they know nothing. */
const ofForm =
  /^(?:malformed|invalid|unknown|variable)-|-format$|^(?:wrong-partition|service-principal-region|type-mismatch|value-never-matches|wildcard-without-like|bool-not-boolean|reserved-role-path|request-alias-format)$/;

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
          severity: catalogue["opaque-principal"].severity,
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
  code: (typeof containerCodes)[number],
  { message, at }: { readonly message: string; readonly at: number },
): Finding => {
  const { severity } = catalogue[code];
  return { code, severity, message, path: "", ...positionFinder(document.text)(at), fixable: false };
};

const unknown = (opened: OpenContained, policy: Unknown): Checked => {
  const { text } = opened.contained.document;
  return unread(opened, { label: opened.label, text }, foundAt(opened, "policy-unknown", policy));
};
