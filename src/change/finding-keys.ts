import type { Finding } from "../check/finding.ts";
import type { PolicyDocument } from "../policy/document.ts";
import type { PrincipalEntry } from "../policy/model.ts";
import { isRecord, jsonKey, valueOf } from "../policy/json-value.ts";
import { canonicalStatement } from "../policy/same-document.ts";
import { memberNamed, type JsonPath, type SyntaxNode } from "../policy/syntax.ts";
import { pointerPath } from "../policy/text/position.ts";
import { nodeAt } from "../policy/text/node-at.ts";

/** By what a finding is known again in another text: each a text that two findings share, the surest first. */
export interface FindingKeys {
  /** The same fault in a statement that says the same, whatever its Sid. */
  readonly inSameStatement: string;
  /** The same fault on the same value; of a whole statement, one of the same Sid: its content may have changed for another reason. */
  readonly onSameThing: string;
}

/** Tells the keys of findings in one document; `partition` is the one that bare account ids are meant in. */
export const findingKeysIn = (
  document: PolicyDocument,
  partition: string,
): ((finding: Finding) => FindingKeys) => {
  const texts = document.statements.map((statement) => withoutSid(statement, partition));
  return (finding) => {
    const path = pointerPath(finding.path);
    const index = statementIndex(path) ?? -1;
    const node = nodeAt(document, path);
    const isStatement = node !== undefined && node === document.statements[index];
    const value = node === undefined || node === document.root || isStatement ? "" : jsonKey(valueOf(node));
    return {
      inSameStatement: `${finding.code} at ${value} in ${texts[index] ?? "the policy"}`,
      onSameThing: isStatement
        ? `${finding.code} in a statement${sidPart(finding)}`
        : `${finding.code} at ${value}`,
    };
  };
};

/** Which statement a path leads into; the only one may stand without a list. */
const statementIndex = ([first, index]: JsonPath): number | undefined =>
  first !== "Statement" ? undefined : typeof index === "number" ? index : 0;

/** Which statement a finding is about, from 0; undefined where it is about the whole policy. */
export const statementOf = ({ path }: Finding): number | undefined => statementIndex(pointerPath(path));

/** The entry of Principal that a finding is about; undefined where it is about something else, or the list as a whole. */
export const principalOf = ({ path }: Finding, document: PolicyDocument): PrincipalEntry | undefined => {
  const place = pointerPath(path);
  const at = place.indexOf("Principal");
  const type = place[at + 1];
  if (at === -1 || typeof type !== "string") return undefined;
  const node = nodeAt(document, place);
  return node?.kind === "string" ? { type, value: String(node.value) } : undefined;
};

const withoutSid = (statement: SyntaxNode, partition: string): string => {
  const value = canonicalStatement(valueOf(statement), partition);
  if (!isRecord(value)) return jsonKey(value);
  return jsonKey(Object.fromEntries(Object.entries(value).filter(([name]) => name !== "Sid")));
};

/** What the Deny statements of a document say, whatever their Sids and their order. */
export const deniesIn = (document: PolicyDocument, partition: string): string =>
  jsonKey(
    document.statements
      .filter(isDeny)
      .map((statement) => withoutSid(statement, partition))
      .sort(),
  );

const isDeny = (statement: SyntaxNode): boolean => {
  const effect = memberNamed(statement, "Effect")?.value;
  return effect?.kind === "string" && effect.value === "Deny";
};

const sidPart = ({ sid }: Finding): string => (sid === undefined ? "" : ` ${sid}`);
