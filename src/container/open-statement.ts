import { hasSymbol, opaqueAs, symbolText } from "../policy/symbols.ts";
import { writtenCall } from "./cloudformation/written-call.ts";
import type { SyntaxMember, SyntaxNode } from "../policy/syntax.ts";

/**
 * A statement as it is read. Where a parameter, a variable, a macro or a loop stands in its place (AWS CloudFormation User Guide,
 * "Fn::Transform", "Fn::ForEach"; Terraform, "For Expressions"), what it says is known when it is deployed: it may let in anybody.
 */
export const openStatement = (statement: SyntaxNode): SyntaxNode => {
  const open = openTextOf(statement);
  if (open === undefined) return statement;
  const { start, end } = statement;
  const text = (value: string) => ({ start, end: start, kind: "string", value }) as const;
  const member = (name: string, value: SyntaxNode): SyntaxMember => ({ name, nameNode: text(name), value });
  const object = (...members: readonly SyntaxMember[]) =>
    ({ start, end, kind: "object", layout: "flow", members }) as const;
  const whoever = object(member("AWS", text(opaqueAs("statement", open) ?? open)));
  return object(
    member("Effect", text("Allow")),
    member("Principal", whoever),
    member("Action", text("kms:*")),
    member("Resource", text("*")),
  );
};

const openTextOf = (statement: SyntaxNode): string | undefined => {
  if (statement.kind === "string") {
    const text = String(statement.value);
    return hasSymbol(text) ? text : undefined;
  }
  if (statement.kind !== "object") return undefined;
  const made = statement.members.find(({ name }) => name.startsWith("Fn::"));
  return made && symbolText(writtenCall(made.name, made.value));
};

/** A policy in which each statement that is filled in later is one that may let anybody in. */
export const withOpenStatements = (root: SyntaxNode): SyntaxNode => {
  if (root.kind !== "object") return root;
  const members = root.members.map((member): SyntaxMember => {
    const { name, value } = member;
    if (name !== "Statement") return member;
    return {
      ...member,
      value:
        value.kind === "array" ? { ...value, items: value.items.map(openStatement) } : openStatement(value),
    };
  });
  return { ...root, members };
};
