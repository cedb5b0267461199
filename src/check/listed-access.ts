import { listAccess } from "../access/list-access.ts";
import type { Access } from "../access/types.ts";
import type { KeyFacts } from "../policy/key-facts.ts";
import type { Policy } from "../policy/model.ts";

const answers = new Map<string, readonly Access[]>();
/** Characters of the questions that are kept: several policies of the size that KMS takes, asked about statement by statement. */
const mostKept = 4_000_000;
let kept = 0;

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
  const known = answers.get(question);
  if (known) return known;
  const found = listAccess(policy, facts, actions);
  if (kept > mostKept) {
    answers.clear();
    kept = 0;
  }
  kept += question.length;
  answers.set(question, found);
  return found;
};
