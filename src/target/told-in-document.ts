import type { Finding } from "../check/finding.ts";
import { lineStarts } from "../check/line-starts.ts";
import type { PolicyText } from "../container/contained.ts";
import { documentOf, parsePolicyText, type PolicyDocument } from "../policy/document.ts";
import { hasSymbol, isAnotherAccount, isOpaqueStatement, whyOpaque } from "../policy/symbols.ts";
import { nodeAt } from "../policy/text/node-at.ts";
import { lineOfText, pointerPath, positionAt } from "../policy/text/position.ts";
import type { ContainedTarget } from "./contained-target.ts";
import { type Branches, branchesIn } from "./told-branches.ts";

/** The source line of a finding where the document's own line is not to be shown. */
export interface FindingSource {
  readonly source: string;
  /** Undefined: it is a line of the policy as it is worked out, and none that anybody wrote. */
  readonly line: number | undefined;
  readonly column: number;
}

/** How what is said of a policy's text is told of the document in which it stands. */
export interface ToldPlaces {
  /** The findings that the document itself answers for, each once, with its place there. */
  readonly tell: <F extends Finding>(findings: readonly F[]) => readonly F[];
  /** One finding with the document's place. */
  readonly move: <F extends Finding>(finding: F) => F;
  readonly sources: ReadonlyMap<Finding, FindingSource>;
}

/** The places of a policy in a document. What stands within a string, as in an answer or a plan, is shown by the policy's own line. */
export const toldPlaces = (
  { document, container }: Pick<ContainedTarget, "document" | "container">,
  policy: PolicyText,
): ToldPlaces => {
  const sources = new Map<Finding, FindingSource>();
  const read = documentOf(parsePolicyText(policy.text, policy.format, policy.dialect));
  const starts = lineStarts(policy.text);
  const move = <F extends Finding>(finding: F): F => {
    const { line, column } = finding;
    const at = (starts[line - 1] ?? 0) + column - 1;
    // Within a string the quotes of the policy are escaped: the place is that of the first letter.
    const isEscaped = policy.text[at] === '"' && document.text[policy.placeOf(at)] === "\\";
    const first = isEscaped ? at + 1 : at;
    const node = read && nodeAt(read, pointerPath(finding.path));
    const fixable = finding.fixable && !(node && policy.dialect?.heldBy?.(node));
    const place = positionAt(document.text, policy.placeAt?.(finding.path) ?? policy.placeOf(first));
    const moved = { ...finding, fixable, ...place };
    // Where the policy has lines of its own in the document, those are shown; else nothing of what is around it.
    const own = lineOfText(policy.text, line);
    const shown = lineOfText(document.text, moved.line);
    const numbered = container.readOnly
      ? line
      : !policy.placeAt || shown.includes(own.trim())
        ? moved.line
        : undefined;
    if (!isLineOf(own, shown)) sources.set(moved, { source: own, line: numbered, column });
    return moved;
  };
  const tell = <F extends Finding>(findings: readonly F[]): readonly F[] =>
    once(
      findings.filter((finding) => !read || isSettled(read, finding)),
      read && branchesIn(read),
    ).map(move);
  return { tell, move, sources };
};

/** Whether a line of the document has nothing but a line of the policy, the name that it goes by, and what closes it. */
const isLineOf = (own: string, shown: string): boolean => {
  const at = shown.indexOf(own.trim());
  if (at < 0) return false;
  return (
    aroundPolicy.before.test(shown.slice(0, at)) &&
    aroundPolicy.behind.test(shown.slice(at + own.trim().length))
  );
};
const aroundPolicy = {
  before: /^[\s-]*(?:["']?\w{1,40}["']?\s*[:=]\s*)?(?:!Sub\s+|\|-?\s*|jsonencode\(\s*)?["']?$/,
  behind: /^[\s)}\],;"']*$/,
};

/** What stands once in the text is told once, in however many cases of a template it counts, with the conditions that it is under. */
const once = <F extends Finding>(findings: readonly F[], branches: Branches | undefined): readonly F[] => {
  const places = new Map<string, [F, ...F[]]>();
  for (const finding of findings) {
    const { code, line, column, message } = finding;
    const place = JSON.stringify([code, line, column, message]);
    const same = places.get(place);
    if (same) same.push(finding);
    else places.set(place, [finding]);
  }
  return [...places.values()].map((same) => {
    const under = branches?.(same) ?? [];
    return under.length === 0 ? same[0] : { ...same[0], if: under };
  });
};

/**
 * Whether a finding speaks of what the document itself says: nothing can be said of a value that only the deployment knows, nor of the
 * switch of a template.
 */
const isSettled = (
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
  // What is forbidden is told as not decided where somebody is filled in later.
  if (code === "forbidden-access") return true;
  if (isOpenStatement(document, index)) return code === "opaque-principal";
  const node = nodeAt(document, steps);
  if (node?.kind !== "string") return true;
  const value = String(node.value);
  if (isAnotherAccount(value)) return /^external-account-/.test(code);
  return whyOpaque(value) === undefined && !(ofForm.test(code) && hasSymbol(value));
};

/** Whether nobody wrote a statement: it stands for those that only the deployment knows, and says everything that they may say. */
const isOpenStatement = (document: PolicyDocument, index: string | number | undefined): boolean => {
  if (typeof index !== "number") return false;
  const who = nodeAt(document, ["Statement", index, "Principal", "AWS"]);
  return who?.kind === "string" && who.start === who.end && isOpaqueStatement(String(who.value));
};

/** Findings about how a value is written: of one that is written in part at the deployment they know nothing. */
const ofForm =
  /^(?:malformed|invalid|unknown|variable)-|-format$|^(?:wrong-partition|service-principal-region|type-mismatch|other-key-resource|value-never-matches|wildcard-without-like|bool-not-boolean|reserved-role-path)$/;
