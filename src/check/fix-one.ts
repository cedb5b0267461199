import type { PolicyDocument } from "../policy/document.ts";
import { type KeyFacts, withArnFacts } from "../policy/key-facts.ts";
import { jsonPointer } from "../policy/text/position.ts";
import { draftsOf } from "./check.ts";
import type { Finding } from "./finding.ts";
import type { CheckOptions } from "./options.ts";
import { groupsOf, keepsAccess, safeFixes, withGroup } from "./safe-fixes.ts";

/** A document in which one finding is mended. */
export interface OneFix {
  readonly document: PolicyDocument;
  /** `check --fix` makes it; else it is what the hint says, to which somebody has to agree. */
  readonly isSafe: boolean;
  readonly hint: string | undefined;
}

/**
 * Mends one finding, by the edit that `check --fix` makes, or where it makes none by the one that the finding's hint describes. Undefined
 * where there is no such finding, or no edit for it.
 */
export const fixOne = (
  document: PolicyDocument,
  facts: KeyFacts,
  options: CheckOptions,
  { code, path }: Pick<Finding, "code" | "path">,
): OneFix | undefined => {
  const own = { ...options };
  const drafts = draftsOf(document, facts, own);
  const ours = drafts.filter((draft) => draft.code === code && jsonPointer(draft.at.path) === path);
  const safe = safeFixes(document, drafts, withArnFacts(facts), own);
  const draft = ours.find((one) => safe.has(one));
  if (draft?.fix) {
    const group = groupsOf([...safe]).find((some) => some.includes(draft)) ?? [draft];
    const mended = keepsAccess(draft) ? draft.fix(document) : withGroup(document, group);
    return { document: mended, isSafe: true, hint: draft.hint };
  }
  const [agreed] = ours.filter(({ suggestion }) => suggestion);
  return agreed?.suggestion
    ? { document: agreed.suggestion(document), isSafe: false, hint: agreed.hint }
    : undefined;
};
