import { replaceAt } from "../../fixes.ts";
import { quoted } from "../../quoted.ts";
import { membersOf, scalars } from "../../read-views.ts";
import { statementRule, type Draft, type Fix } from "../../rule.ts";
import type { StatementView, ValueView } from "../../views.ts";

const hint = "write all 12 digits in double quotes, leading zeros included, without hyphens";

/** An account id is 12 digits (IAM identifiers); a number loses its leading zeros, and YAML makes numbers of ids. */
export const invalidAccountId = statementRule((statement) => [
  ...statement.principals
    .filter(({ principal }) => principal.kind === "malformed" && principal.because === "invalid-account-id")
    .filter(({ value }) => !value.includes("${"))
    .map((at) => ({ at, message: `the account id in ${quoted(at.value)} is not 12 digits`, hint })),
  ...numbersAsPrincipals(statement),
]);

const numbersAsPrincipals = (statement: StatementView): Draft[] =>
  statement.members
    .filter(({ name }) => name === "Principal" || name === "NotPrincipal")
    .flatMap((member) => membersOf(member.value, member.path))
    .flatMap(scalars)
    .filter(({ node }) => node.kind === "number")
    .map((at) => ({ at, message: "the account id is a number, not a string", hint, fix: asText(at) }));

const asText = ({ node, path }: ValueView): Fix | undefined =>
  "value" in node && /^\d{12}$/.test(String(node.value)) ? replaceAt(path, String(node.value)) : undefined;
