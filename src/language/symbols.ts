import { readPolicy } from "../policy/read-policy.ts";
import { memberNamed } from "../policy/syntax.ts";
import type { OpenPolicy, Span } from "./types.ts";

/** A statement in an editor's outline. */
export interface StatementSymbol {
  /** Its Sid, or its number. */
  readonly name: string;
  /** `Allow kms:Decrypt and 2 more`. */
  readonly detail: string;
  readonly span: Span;
  /** What is selected when somebody goes there. */
  readonly selection: Span;
}

/** The statements of a policy, in order; those that a template writes once for several cases count once. */
export const symbolsOf = (policy: OpenPolicy): readonly StatementSymbol[] => {
  const { document, placeOf } = policy;
  if (!document) return [];
  const told = readPolicy(document).statements;
  const seen = new Set<number>();
  const span = ({ start, end }: Span): Span => ({ start: placeOf(start), end: placeOf(end - 1) + 1 });
  return document.statements.flatMap((node, index): StatementSymbol[] => {
    if (seen.has(node.start) || node.end <= node.start) return [];
    seen.add(node.start);
    const sid = memberNamed(node, "Sid")?.value;
    const name = sid?.kind === "string" && sid.value !== "" ? String(sid.value) : `Statement ${index + 1}`;
    const whole = span(node);
    const inside = sid && sid.start >= node.start && sid.end <= node.end ? span(sid) : undefined;
    const statement = told.find((one) => one.index === index);
    const actions = statement?.actions ?? [];
    const more = actions.length > 1 ? ` and ${actions.length - 1} more` : "";
    const but = statement?.notAction ? "all but " : "";
    return [
      {
        ...{ name, span: whole },
        detail: statement ? `${statement.effect} ${but}${actions[0] ?? "nothing"}${more}` : "",
        selection: inside ?? { start: whole.start, end: Math.min(whole.end, whole.start + 1) },
      },
    ];
  });
};
