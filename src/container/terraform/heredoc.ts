import { parseJson } from "../../policy/json/parse-json.ts";
import { asUsualPartition } from "../../policy/symbols.ts";
import type { SyntaxMember, SyntaxNode } from "../../policy/syntax.ts";
import { evaluate } from "./evaluate.ts";
import { bodyOf } from "./read-block.ts";
import { HclFault } from "./outline.ts";
import type { Template, TemplatePart } from "./syntax.ts";
import { hold, computed, nodesAt, sourceOf, type TreeReader } from "./tree.ts";
import { asValue, literalText, openMark, parsed, partOf, withSymbols } from "./values.ts";

const name = "KMSPOL_END_OF_TEXT";
const opening = `x = <<${name}\n`;

/** The lines of a heredoc as JSON: templates are masked by letters of the same number, and their values put in afterwards. */
export const heredocTree = (text: string, reader: TreeReader): SyntaxNode | undefined => {
  if (text.includes(name)) throw new HclFault("this text cannot stand in a heredoc", text.indexOf(name));
  const whole = `${opening}${text}\n${name}\n`;
  const expression = bodyOf(whole, -opening.length).attributes.get("x");
  if (expression?.kind !== "template") return undefined;
  const directive = expression.parts.find(({ kind }) => kind === "directive");
  if (directive) throw new HclFault("Terraform works out what stands in %{ }", directive.start);
  const { root, problems } = parseJson(masked(text, expression), "json");
  const [problem] = problems;
  if (problem) throw new HclFault(problem.message, problem.start);
  return root && withValues(root, text, expression.parts, reader, false);
};

const masked = (text: string, { parts }: Template): string => {
  let result = text;
  for (const { kind, start, end } of parts) {
    if (kind !== "value") continue;
    const isInString = countQuotes(result.slice(0, start)) % 2 === 1;
    const letters = end - start;
    const mask = isInString ? "x".repeat(letters) : `"${"x".repeat(Math.max(0, letters - 2))}"`;
    result = result.slice(0, start) + mask + result.slice(end);
  }
  return result;
};

const countQuotes = (text: string): number => text.replace(/\\[^]/g, "").split('"').length - 1;

const withValues = (
  node: SyntaxNode,
  text: string,
  parts: readonly TemplatePart[],
  reader: TreeReader,
  isPrincipal: boolean,
): SyntaxNode => {
  if (node.kind === "array") {
    const items = node.items.flatMap((item) => {
      const value = withValues(item, text, parts, reader, isPrincipal);
      return value.kind === "array" && item.kind === "string" ? value.items : [value];
    });
    return { ...node, items };
  }
  if (node.kind === "object") {
    const members = node.members.map((member): SyntaxMember => {
      const isNamed = /^(?:Not)?Principal$/.test(member.name);
      const label = member.nameNode;
      const own = textOf(label.start, label.end, text, parts, reader);
      const value = withValues(member.value, text, parts, reader, isPrincipal || isNamed);
      return { ...member, name: own, nameNode: { ...label, value: own }, value };
    });
    return { ...node, members };
  }
  if (node.kind !== "string") return node;
  const whole = parts.find(
    (part) => part.kind === "value" && part.start === node.start && part.end === node.end,
  );
  if (whole?.kind !== "value") {
    const only = onlyValue(node, parts);
    if (!only) return { ...node, value: textOf(node.start, node.end, text, parts, reader) };
    const given = withSymbols(asValue(evaluate(only.value, reader.scene)), isPrincipal);
    return { ...node, value: typeof given === "object" ? JSON.stringify(given) : String(given) };
  }
  const given = asValue(evaluate(whole.value, reader.scene));
  const isOpen = typeof given === "string" && given.startsWith(openMark);
  const value = isOpen || typeof given !== "string" ? given : (parsed(given) ?? given);
  const { start } = node;
  const made = nodesAt(withSymbols(value, isPrincipal), { start, end: start });
  return hold(made, reader.held, computed(sourceOf(whole, reader.scene)));
};

/** The template that is all of a string between its quotes. */
const onlyValue = ({ start, end }: SyntaxNode, parts: readonly TemplatePart[]) => {
  const found = parts.find(
    (part) => part.kind === "value" && part.start === start + 1 && part.end === end - 1,
  );
  return found?.kind === "value" ? found : undefined;
};

/** The value of a JSON string in which templates may stand. */
const textOf = (
  start: number,
  end: number,
  text: string,
  parts: readonly TemplatePart[],
  { scene }: TreeReader,
): string => {
  let result = "";
  let at = start + 1;
  const plain = (to: number): void => {
    const source = literalText(text.slice(at, to), false);
    const value = parsed(`"${source}"`);
    result += typeof value === "string" ? value : source;
  };
  for (const part of parts) {
    if (part.kind !== "value" || part.start < start || part.end > end) continue;
    plain(part.start);
    result += partOf(evaluate(part.value, scene), result);
    at = part.end;
  }
  plain(end - 1);
  return asUsualPartition(result);
};
