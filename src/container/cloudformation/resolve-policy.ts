import { opaquePrincipal, symbolText } from "../../policy/symbols.ts";
import type { ArrayNode, ObjectNode, SyntaxMember, SyntaxNode } from "../../policy/syntax.ts";
import { memberNamed } from "../../policy/syntax.ts";
import { openStatement } from "../open-statement.ts";
import { assignments, branchesOf, conditionsIn, decided, type Assignment } from "./conditions.ts";
import { give } from "./resolve-text.ts";
import type { Scope } from "./scope.ts";

/** Why the text of a node is not to be edited. */
export interface Held {
  readonly code: string;
  readonly message: string;
  readonly hint: string;
}

/** A policy of a template as it is read: its tree, and what in it is not to be edited. */
export interface ResolvedPolicy {
  readonly root: SyntaxNode;
  readonly held: ReadonlyMap<SyntaxNode, Held>;
}

/** Conditions of one statement that are told apart; more make too many cases to read. */
export const maximumConditions = 4;

/** The key under which a condition of the template stands in a statement: it is true or false, and never absent. */
export const switchKey = (condition: string): string => `template:${condition}`;

/** A policy with everything in it resolved that can be; undefined where too many conditions meet in one statement. */
export const resolvePolicy = (raw: SyntaxNode, scope: Scope): ResolvedPolicy | undefined => {
  const held = new Map<SyntaxNode, Held>();
  const reader: Reader = { scope, held, tooMany: false };
  const cases = casesOf(raw, reader, new Map());
  const first = cases[0]?.node;
  if (first?.kind !== "object")
    return first ? { root: resolve(first, reader, new Map(), []) ?? first, held } : undefined;
  const members = first.members.flatMap((member): SyntaxMember[] => {
    if (member.name !== "Statement") return resolveMember(member, reader, new Map(), []);
    return [{ ...member, value: statements(cases, member.value, reader) }];
  });
  return reader.tooMany ? undefined : { root: { ...first, members }, held };
};

interface Reader {
  readonly scope: Scope;
  readonly held: Map<SyntaxNode, Held>;
  tooMany: boolean;
}

interface Case {
  readonly node: SyntaxNode;
  readonly when: Assignment;
}

/** The branches of a node that is an `Fn::If` itself, each with what it takes. */
const casesOf = (node: SyntaxNode, { scope }: Reader, when: Assignment): readonly Case[] => {
  const branches = branchesOf(node);
  if (!branches) return [{ node, when }];
  const { condition, yes, no } = branches;
  const known = when.get(condition) ?? decided(condition, scope);
  if (known === undefined) scope.open.add(condition);
  return ([true, false] as const).flatMap((value) => {
    const branch = value ? yes : no;
    if (!branch || (known !== undefined && known !== value)) return [];
    const under = known === undefined ? new Map([...when, [condition, value]]) : when;
    return casesOf(branch, { scope } as Reader, under);
  });
};

/** The statements of all cases of the policy, each under what it takes. */
const statements = (cases: readonly Case[], at: SyntaxNode, reader: Reader): SyntaxNode => {
  const items: SyntaxNode[] = [];
  const dashes: number[] = [];
  let isList = false;
  for (const policy of cases) {
    const value = memberNamed(policy.node, "Statement")?.value;
    for (const { node, when } of value ? casesOf(value, reader, policy.when) : []) {
      isList ||= node.kind === "array";
      const listed = node.kind === "array" ? node.items : [node];
      listed.forEach((item, index) => {
        for (const statement of statementsOf(item, reader, when)) {
          items.push(statement);
          dashes.push((node.kind === "array" ? node.dashes?.[index] : undefined) ?? item.start);
        }
      });
    }
  }
  const [only] = items;
  if (!isList && items.length === 1 && only) return only;
  const layout = at.kind === "array" ? at.layout : "flow";
  const list: ArrayNode = { kind: "array", start: at.start, end: at.end, layout, items };
  return layout === "block" ? { ...list, dashes } : list;
};

const inBranch = (condition: string): Held => ({
  code: "edit-in-branch",
  message: `the text stands under the condition ${condition} of the template, in one of two branches`,
  hint: "change it by hand, in the branch that is meant; nothing was written",
});

/** The statements that an item of the list becomes: one for each way in which its conditions can be taken. */
const statementsOf = (item: SyntaxNode, reader: Reader, outer: Assignment): readonly SyntaxNode[] => {
  const { scope, held } = reader;
  const names = [...conditionsIn(item)];
  const known = new Map(
    names.flatMap((name) => {
      const value = outer.get(name) ?? decided(name, scope);
      return value === undefined ? [] : [[name, value] as const];
    }),
  );
  const free = names.filter((name) => !known.has(name));
  if (free.length > maximumConditions) reader.tooMany = true;
  for (const name of free) scope.open.add(name);
  const isWhole = branchesOf(item);
  const all = assignments(free.slice(0, maximumConditions)).flatMap((free) => {
    const resolved = resolve(item, reader, new Map([...known, ...free]), []);
    return resolved === undefined
      ? []
      : [{ resolved: scope.isAlone ? resolved : openStatement(resolved), free }];
  });
  return all.map(({ resolved, free }) => {
    const guards = new Map([...outer, ...free]);
    const guarded = guards.size === 0 ? resolved : guard(resolved, guards);
    // Where the other branch is nothing, the whole item is this statement.
    const alone = isWhole && all.length === 1 && guarded.kind === "object";
    const node = alone ? { ...guarded, start: item.start, end: item.end } : guarded;
    const [condition] = guards.keys();
    if (condition !== undefined) mark(node, inBranch(condition), held);
    return node;
  });
};

