import { policyElements, statementElements } from "../../elements.ts";
import { nearest } from "../../nearest.ts";
import { listOf, quoted } from "../../quoted.ts";
import { membersOf } from "../../read-views.ts";
import { documentRule, type Draft } from "../../rule.ts";
import type { MemberView } from "../../views.ts";

/** A member that is not in the grammar; most are misspelt, and what they were to say is not said (IAM policy grammar). */
export const unknownElement = documentRule(({ document, statements }) => [
  ...strangers(membersOf(document.root, []), policyElements, "a policy", statementElements),
  ...statements.flatMap(({ members }) =>
    strangers(members, statementElements, "a statement", policyElements),
  ),
]);

const strangers = (
  members: readonly MemberView[],
  known: readonly string[],
  owner: string,
  elsewhere: readonly string[],
): Draft[] =>
  members
    .filter(({ name }) => !known.includes(name))
    .map((at) => {
      const near = nearest(at.name, known);
      const taken = members.some(({ name }) => name === near);
      const rename = near !== undefined && !taken;
      return {
        at,
        message: `${owner} has no member ${quoted(at.name)}`,
        hint: elsewhere.includes(at.name)
          ? `it belongs into ${owner === "a policy" ? "a statement" : "the policy, beside Statement"}`
          : rename
            ? `did you mean ${near}?`
            : `remove it; ${owner} has ${listOf(known)}`,
      };
    });
