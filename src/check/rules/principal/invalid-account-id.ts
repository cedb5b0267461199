import { replaceAt } from "../../fixes.ts";
import { quoted } from "../../quoted.ts";
import { membersOf, scalars } from "../../read-views.ts";
import { nodeSource } from "../../node-source.ts";
import { parsePrincipal } from "../../../policy/principal.ts";
import type { PolicyDocument } from "../../../policy/document.ts";
import { statementRule, type CheckContext, type Draft, type Fix } from "../../rule.ts";
import type { StatementView, ValueView } from "../../views.ts";

const hint = "it is all 12 digits in double quotes, leading zeros included, without hyphens";

/** An account id is 12 digits (IAM identifiers); a number loses its leading zeros, and YAML makes numbers of ids. */
export const invalidAccountId = statementRule({
  code: "invalid-account-id",
  severity: "error",
  title: "The account id is not 12 digits",
  page: () => ({
    trigger: "An account id is not 12 digits, or a number without quotes.",
    why: "Ids begin with zeros too: a number loses them, in YAML unseen. KMS refuses the document.",
    fix: "Write all 12 digits in quotes, without hyphens.",
    example: '12345678901  =>  "012345678901"',
  }),
  rejectedByKms: true,
  explainsNoEffect: true,
  fixesMeet: "never",
  run: (statement, context) => [
    ...statement.principals
      .filter(({ principal }) => principal.kind === "malformed" && principal.because === "invalid-account-id")
      .filter(({ value }) => !value.includes("${"))
      .map((at): Draft => {
        const message = `the account id in ${quoted(at.value)} is not 12 digits`;
        const digits = at.value.replaceAll(/(?<![\w/])\d[\d\s-]*\d/g, (id) => id.replaceAll(/[\s-]/g, ""));
        const fits = parsePrincipal(at.type, digits).kind !== "malformed";
        return fits
          ? { at, message, hint: `write ${quoted(digits)}`, suggestion: replaceAt(at.path, digits) }
          : { at, message, hint };
      }),
    ...numbersAsPrincipals(statement, context),
  ],
});

const numbersAsPrincipals = (statement: StatementView, { document }: CheckContext): Draft[] =>
  statement.members
    .filter(({ name }) => name === "Principal" || name === "NotPrincipal")
    .flatMap((member) => membersOf(member.value, member.path))
    .flatMap(scalars)
    .filter(({ node }) => node.kind === "number")
    .map((at) => ({
      at,
      message: "the account id is a number, not a string",
      hint,
      fix: asText(at, document),
    }));

/** YAML's zeros in front are in the text still. */
const asText = ({ node, path }: ValueView, document: PolicyDocument): Fix | undefined => {
  const source = nodeSource(document, node);
  return /^\d{12}$/.test(source) ? replaceAt(path, source) : undefined;
};