const mark = (node: SyntaxNode, why: Held, held: Map<SyntaxNode, Held>): void => {
  if (!held.has(node)) held.set(node, why);
  if (node.kind === "array") for (const item of node.items) mark(item, why, held);
  if (node.kind === "object") for (const { value } of node.members) mark(value, why, held);
};

/** A statement that only counts where the conditions are taken so. */
const guard = (statement: SyntaxNode, when: Assignment): SyntaxNode => {
  if (statement.kind !== "object") return statement;
  const place = { start: statement.start, end: statement.start };
  const text = (value: string) => ({ ...place, kind: "string", value }) as const;
  const tests = [...when].map(([name, value]): SyntaxMember => {
    const key = switchKey(name);
    return { name: key, nameNode: text(key), value: text(String(value)) };
  });
  const own = memberNamed(statement, "Condition")?.value;
  const condition = own?.kind === "object" ? own : undefined;
  const bool = memberNamed(condition, "Bool")?.value;
  const inBool = bool?.kind === "object" ? bool.members : [];
  const withSwitch: ObjectNode = { ...place, kind: "object", layout: "flow", members: [...inBool, ...tests] };
  const others = condition?.members.filter(({ name }) => name !== "Bool") ?? [];
  const value: ObjectNode = {
    ...(condition ?? { ...place, kind: "object", layout: "flow" }),
    members: [...others, { name: "Bool", nameNode: text("Bool"), value: withSwitch }],
  };
  const rest = statement.members.filter(({ name }) => name !== "Condition");
  return { ...statement, members: [...rest, { name: "Condition", nameNode: text("Condition"), value }] };
};

const resolveMember = (
  member: SyntaxMember,
  reader: Reader,
  when: Assignment,
  path: readonly string[],
): SyntaxMember[] => {
  const value = resolve(member.value, reader, when, [...path, member.name]);
  return value === undefined ? [] : [{ ...member, value }];
};

/** A node with its intrinsics resolved, one way of the conditions taken; undefined for `AWS::NoValue`. */
const resolve = (
  node: SyntaxNode,
  reader: Reader,
  when: Assignment,
  path: readonly string[],
): SyntaxNode | undefined => {
  const branches = branchesOf(node);
  if (branches) {
    const { condition, yes, no } = branches;
    const value = when.get(condition) ?? decided(condition, reader.scope) ?? true;
    const branch = value ? yes : no;
    const taken = branch && resolve(branch, reader, when, path);
    if (taken) mark(taken, inBranch(condition), reader.held);
    return taken;
  }
  const isPrincipal = path.some((step) => /^(?:Not)?Principal$/.test(step));
  const given = give(node, reader.scope, isPrincipal);
  if (given) return asNode(node, given, reader, isPrincipal);
  if (node.kind === "array") {
    const items = node.items.map((item) => resolve(item, reader, when, path));
    return flattened(node, items);
  }
  if (node.kind !== "object") return node;
  return { ...node, members: node.members.flatMap((member) => resolveMember(member, reader, when, path)) };
};

/** A list parameter within a list stands for its items. */
const flattened = (node: ArrayNode, items: readonly (SyntaxNode | undefined)[]): ArrayNode => {
  const all: SyntaxNode[] = [];
  const dashes: number[] = [];
  items.forEach((item, index) => {
    if (!item) return;
    for (const one of item.kind === "array" ? item.items : [item]) {
      all.push(one);
      dashes.push(node.dashes?.[index] ?? one.start);
    }
  });
  return node.dashes ? { ...node, items: all, dashes } : { ...node, items: all };
};

const ofParameter = {
  code: "edit-in-parameter",
  hint: "change that value, or write the list out here; nothing was written",
} as const;

const asNode = (
  { start, end }: SyntaxNode,
  given: NonNullable<ReturnType<typeof give>>,
  { held }: Reader,
  isPrincipal: boolean,
): SyntaxNode | undefined => {
  if ("nothing" in given) return undefined;
  const text = (value: string): SyntaxNode => ({ start, end, kind: "string", value });
  if ("open" in given)
    return text(isPrincipal ? opaquePrincipal(given.open, given.why) : symbolText(given.open));
  const node: SyntaxNode =
    "text" in given
      ? text(given.text)
      : { start, end, kind: "array", layout: "flow", items: given.list.map(text) };
  const { from } = given;
  if (from !== undefined && node.kind === "array") {
    const inParameter = (message: string): Held => ({ ...ofParameter, message });
    node.items.forEach((item, at) => {
      held.set(item, inParameter(`${"list" in given ? given.list[at] : ""} comes from ${from}`));
    });
    held.set(node, inParameter(`what stands here comes from ${from}`));
  }
  return node;
};
