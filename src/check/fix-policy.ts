import { type PolicyDocument } from "../policy/document.ts";
import type { KeyFacts } from "../policy/key-facts.ts";
import { draftsOf, type CodedDraft } from "./check.ts";
import type { FindingCode } from "./codes.ts";
import type { CheckOptions } from "./options.ts";

/** More rounds than a policy of legal size has faults. */
const maximumRounds = 2000;

/**
 * Mends what has one safe answer by small edits, with a new check after those of one kind, so that edits never meet, and what an edit
 * brings to light (the statements under a misspelt `statement`) is mended too. What `isSpared` (ignored or accepted, say) is left
 * alone. Access stays as it is, except where the finding is that the policy does not say what it means (a misspelt word): then
 * the change shows in the access that is compared afterwards.
 */
export const fixPolicy = (
  document: PolicyDocument,
  facts: KeyFacts,
  options: CheckOptions = {},
  isSpared: (finding: Pick<CodedDraft, "code" | "message">) => boolean = () => false,
): PolicyDocument => {
  let current = document;
  for (let round = 0; round < maximumRounds; round++) {
    const mended = step(current, facts, options, isSpared);
    if (!mended) break;
    current = mended;
  }
  return current;
};

/**
 * The document after the first edits that change something: those of one code, the last in the text first, so that the places of the
 * others stay what they are. Undefined where none is left.
 */
const step = (
  document: PolicyDocument,
  facts: KeyFacts,
  options: CheckOptions,
  isSpared: (finding: CodedDraft) => boolean,
): PolicyDocument | undefined => {
  const drafts = draftsOf(asParsed(document), facts, options).filter(
    (draft) => draft.fix && !isSpared(draft),
  );
  for (const code of new Set(drafts.map((draft) => draft.code))) {
    const ofCode = drafts.filter((draft) => draft.code === code);
    const mended = applied(document, anyNumber.has(code) ? ofCode : oneOfEachStatement(ofCode));
    if (mended.text !== document.text) return mended;
  }
  return undefined;
};

/** Of these one edit never gets in the way of another: each writes a value anew, or takes out what something that stays covers. */
const anyNumber: ReadonlySet<FindingCode> = new Set<FindingCode>([
  "unknown-action",
  "malformed-action",
  "reencrypt-bare",
  "redundant-action",
  "redundant-principal",
  "account-id-short-form",
  "bool-not-boolean",
]);

/** Two edits in one statement may meet: the last principal takes the statement with it, two names become one. */
const oneOfEachStatement = (drafts: readonly CodedDraft[]): readonly CodedDraft[] => [
  ...new Map(drafts.map((draft) => [String(draft.at.path[1]), draft])).values(),
];

const applied = (document: PolicyDocument, drafts: readonly CodedDraft[]): PolicyDocument =>
  [...drafts]
    .sort((a, b) => b.at.start - a.at.start)
    .reduce((current, { fix }) => fix?.(current) ?? current, document);

const asParsed = ({ text, format, root }: PolicyDocument) => ({ text, format, root, problems: [] });
