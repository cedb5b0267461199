import type { SyntaxNode } from "../../../policy/syntax.ts";
import { quoted } from "../../quoted.ts";
import { membersOf } from "../../read-views.ts";
import { documentRule, type Draft } from "../../rule.ts";
import type { MemberView } from "../../views.ts";
import { walk } from "../../walk.ts";

/** JSON readers keep the last one and say nothing; the policy grammar forbids it (IAM policy grammar). */
export const duplicateJsonKey = documentRule({
  code: "duplicate-json-key",
  severity: "error",
  title: "A member is written twice in one object",
  page: () => ({
    trigger: "One object has two members of the same name.",
    why: "The policy grammar forbids it, and readers of JSON silently keep only the last one: half of what is written does not count.",
    fix: "Put the values of both into one list, or make two statements.",
    example: '"Action": "kms:Decrypt", "Action": "kms:Encrypt"  =>  "Action": ["kms:Decrypt", "kms:Encrypt"]',
  }),
  explainsNoEffect: true,
  run: ({ document }) =>
    walk(document.root).flatMap(({ node, path }) => (repeats(node) ? repeated(membersOf(node, path)) : [])),
});

const repeats = (node: SyntaxNode): boolean =>
  node.kind === "object" && new Set(node.members.map(({ name }) => name)).size < node.members.length;

const repeated = (members: readonly MemberView[]): Draft[] => {
  const seen = new Set<string>();
  return members.flatMap((member) => {
    const again = seen.has(member.name);
    seen.add(member.name);
    return again ? [describe(member)] : [];
  });
};

const describe = (at: MemberView): Draft => ({
  at,
  message: `${quoted(at.name)} is written twice in this object, and only the last one counts`,
  hint: "put the values of both into one list, or remove one",
});
