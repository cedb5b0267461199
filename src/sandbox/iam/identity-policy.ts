import { documentOf, parsePolicyText } from "../../policy/document.ts";
import { memberNamed, type SyntaxNode } from "../../policy/syntax.ts";
import type { Group, Role, User } from "../state/types.ts";
import { ApiError } from "../wire/api-error.ts";
import type { EntityKind } from "./kinds.ts";

/** Throws MalformedPolicyDocument, in IAM's words, for a text that is no identity policy. */
export const checkIdentityPolicy = (text: string): void => {
  const document = documentOf(parsePolicyText(text, "json"));
  if (!document || document.statements.length === 0) throw malformed("Syntax errors in policy.");
  document.statements.forEach(checkStatement);
  const sids = document.statements.flatMap((statement) => textOf(statement, "Sid") ?? []);
  if (new Set(sids).size < sids.length)
    throw malformed("Statement IDs (SID) in a single policy must be unique.");
};

const checkStatement = (statement: SyntaxNode): void => {
  const has = (name: string): boolean => memberNamed(statement, name) !== undefined;
  if (!["Allow", "Deny"].includes(textOf(statement, "Effect") ?? ""))
    throw malformed("Syntax errors in policy.");
  if (has("Principal") || has("NotPrincipal"))
    throw malformed("Policy document should not specify a principal.");
  if (!has("Action") && !has("NotAction")) throw malformed("Policy statement must contain actions.");
  if (!has("Resource") && !has("NotResource")) throw malformed("Policy statement must contain resources.");
  if (!/^[0-9A-Za-z]*$/.test(textOf(statement, "Sid") ?? "")) {
    throw malformed(
      "Statement IDs (SID) must be alpha-numeric. Check that your input satisfies the regular expression [0-9A-Za-z]*",
    );
  }
};

/** Throws LimitExceeded where the inline policies of an entity, white space aside, would grow too long together. */
export const requireInlineSpace = <T extends User | Role | Group>(
  kind: EntityKind<T>,
  entity: T,
  name: string,
  document: string,
): void => {
  const after = new Map([...entity.policies, [name, document]]);
  const length = [...after.values()].reduce((sum, text) => sum + text.replace(/\s/g, "").length, 0);
  if (length <= kind.inlineLimit) return;
  const whom = `${kind.word.toLowerCase()} ${entity.name}`;
  throw new ApiError(
    "LimitExceeded",
    `Maximum policy size of ${kind.inlineLimit} bytes exceeded for ${whom}`,
  );
};

const textOf = (statement: SyntaxNode, name: string): string | undefined => {
  const value = memberNamed(statement, name)?.value;
  return value?.kind === "string" ? String(value.value) : undefined;
};

const malformed = (message: string): ApiError => new ApiError("MalformedPolicyDocument", message);
