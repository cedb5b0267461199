import type { SyntaxMember, SyntaxNode } from "../../policy/syntax.ts";
import { symbolText } from "../../policy/symbols.ts";
import { listNode, nameOf } from "./document-nodes.ts";
import { iterationsOf } from "./dynamic-blocks.ts";
import { evaluate, wholeText } from "./evaluate.ts";
import type { Block } from "./syntax.ts";
import { arrayOf, computed, hold, type TreeReader } from "./tree.ts";

interface Test {
  readonly block: Block;
  readonly test: string;
  readonly variable: string;
  readonly values: SyntaxNode;
}

/** The conditions of a statement: blocks of one test and key are one list of values. */
export const conditionNode = (holder: Block, reader: TreeReader): SyntaxNode | undefined => {
  const tests = holder.body.blocks.flatMap((inner): readonly Test[] => {
    if (inner.type === "condition") return [testOf(inner, reader)];
    return inner.type === "dynamic" && inner.labels[0] === "condition" ? dynamicTests(inner, reader) : [];
  });
  const [first] = tests;
  const last = tests.at(-1);
  if (!first || !last) return undefined;
  const names = [...new Set(tests.map(({ test }) => test))];
  const groups = names.map((name) => tests.filter(({ test }) => test === name));
  const members = groups.map((group) => testMember(holder, group, reader));
  const node: SyntaxNode = {
    start: first.block.start,
    end: last.block.end,
    kind: "object",
    layout: "flow",
    members,
  };
  const parts = groups.map((group) => group.map(({ block }) => block));
  reader.roles?.set(node, { kind: "condition", holder, parts });
  return node;
};

/** Where it is not known whether the condition is there at all, nobody knows what it asks: its operator is open. */
const dynamicTests = (dynamic: Block, reader: TreeReader): readonly Test[] => {
  const { scenes, why } = iterationsOf(dynamic, reader);
  const contents = dynamic.body.blocks.filter(({ type }) => type === "content");
  const tests = scenes.flatMap((scene) => contents.map((block) => testOf(block, { ...reader, scene })));
  for (const { values } of tests) hold(values, reader.held, computed("a dynamic condition"));
  if (why === undefined) return tests;
  return tests.map((test) => ({ ...test, test: symbolText(`dynamic ${test.test}`) }));
};

const testOf = (block: Block, reader: TreeReader): Test => {
  const word = (name: string): string => {
    const value = block.body.attributes.get(name);
    return value ? wholeText(evaluate(value, reader.scene)) : "";
  };
  const values = listNode(block, "values", reader) ?? arrayOf({ start: block.start, end: block.start }, []);
  return { block, test: word("test"), variable: word("variable"), values };
};

const testMember = (holder: Block, group: readonly Test[], reader: TreeReader): SyntaxMember => {
  const [first] = group;
  const last = group.at(-1);
  const place = { start: first?.block.start ?? 0, end: last?.block.end ?? 0 };
  const name = first?.test ?? "";
  const keys = [...new Set(group.map(({ variable }) => variable))];
  const groups = keys.map((key) => group.filter(({ variable }) => variable === key));
  const named = (
    attribute: string,
    text: string,
    block: Block | undefined,
    value: SyntaxNode,
  ): SyntaxMember => ({
    name: text,
    nameNode: nameOf(block, attribute, text, block?.start ?? 0),
    value,
  });
  const members = groups.map((tests): SyntaxMember => {
    const items = tests.flatMap(({ values }) => (values.kind === "array" ? values.items : [values]));
    const list = arrayOf(tests.at(-1)?.values ?? place, items);
    const [only] = tests;
    const value = only && tests.length === 1 ? only.values : list;
    return named("variable", tests[0]?.variable ?? "", tests[0]?.block, value);
  });
  const node: SyntaxNode = { ...place, kind: "object", layout: "flow", members };
  const parts = groups.map((tests) => tests.map(({ block }) => block));
  reader.roles?.set(node, { kind: "test", holder, parts, test: name });
  return named("test", name, first?.block, node);
};
