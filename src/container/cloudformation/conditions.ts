import type { SyntaxNode } from "../../policy/syntax.ts";
import { give, intrinsicIn } from "./resolve-text.ts";
import type { Scope } from "./scope.ts";

/** Which way the conditions of a template are taken. */
export type Assignment = ReadonlyMap<string, boolean>;

/** The condition of an `Fn::If` with its branches. */
export const branchesOf = (
  node: SyntaxNode,
):
  | { readonly condition: string; readonly yes: SyntaxNode | undefined; readonly no: SyntaxNode | undefined }
  | undefined => {
  const call = intrinsicIn(node);
  if (call?.name !== "Fn::If" || call.argument.kind !== "array") return undefined;
  const [condition, yes, no] = call.argument.items;
  return condition?.kind === "string" ? { condition: String(condition.value), yes, no } : undefined;
};

/** The conditions that a stretch of a template turns on. */
export const conditionsIn = (node: SyntaxNode | undefined): ReadonlySet<string> => {
  const found = new Set<string>();
  const walk = (one: SyntaxNode | undefined): void => {
    if (!one) return;
    const branches = branchesOf(one);
    if (branches) found.add(branches.condition);
    if (one.kind === "array") one.items.forEach(walk);
    if (one.kind === "object") one.members.forEach(({ value }) => walk(value));
  };
  walk(node);
  return found;
};

/**
 * What a condition says, as far as values were given for what it asks about. A Default decides nothing: a deployment overrides it.
 */
export const decided = (name: string, scope: Scope, depth = 0): boolean | undefined => {
  const node = scope.condition(name);
  return node && depth < 20 ? truth(node, scope, depth) : undefined;
};

const truth = (node: SyntaxNode, scope: Scope, depth: number): boolean | undefined => {
  const call = intrinsicIn(node);
  if (!call) return undefined;
  const { name, argument } = call;
  const items = argument.kind === "array" ? argument.items : [argument];
  if (name === "Condition")
    return decided(String(items[0]?.kind === "string" ? items[0].value : ""), scope, depth + 1);
  if (name === "Fn::Equals") {
    const [left, right] = items.map((item) => certain(item, scope));
    return left === undefined || right === undefined ? undefined : left === right;
  }
  const all = items.map((item) => truth(item, scope, depth + 1));
  if (name === "Fn::Not") return all[0] === undefined ? undefined : !all[0];
  if (name === "Fn::And") return all.includes(false) ? false : all.includes(undefined) ? undefined : true;
  if (name === "Fn::Or") return all.includes(true) ? true : all.includes(undefined) ? undefined : false;
  return undefined;
};

const certain = (node: SyntaxNode, scope: Scope): string | undefined => {
  const call = intrinsicIn(node);
  if (call?.name === "Ref" && call.argument.kind === "string") {
    const name = String(call.argument.value);
    const parameter = scope.parameter(name);
    if (parameter) return parameter.byDefault ? undefined : parameter.value;
    if (!name.startsWith("AWS::") || (name === "AWS::Partition" && scope.isPartitionOpen)) return undefined;
    const given = give(node, scope, false);
    return given && "text" in given && !/kmspol-later-|^99\d{10}$/.test(given.text) ? given.text : undefined;
  }
  if (call) return undefined;
  return node.kind === "array" || node.kind === "object" ? undefined : String(node.value);
};

/** Every way in which some conditions can be taken. */
export const assignments = (conditions: readonly string[]): readonly Assignment[] =>
  conditions.reduce<readonly Assignment[]>(
    (all, name) => all.flatMap((one) => [true, false].map((value) => new Map([...one, [name, value]]))),
    [new Map()],
  );
