import type { Finding } from "./finding.ts";
import { findingCodes, isFindingCode } from "./catalogue.ts";
import { nearest } from "./nearest.ts";
import { memberNamed, type ParsedText, type SyntaxNode } from "../policy/syntax.ts";
import { lineStarts, positionFinder } from "./line-starts.ts";

/** A finding that somebody has looked at and lives with. */
export interface Acceptance {
  readonly code: string;
  readonly reason: string;
  /** Only for files whose path matches (glob); everywhere without. */
  readonly files?: readonly string[];
  /** Only in the statement with this Sid. */
  readonly sid?: string;
  /** Only on these lines, from the first to the last (an acceptance that stands in the text). */
  readonly lines?: readonly [number, number];
}

/** What is wrong with an acceptance, and where. */
export interface AcceptanceProblem {
  readonly where: string;
  readonly message: string;
  /** From 1, of an acceptance that stands in the text. */
  readonly line?: number;
}

/** The acceptances in a text or a configuration, and what is wrong with it. */
export interface Acceptances {
  readonly accepted: readonly Acceptance[];
  readonly problems: readonly AcceptanceProblem[];
}

/**
 * Acceptances that stand in a policy file as comments, above the line (or at the end of the line) that they speak of; above the
 * first line of a statement they speak of the whole statement: `// kmspol-accept CODE: reason`, in YAML `# kmspol-accept CODE: reason`,
 * in Terraform either. JSON has no comments, and none are read there.
 */
export const acceptancesIn = (parsed: ParsedText): Acceptances => {
  const { text } = parsed;
  const marks = commentMarks(parsed);
  if (marks === undefined || !text.includes("kmspol-accept")) return { accepted: [], problems: [] };
  const lines = text.split(/\r\n|\n|\r/);
  const statements = statementLines(parsed);
  const nexts = nextLines(lines, marks);
  const begins = lineStarts(text);
  const accepted: Acceptance[] = [];
  const problems: AcceptanceProblem[] = [];
  for (const [index, line] of lines.entries()) {
    const comment = commentIn(line, marks);
    if (comment === undefined) continue;
    const { before, words, end } = comment;
    if (isValue(parsed.root, (begins[index] ?? 0) + end)) continue;
    const [, code = "", reason = ""] = /^([\w-]*)\s*:?\s*(.*)$/.exec(words) ?? [];
    const problem = problemWith(code, reason);
    const where = `line ${index + 1}`;
    if (problem) problems.push({ where, message: problem, line: index + 1 });
    else {
      const first = before === "" ? (nexts[index] ?? 0) : index + 1;
      const last = before === "" ? (statements.get(first) ?? first) : first;
      accepted.push({ code, reason, lines: [first, last] });
    }
  }
  return { accepted, problems };
};

/** What the organization forbids is lifted where it is forbidden, for whom it says, and by no other road. */
const notAccepted =
  "forbidden-access is lifted by except in forbid of the configuration, and is not accepted";

/** The first line of each statement, and its last. */
const statementLines = ({ text, root }: ParsedText): ReadonlyMap<number, number> => {
  const lineOf = positionFinder(text);
  const list = memberNamed(root, "Statement")?.value;
  const statements = list?.kind === "array" ? list.items : [];
  return new Map(statements.map(({ start, end }) => [lineOf(start).line, lineOf(end - 1).line]));
};

/** How a comment of a line begins; undefined where the text has none. */
const commentMarks = ({ format, dialect }: ParsedText): string | undefined => {
  if (format === "json") return undefined;
  if (format === "yaml") return "#";
  return dialect ? "(?://|#)" : "//";
};

/** Whether the character before `offset` belongs to a name or a value: what a policy says is no comment, however it looks. */
const isValue = (node: SyntaxNode | undefined, offset: number): boolean => {
  if (!node || offset <= node.start || offset > node.end) return false;
  if (node.kind === "array") return node.items.some((item) => isValue(item, offset));
  if (node.kind !== "object") return true;
  return node.members.some(({ nameNode, value }) => isValue(nameNode, offset) || isValue(value, offset));
};

/** The words after `kmspol-accept` in the line's comment, where that word ends, and what stands before the comment. */
const commentIn = (
  line: string,
  marks: string,
): { readonly before: string; readonly words: string; readonly end: number } | undefined => {
  const mark = new RegExp(`^(.*?)${marks === "//" ? "" : "(?:^|\\s)"}${marks}\\s*kmspol-accept\\b`);
  const found = mark.exec(line);
  if (!found) return undefined;
  const end = found[0].length;
  return { before: (found[1] ?? "").trim(), words: line.slice(end).trim(), end };
};

/** For each line the first one (from 1) after it that is no comment; 0 where there is none. */
const nextLines = (lines: readonly string[], marks: string): readonly number[] => {
  const isComment = new RegExp(`^\\s*(?:${marks}|$)`);
  const nexts: number[] = [];
  let next = 0;
  for (const [index, line] of [...lines.entries()].reverse()) {
    nexts[index] = next;
    if (!isComment.test(line)) next = index + 1;
  }
  return nexts;
};

/** Why the code and the reason do not make an acceptance; undefined where they do. */
export const problemWith = (code: string, reason: string): string | undefined => {
  if (code === "forbidden-access") return notAccepted;
  if (!isFindingCode(code)) {
    const meant = nearest(code, findingCodes);
    return `"${code}" is no code of a finding${meant === undefined ? "" : `; did you mean ${meant}?`}`;
  }
  return reason.trim() === "" ? `${code} is accepted without a reason` : undefined;
};

/** Findings split by what was accepted; `unused` are acceptances that met none. */
export interface Sifted {
  readonly open: readonly Finding[];
  readonly accepted: readonly (Finding & { readonly reason: string })[];
  readonly unused: readonly Acceptance[];
}

/** Takes the accepted findings out. */
export const sift = (findings: readonly Finding[], acceptances: readonly Acceptance[]): Sifted => {
  const open: Finding[] = [];
  const accepted: (Finding & { readonly reason: string })[] = [];
  const used = new Set<Acceptance>();
  for (const finding of findings) {
    const meant = acceptances.filter((acceptance) => speaksOf(acceptance, finding));
    for (const acceptance of meant) used.add(acceptance);
    const [first] = meant;
    if (first) accepted.push({ ...finding, reason: first.reason });
    else open.push(finding);
  }
  return { open, accepted, unused: acceptances.filter((acceptance) => !used.has(acceptance)) };
};

/** The finding with the reason of the first acceptance that speaks of it, or as it is. */
export const withReason = (finding: Finding, acceptances: readonly Acceptance[]): Finding => {
  const meant = acceptances.find((acceptance) => speaksOf(acceptance, finding));
  return meant ? { ...finding, reason: meant.reason } : finding;
};

const speaksOf = ({ code, sid, lines }: Acceptance, finding: Finding): boolean =>
  finding.code === code &&
  (sid === undefined || finding.sid === sid) &&
  (lines === undefined || (finding.line >= lines[0] && finding.line <= lines[1]));
