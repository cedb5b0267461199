import { documentOf } from "../policy/document.ts";
import { type KeyFacts, withArnFacts } from "../policy/key-facts.ts";
import { partitionOfOwner } from "../policy/owner.ts";
import { jsonPointer } from "../policy/text/position.ts";
import { readPolicy } from "../policy/read-policy.ts";
import type { ParsedText } from "../policy/syntax.ts";
import { descriptionOf, type FindingCode } from "./catalogue.ts";
import type { Finding } from "./finding.ts";
import { withoutEchoes } from "./echoes.ts";
import { isFarTooLarge } from "./effort.ts";
import { unmet } from "./unmet.ts";
import { positionFinder } from "./line-starts.ts";
import { managedByAws } from "./managed-by-aws.ts";
import type { CheckOptions } from "./options.ts";
import { readViews } from "./read-views.ts";
import type { CheckContext, Draft } from "./rule.ts";
import { rules } from "./rules.ts";
import { safeFixes } from "./safe-fixes.ts";

/** A draft with the code of the rule that wrote it. */
export interface CodedDraft extends Draft {
  readonly code: FindingCode;
}

/**
 * Every fault of a policy text, sorted by place. Works on texts that do not parse: then `json-syntax` is among them.
 * Rules whose facts are missing are left out (`rulesLeftOut` names them). Of a text far too large for KMS only its size and syntax are
 * looked at. Policies of AWS managed keys have none.
 */
export const checkPolicy = (
  parsed: ParsedText,
  facts: KeyFacts,
  options: CheckOptions = {},
): readonly Finding[] => {
  const position = positionFinder(parsed.text);
  // A copy: this check has nothing to do with others for which the caller used the same object (see mayAskEngine).
  const context = contextOf(parsed, facts, { ...options });
  const sids = context?.statements.map((statement) => statement.sid) ?? [];
  const drafts = draftsOf(parsed, facts, options, context);
  const fixes = context ? safeFixes(context.document, drafts, context.facts, context.options) : undefined;
  return drafts
    .map((draft) => ({ draft, ...position(draft.at.start) }))
    .sort((a, b) => a.line - b.line || a.column - b.column)
    .map(({ draft, line, column }) => ({
      ...toFinding(draft, line, column, sidOf(draft, sids)),
      fixable: fixes?.has(draft) ?? false,
    }));
};

/** What `checkPolicy` reports, before it is put into its outer form: with the fixes. */
export const draftsOf = (
  parsed: ParsedText,
  facts: KeyFacts,
  options: CheckOptions,
  context = contextOf(parsed, facts, options),
): readonly CodedDraft[] => {
  if (context && managedByAws(context)) return [];
  const known = context?.facts ?? withArnFacts(facts);
  const drafts = rules.flatMap((rule) => {
    const { code } = rule;
    if (unmet(rule.needs, known, options).length > 0) return [];
    const found = rule.reads === "text" ? rule.run(parsed) : context ? rule.run(context) : [];
    return found.map((draft) => ({ ...draft, code }));
  });
  return withoutEchoes(drafts);
};

const contextOf = (parsed: ParsedText, facts: KeyFacts, options: CheckOptions): CheckContext | undefined => {
  const document = documentOf(parsed);
  if (!document || isFarTooLarge(parsed)) return undefined;
  const policy = readPolicy(document);
  const known = withArnFacts(facts);
  const partition = partitionOfOwner([policy], known, known.account);
  const all = partition === known.partition ? known : { ...known, partition };
  return { document, policy, statements: readViews(document, policy), facts: all, options };
};

const sidOf = ({ at }: Draft, sids: readonly (string | undefined)[]): string | undefined => {
  const [first, index] = at.path;
  if (first !== "Statement") return undefined;
  return sids[typeof index === "number" ? index : 0];
};

const toFinding = (
  draft: CodedDraft,
  line: number,
  column: number,
  sid: string | undefined,
): Omit<Finding, "fixable"> => ({
  code: draft.code,
  severity: draft.severity ?? descriptionOf(draft.code).severity,
  message: draft.message,
  ...(draft.hint === undefined ? {} : { hint: draft.hint }),
  path: jsonPointer(draft.at.path),
  line,
  column,
  ...(sid === undefined ? {} : { sid }),
});
