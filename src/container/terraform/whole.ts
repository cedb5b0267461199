import { isRecord, valueOf } from "../../policy/json-value.ts";
import { memberNamed, type JsonValue, type SyntaxNode } from "../../policy/syntax.ts";
import { defaultPolicy } from "../contained.ts";
import { withOpenStatements } from "../open-statement.ts";
import { guarded } from "./choices.ts";
import { documentTree } from "./document.ts";
import { evaluate, testOf, wayOf } from "./evaluate.ts";
import type { Scene } from "./scene.ts";
import { openStatement, policyTree } from "./statements.ts";
import type { Expression } from "./syntax.ts";
import { arrayOf, nodesAt, type TreeReader } from "./tree.ts";
import { asValue, openMark, parsed, stepsOf, withSymbols } from "./values.ts";

/** The account and the partition of KMS's default policy. */
export interface OwnNames {
  readonly account: string;
  /** Undefined: the deployment's. */
  readonly partition: string | undefined;
}

/**
 * A policy that is put together of others, as a tree: with both branches of a choice that is open; undefined where nothing of it is
 * known.
 */
export const wholeTree = (expression: Expression, scene: Scene, own: OwnNames): SyntaxNode | undefined => {
  const reader: TreeReader = { scene, held: new Map() };
  const place = { start: expression.start, end: expression.start };
  if (expression.kind === "call" && expression.name === "jsonencode" && expression.items[0])
    return asPolicy(policyTree(expression.items[0], reader));
  if (expression.kind === "choice") return choiceTree(expression, scene, own);
  const document = documentOf(expression, scene);
  if (document) {
    const inner: TreeReader = {
      scene: { ...scene, source: document.source },
      held: new Map(),
      roles: new Map(),
    };
    const tree = documentTree(document.block, inner);
    // Places of another file are none here.
    return document.source === scene.source ? tree : nodesAt(valueOf(tree), place);
  }
  const given = asValue(evaluate(expression, scene));
  const value = typeof given === "string" ? parsed(given) : undefined;
  return isRecord(value) ? asPolicy(nodesAt(withSymbols(value), place)) : undefined;
};

const asPolicy = (node: SyntaxNode): SyntaxNode | undefined =>
  memberNamed(node, "Statement") ? withOpenStatements(node) : undefined;

const documentOf = (expression: Expression, { folder }: Scene) => {
  if (expression.kind !== "reference") return undefined;
  const steps = stepsOf(expression.path);
  const [first, type, name = ""] = steps;
  const last = steps.at(-1) ?? "";
  return first === "data" && type === "aws_iam_policy_document" && /^(?:minified_)?json$/.test(last)
    ? folder.data(type, name)
    : undefined;
};

const choiceTree = (
  expression: Expression & { readonly kind: "choice" },
  scene: Scene,
  own: OwnNames,
): SyntaxNode | undefined => {
  const way = wayOf(expression, scene);
  if (way !== undefined) return branchTree(way ? expression.yes : expression.no, scene, own);
  const test = testOf(expression, scene);
  const branches = ([true, false] as const).map((taken) => {
    const inner: Scene = { ...scene, when: new Map([...(scene.when ?? []), [test, taken]]) };
    const tree = branchTree(taken ? expression.yes : expression.no, inner, own);
    return { tree, ways: new Map([[test, taken]]) };
  });
  if (branches.every(({ tree }) => tree === undefined)) return undefined;
  const place = { start: expression.start, end: expression.start };
  const statements = branches.flatMap(({ tree, ways }, index) => {
    const branch = index === 0 ? expression.yes : expression.no;
    const all = tree ? statementsIn(tree) : [unknownIn(branch, scene)];
    return all.map((node) => guarded(node, ways));
  });
  const root = branches.find(({ tree }) => tree)?.tree;
  if (root?.kind !== "object") return undefined;
  const nameNode = { ...place, kind: "string", value: "Statement" } as const;
  const others = root.members.filter(({ name }) => name !== "Statement");
  return {
    ...root,
    members: [...others, { name: "Statement", nameNode, value: arrayOf(place, statements) }],
  };
};

/** No policy, or an empty one, is KMS's default one. */
const branchTree = (expression: Expression, scene: Scene, own: OwnNames): SyntaxNode | undefined => {
  const given = evaluate(expression, scene);
  const isNone = "value" in given && (given.value === null || given.value === "");
  if (!isNone) return wholeTree(expression, scene, own);
  const { start } = expression;
  return nodesAt(JSON.parse(defaultPolicy(own.account, own.partition, 0).text) as JsonValue, {
    start,
    end: start,
  });
};

const statementsIn = (tree: SyntaxNode): readonly SyntaxNode[] => {
  const value = memberNamed(tree, "Statement")?.value;
  return value?.kind === "array" ? value.items : value ? [value] : [];
};

const unknownIn = (expression: Expression, scene: Scene): SyntaxNode => {
  const { start } = expression;
  const given = asValue(evaluate(expression, scene));
  const isOpen = typeof given === "string" && given.startsWith(openMark);
  const mark = isOpen
    ? given
    : `${openMark}${JSON.stringify(["a policy of another place", "it cannot be read here"])}`;
  return nodesAt(withSymbols(openStatement(mark)), { start, end: start });
};
