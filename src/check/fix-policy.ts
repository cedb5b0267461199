import { type PolicyDocument } from "../policy/document.ts";
import type { KeyFacts } from "../policy/key-facts.ts";
import { draftsOf, type CodedDraft } from "./check.ts";
import type { CheckOptions } from "./options.ts";

/** More rounds than a policy of legal size has faults. */
const maximumRounds = 2000;

/**
 * Mends what has one safe answer: one small edit at a time, each followed by a new check, so that edits never meet, and what an edit
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

/** The document after the first edit that changes something; undefined where none is left. */
const step = (
  document: PolicyDocument,
  facts: KeyFacts,
  options: CheckOptions,
  isSpared: (finding: CodedDraft) => boolean,
): PolicyDocument | undefined => {
  for (const draft of draftsOf(asParsed(document), facts, options)) {
    if (!draft.fix || isSpared(draft)) continue;
    const mended = draft.fix(document);
    if (mended.text !== document.text) return mended;
  }
  return undefined;
};

const asParsed = ({ text, format, root }: PolicyDocument) => ({ text, format, root, problems: [] });
