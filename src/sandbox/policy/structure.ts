import type { PolicyDocument } from "../../policy/document.ts";
import { memberNamed, type SyntaxNode } from "../../policy/syntax.ts";
import { checkConditions } from "./conditions.ts";
import { malformed } from "./malformed.ts";
import { checkMembers, isTexts, syntaxErrors } from "./members.ts";

const documentMembers = ["Version", "Id", "Statement"];
const statementMembers = [
  ...["Sid", "Effect", "Principal", "NotPrincipal", "Action", "NotAction"],
  ...["Resource", "NotResource", "Condition"],
];

/**
 * Throws MalformedPolicyDocumentException where the document breaks the policy grammar or the rules of KMS for it:
 * since August 2025 every statement needs an Action and a Resource, and the Resource is `*`. AWS publishes few of the
 * messages; where it does not, these are IAM's for the same fault.
 */
export const checkStructure = (document: PolicyDocument): void => {
  checkMembers(document.root, documentMembers);
  const version = memberNamed(document.root, "Version")?.value;
  if (version && !isOneOf(version, ["2012-10-17", "2008-10-17"])) throw syntaxErrors();
  checkText(memberNamed(document.root, "Id")?.value);
  if (document.statements.length === 0) throw syntaxErrors();
  document.statements.forEach(checkStatement);
};

const checkStatement = (statement: SyntaxNode): void => {
  checkMembers(statement, statementMembers);
  checkText(memberNamed(statement, "Sid")?.value);
  const effect = memberNamed(statement, "Effect")?.value;
  if (!effect || !isOneOf(effect, ["Allow", "Deny"])) throw syntaxErrors();
  checkPrincipal(oneOf(statement, "Principal", "NotPrincipal", "Policy statement must contain principals."));
  const action = oneOf(statement, "Action", "NotAction", "Policy statement must contain actions.");
  if (!isTexts(action)) throw syntaxErrors();
  checkResource(statement);
  const condition = memberNamed(statement, "Condition")?.value;
  if (condition) checkConditions(condition);
};

const oneOf = (statement: SyntaxNode, name: string, other: string, missing: string): SyntaxNode => {
  const [value, otherValue] = [memberNamed(statement, name)?.value, memberNamed(statement, other)?.value];
  if (value && otherValue) throw syntaxErrors();
  const found = value ?? otherValue;
  if (!found) throw malformed(missing);
  return found;
};

const checkResource = (statement: SyntaxNode): void => {
  const missing = "Policy statement must contain resources.";
  const resource = oneOf(statement, "Resource", "NotResource", missing);
  if (!isTexts(resource)) throw syntaxErrors();
  const values = resource.kind === "array" ? resource.items : [resource];
  const everything = memberNamed(statement, "Resource") && values.every((value) => isOneOf(value, ["*"]));
  if (!everything) throw malformed('Policy statement resources must be "*".');
};

const checkPrincipal = (principal: SyntaxNode): void => {
  if (isOneOf(principal, ["*"])) return;
  if (principal.kind !== "object" || principal.members.length === 0) throw syntaxErrors();
  checkMembers(principal, ["AWS", "Service", "Federated", "CanonicalUser"]);
  if (!principal.members.every((member) => isTexts(member.value))) throw syntaxErrors();
};

const checkText = (value: SyntaxNode | undefined): void => {
  if (value && value.kind !== "string") throw syntaxErrors();
};

const isOneOf = (node: SyntaxNode, values: readonly string[]): boolean =>
  node.kind === "string" && values.includes(String(node.value));
