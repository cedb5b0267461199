import { opaqueStatement } from "../../policy/symbols.ts";
import type { JsonValue, SyntaxMember, SyntaxNode } from "../../policy/syntax.ts";
import { guarded, maximumChoices, openChoices, waysOf, type Ways } from "./choices.ts";
import { evaluate, testOf, wayOf } from "./evaluate.ts";
import type { Scene } from "./scene.ts";
import type { Expression } from "./syntax.ts";
import { arrayOf, computed, hold, nodesAt, sourceOf, treeOf, type TreeReader } from "./tree.ts";
import { asValue, markedName, openMark, withSymbols } from "./values.ts";

/** The object of a policy as a tree: every statement, and one for each way of the choices that it depends on. */
export const policyTree = (expression: Expression, reader: TreeReader): SyntaxNode => {
  if (expression.kind !== "object") return treeOf(expression, reader);
  const root = treeOf(withoutStatements(expression), reader);
  const at = expression.members.findLastIndex(({ name }) => name === "Statement");
  const member = expression.members[at];
  if (root.kind !== "object" || !member) return root;
  const value = statementsIn(member.value, reader);
  const nameNode = { start: member.start, end: member.nameEnd, kind: "string", value: "Statement" } as const;
  const members: SyntaxMember[] = [...root.members];
  members.splice(at, 0, { name: "Statement", nameNode, value });
  return { ...root, members };
};

const withoutStatements = (expression: Expression & { readonly kind: "object" }): Expression => ({
  ...expression,
  members: expression.members.filter(({ name }) => name !== "Statement"),
});

/** The statements of an expression: a list, one alone, or lists put together. */
const statementsIn = (expression: Expression, reader: TreeReader): SyntaxNode => {
  if (expression.kind === "object") {
    const [only, other] = caseNodes(expression, reader, new Map());
    return only && !other ? only : arrayOf(expression, caseNodes(expression, reader, new Map()));
  }
  if (expression.kind === "list")
    return arrayOf(
      expression,
      expression.items.flatMap((item) => listed(item, reader, new Map())),
    );
  const { start } = expression;
  const all = listed(expression, reader, new Map());
  const array = arrayOf({ start, end: start }, all);
  return hold(array, reader.held, computed(sourceOf(expression, reader.scene)));
};

/** The statements that an item of the list stands for. */
const listed = (expression: Expression, reader: TreeReader, ways: Ways): readonly SyntaxNode[] => {
  const scene: Scene = { ...reader.scene, when: new Map([...(reader.scene.when ?? []), ...ways]) };
  if (expression.kind === "list") return expression.items.flatMap((item) => listed(item, reader, ways));
  if (expression.kind === "object") return caseNodes(expression, reader, ways);
  if (expression.kind === "call" && /^(?:concat|flatten|compact|distinct|tolist)$/.test(expression.name))
    return held(
      expression.items.flatMap((item) => listed(item, reader, ways)),
      expression,
      reader,
    );
  if (expression.kind === "choice") {
    const way = wayOf(expression, scene);
    const branch = (taken: boolean, under: Ways) =>
      listed(taken ? expression.yes : expression.no, reader, under);
    const test = testOf(expression, scene);
    const cases =
      way === undefined
        ? [true, false].flatMap((taken) => branch(taken, new Map([...ways, [test, taken]])))
        : branch(way, ways);
    return held(cases, expression, reader);
  }
  const given = asValue(evaluate(expression, scene));
  const isOpen = typeof given === "string" && given.startsWith(openMark);
  const { start } = expression;
  const nodes = nodesAt(withSymbols(isOpen ? openStatement(given) : given), { start, end: start });
  const all = nodes.kind === "array" ? nodes.items : [nodes];
  return held(
    all.map((node) => guarded(node, ways)),
    expression,
    reader,
  );
};

/** Statements that nobody can read are not nothing: somebody may have everything. */
export const openStatement = (mark: string): JsonValue => ({
  Effect: "Allow",
  Principal: { AWS: opaqueStatement(...markedName(mark)) },
  Action: "kms:*",
  Resource: "*",
});

const held = (nodes: readonly SyntaxNode[], expression: Expression, { held, scene }: TreeReader) => {
  for (const node of nodes) hold(node, held, computed(sourceOf(expression, scene)));
  return nodes;
};

/** One statement, or its cases. */
const caseNodes = (
  expression: Expression & { readonly kind: "object" },
  reader: TreeReader,
  outer: Ways,
): readonly SyntaxNode[] => {
  const scene: Scene = { ...reader.scene, when: new Map([...(reader.scene.when ?? []), ...outer]) };
  const open = [...openChoices(expression, scene)].slice(0, maximumChoices);
  const cases = waysOf(open).map((ways) => {
    const inner: Scene = { ...scene, when: new Map([...(scene.when ?? []), ...ways]) };
    const all = new Map([...outer, ...ways]);
    return guarded(treeOf(expression, { ...reader, scene: inner }), all);
  });
  return open.length + outer.size === 0 ? cases : held(cases, expression, reader);
};
