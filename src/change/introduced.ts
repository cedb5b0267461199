import type { AccessChange } from "../access/types.ts";
import type { Finding } from "../check/finding.ts";
import type { PolicyDocument } from "../policy/document.ts";
import { jsonKey, valueOf } from "../policy/json-value.ts";
import { readPolicy } from "../policy/read-policy.ts";
import { nodeAt } from "../policy/text/node-at.ts";
import { canonicalStatement, partitionOf } from "../policy/same-document.ts";
import type { JsonPath } from "../policy/syntax.ts";
import { hidingOpenings, type Judged, type Opening } from "./openings.ts";

/** The findings of one text, and the text. */
export interface Found {
  readonly document: PolicyDocument;
  readonly findings: readonly Finding[];
}

/**
 * Marks each finding of the new text: was it there before? Statements move and grow, so places do not count: a finding
 * is old where the old text has one of the same code on the same thing. For a security finding the whole statement
 * must be the same too, unless nobody gains anything: a wider statement with an old fault is a new exposure. So is what `openings` tell
 * of an old statement, which a Deny kept closed until now, where no new finding speaks of it.
 * A code in `inherent` is what the verb was asked for and never counts as introduced: what is new of it is marked `asked`.
 */
export const markIntroduced = (
  before: Found,
  after: Found,
  access: AccessChange,
  inherent: readonly string[],
  openings: readonly Opening[] = [],
): readonly Finding[] => {
  const partition = partitionOf(before.document, after.document);
  const gains = access.gained.length > 0;
  const known = countsOf(
    before.findings.map((finding) => sameness(before.document, finding, partition, gains)),
  );
  const statements = readPolicy(after.document).statements;
  const judged = after.findings.map((finding): Judged => {
    const isNew = !take(known, sameness(after.document, finding, partition, gains));
    return { finding, isNew, statement: statements[statementIndex(pathOf(finding.path)) ?? -1] };
  });
  const hiding = hidingOpenings(judged, openings);
  return judged.map(({ finding, isNew }) => {
    const introduced = isNew || hiding.has(finding);
    const asked = introduced && inherent.includes(finding.code);
    return { ...finding, introduced: introduced && !asked, ...(asked && { asked }) };
  });
};

/** Which statement a path leads into; the only one may stand without a list. */
const statementIndex = ([first, index]: JsonPath): number | undefined =>
  first !== "Statement" ? undefined : typeof index === "number" ? index : 0;

/** A text that two findings share where they are about the same thing. */
const sameness = (document: PolicyDocument, finding: Finding, partition: string, gains: boolean): string => {
  const path = pathOf(finding.path);
  const statement = document.statements[statementIndex(path) ?? -1];
  const node = nodeAt(document, path);
  if (finding.severity === "security" && gains && statement) {
    return `${finding.code} in ${jsonKey(canonicalStatement(valueOf(statement), partition))}`;
  }
  const isStatement = node !== undefined && node === statement;
  const value = node === undefined || node === document.root ? "" : jsonKey(valueOf(node));
  return isStatement ? `${finding.code} in a statement${sidPart(finding)}` : `${finding.code} at ${value}`;
};

/** A finding on a whole statement is known again by its Sid: its content may have changed for another reason. */
const sidPart = ({ sid }: Finding): string => (sid === undefined ? "" : ` ${sid}`);

/** The path of a JSON Pointer (RFC 6901). */
const pathOf = (pointer: string): JsonPath =>
  pointer
    .split("/")
    .slice(1)
    .map((step) => step.replaceAll("~1", "/").replaceAll("~0", "~"))
    .map((step) => (/^\d+$/.test(step) ? Number(step) : step));

const countsOf = (keys: readonly string[]): Map<string, number> => {
  const counts = new Map<string, number>();
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  return counts;
};

const take = (counts: Map<string, number>, key: string): boolean => {
  const left = counts.get(key) ?? 0;
  counts.set(key, left - 1);
  return left > 0;
};
