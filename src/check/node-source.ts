import type { PolicyDocument } from "../policy/document.ts";
import type { SyntaxNode } from "../policy/syntax.ts";

/** A value as the text writes it: of a number with the zeros before it, which its value has lost. */
export const nodeSource = ({ text }: Pick<PolicyDocument, "text">, { start, end }: SyntaxNode): string =>
  text.slice(start, end);
