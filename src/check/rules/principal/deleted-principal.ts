import type { PolicyDocument } from "../../../policy/document.ts";
import { removeItem, removeMemberAt, removeStatementAt } from "../../fixes.ts";
import { quoted } from "../../quoted.ts";
import type { PrincipalView, StatementView } from "../../views.ts";
import { principalRule, type Fix } from "../../rule.ts";

/**
 * The id that IAM leaves behind when a user or role is deleted. It names nobody, a namesake created later included, and
 * every put of a policy with it fails (IAM User Guide, "Principal"; re:Post knowledge center).
 */
export const deletedPrincipal = principalRule({
  code: "deleted-principal",
  severity: "error",
  title: "The principal was deleted",
  page: () => ({
    trigger: "An entry is a unique id such as AIDA… or AROA….",
    why: "It is what remains of a user or role that was deleted. It names nobody, not even a namesake created later, and every put of the policy fails until it is gone.",
    fix: "Remove it (kmspol prune), or put the ARN of the successor in its place.",
    example: '"AWS": ["AROADBQP57FF2AEXAMPLE", "…:role/App"]  =>  "AWS": "…:role/App"',
  }),
  rejectedByKms: true,
  explainsNoEffect: true,
  fixKeepsAccess: true,
  fixesMeet: "never",
  run: (at, statement, { document }) =>
    at.principal.kind === "unique-id"
      ? {
          at,
          message: `${quoted(at.value)} is what is left of a deleted ${at.principal.of}`,
          hint: "remove it, or put the ARN of its successor in its place: KMS refuses the policy as it stands",
          fix: removal(at, statement, document),
        }
      : undefined,
});

/**
 * Takes the entry out; with the last one of its kind goes the kind, with the last of all the statement. Where everyone but the
 * deleted is meant there is no safe answer: whom to spare instead?
 */
const removal = (
  at: PrincipalView,
  { principals, index, model }: StatementView,
  document: PolicyDocument,
): Fix | undefined => {
  const others = principals.filter(({ principal }) => principal.kind !== "unique-id");
  if (others.length === 0) return model.notPrincipal ? undefined : removeStatementAt(index);
  const member = typeof at.path.at(-1) === "number" ? at.path.slice(0, -1) : at.path;
  const staysIn = others.some(({ type }) => type === at.type);
  return (staysIn ? removeItem(document, at.path) : undefined) ?? removeMemberAt(member);
};
