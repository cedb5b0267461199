import { policyElements, statementElements } from "../../elements.ts";
import { renameMember } from "../../fixes.ts";
import { nearestOnly } from "../../nearest.ts";
import { listOf, quoted } from "../../quoted.ts";
import { membersOf } from "../../read-views.ts";
import { documentRule, type Draft } from "../../rule.ts";
import type { MemberView } from "../../views.ts";

/** A member that is not in the grammar; most are misspelt, and what they were to say is not said (IAM policy grammar). */
export const unknownElement = documentRule({
  code: "unknown-element",
  severity: "error",
  title: "A member that the policy language does not have",
  page: () => ({
    trigger: "A member is none of the policy language; names count in their exact case.",
    why: "Mostly a slip (Actions, Resources, sid): what it was to say is not said, and the statement may be refused or dead.",
    fix: "Correct the name, or remove the member. Comments belong into a .jsonc file.",
    example: '"Actions": ["kms:Decrypt"]  =>  "Action": ["kms:Decrypt"]',
  }),
  explainsNoEffect: true,
  fixesMeet: "in one object",
  run: ({ document, statements }) => [
    ...strangers(membersOf(document.root, []), inPolicy),
    ...statements.flatMap(({ members }) => strangers(members, inStatement)),
  ],
});

interface Owner {
  readonly name: string;
  readonly known: readonly string[];
  /** Names of the other object, and the words for where they belong. */
  readonly foreign: readonly string[];
  readonly home: string;
}

const inPolicy: Owner = {
  name: "a policy",
  known: policyElements,
  foreign: statementElements,
  home: "it belongs into a statement",
};

const inStatement: Owner = {
  name: "a statement",
  known: statementElements,
  foreign: policyElements,
  home: "it belongs into the policy itself, beside Statement",
};

const strangers = (members: readonly MemberView[], owner: Owner): Draft[] =>
  members
    .filter(({ name }) => !owner.known.includes(name))
    .map((at) => {
      const near = owner.foreign.includes(at.name) ? undefined : nearestOnly(at.name, owner.known);
      const free = near !== undefined && !members.some(({ name }) => name === near);
      return {
        at,
        message: `${owner.name} has no member ${quoted(at.name)}`,
        hint: free ? `did you mean ${near}?` : otherwise(at, owner),
        fix: free ? renameMember(at.path, near) : undefined,
      };
    });

const otherwise = ({ name }: MemberView, owner: Owner): string =>
  owner.foreign.includes(name) ? owner.home : `remove it; ${owner.name} has ${listOf(owner.known)}`;
