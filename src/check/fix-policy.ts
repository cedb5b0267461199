import { type PolicyDocument } from "../policy/document.ts";
import type { KeyFacts } from "../policy/key-facts.ts";
import { checkPolicy, draftsOf } from "./check.ts";
import type { Finding } from "./finding.ts";
import type { CheckOptions } from "./options.ts";

/** A document with what has one safe answer mended, and the findings that went with it. */
export interface FixedPolicy {
  readonly document: PolicyDocument;
  readonly fixed: readonly Finding[];
}

/** More rounds than a policy of legal size has faults. */
const maximumRounds = 2000;

/**
 * Mends the fixable findings: one small edit at a time, each followed by a new check, so that edits never meet. Codes that are
 * not among `findings` (ignored ones, say) are left alone. Access stays as it is, except where the finding is that the policy does
 * not say what it means (a misspelt word): then the change shows in the access that is compared afterwards.
 */
export const fixPolicy = (
  document: PolicyDocument,
  facts: KeyFacts,
  findings: readonly Finding[],
  options: CheckOptions = {},
): FixedPolicy => {
  const wanted = new Set(findings.filter(({ fixable }) => fixable).map(({ code }) => code));
  const fixed = repeatedly(document, (current) => step(current, facts, options, wanted));
  const left = new Set(checkAgain(fixed, facts, options).map(identity));
  return {
    document: fixed,
    fixed: findings.filter((finding) => finding.fixable && !left.has(identity(finding))),
  };
};

/** The document after the first edit that changes something; undefined where none is left. */
const step = (
  document: PolicyDocument,
  facts: KeyFacts,
  options: CheckOptions,
  wanted: ReadonlySet<string>,
): PolicyDocument | undefined => {
  for (const { code, fix } of draftsOf(asParsed(document), facts, options)) {
    if (!fix || !wanted.has(code)) continue;
    const mended = fix(document);
    if (mended.text !== document.text) return mended;
  }
  return undefined;
};

const repeatedly = (
  document: PolicyDocument,
  next: (document: PolicyDocument) => PolicyDocument | undefined,
): PolicyDocument => {
  let current = document;
  for (let round = 0; round < maximumRounds; round++) {
    const mended = next(current);
    if (!mended) break;
    current = mended;
  }
  return current;
};

const asParsed = ({ text, format, root }: PolicyDocument) => ({ text, format, root, problems: [] });

const checkAgain = (document: PolicyDocument, facts: KeyFacts, options: CheckOptions): readonly Finding[] =>
  checkPolicy(asParsed(document), facts, options);

// Places move when something before them goes; code and words stay.
const identity = ({ code, message }: Finding): string => JSON.stringify([code, message]);
