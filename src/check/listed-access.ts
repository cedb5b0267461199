import { listAccess } from "../access/list-access.ts";
import type { Access } from "../access/types.ts";
import type { KeyFacts } from "../policy/key-facts.ts";
import type { Policy } from "../policy/model.ts";
import { keptAnswers } from "./kept-answers.ts";

const kept = keptAnswers<readonly Access[]>();

/**
 * `listAccess`, worked out once: `check --fix` checks the same text before the fixes, for them and after them, and most statements
 * of a text stay as they are. Where a statement stands, and what its Sid is, makes no difference.
 */
export const listedAccess = (
  policy: Policy,
  facts: KeyFacts,
  actions: readonly string[],
): readonly Access[] => {
  const statements = policy.statements.map((statement) => ({ ...statement, index: 0, sid: "" }));
  const question = JSON.stringify([{ ...policy, id: "", statements }, facts, actions]);
  return kept(question, () => listAccess(policy, facts, actions));
};
