import type { SyntaxMember, SyntaxNode } from "../../policy/syntax.ts";
import { memberNamed } from "../../policy/syntax.ts";
import { testOf, wayOf } from "./evaluate.ts";
import type { Scene } from "./scene.ts";
import type { Expression } from "./syntax.ts";

/** Which way some choices are taken. */
export type Ways = ReadonlyMap<string, boolean>;

/** Choices of one statement that are told apart; more make too many cases to read. */
export const maximumChoices = 4;

/** What the choices ask that stand in an expression, and that nothing decides. */
export const openChoices = (expression: Expression, scene: Scene): ReadonlySet<string> => {
  const found = new Set<string>();
  const walk = (one: Expression): void => {
    if (one.kind === "choice") {
      const way = wayOf(one, scene);
      if (way === undefined) found.add(testOf(one, scene));
      if (way !== false) walk(one.yes);
      if (way !== true) walk(one.no);
    }
    if (one.kind === "list" || one.kind === "call") one.items.forEach(walk);
    if (one.kind === "loop") walk(one.over);
    if (one.kind === "access") walk(one.of);
    if (one.kind === "object") one.members.forEach(({ value }) => walk(value));
    if (one.kind === "template") for (const part of one.parts) if (part.kind === "value") walk(part.value);
  };
  walk(expression);
  return found;
};

/** Every way in which some choices can be taken. */
export const waysOf = (tests: readonly string[]): readonly Ways[] =>
  tests.reduce<readonly Ways[]>(
    (all, name) => all.flatMap((one) => [true, false].map((value) => new Map([...one, [name, value]]))),
    [new Map()],
  );

/** A statement that only counts where the choices are taken so: the choice is a condition that is true or false, and never absent. */
export const guarded = (statement: SyntaxNode, ways: Ways): SyntaxNode => {
  if (statement.kind !== "object" || ways.size === 0) return statement;
  const { start } = statement;
  const text = (value: string) => ({ start, end: start, kind: "string", value }) as const;
  const flow = (members: readonly SyntaxMember[]): SyntaxNode => ({
    ...{ start, end: start, kind: "object", layout: "flow" },
    members,
  });
  const named = (name: string, value: SyntaxNode): SyntaxMember => ({ name, nameNode: text(name), value });
  const own = memberNamed(statement, "Condition")?.value;
  const tests = own?.kind === "object" ? own.members : [];
  const bool = memberNamed(own, "Bool")?.value;
  const switches = [...ways].map(([name, value]) => named(`template:${name}`, text(String(value))));
  const all = flow([...(bool?.kind === "object" ? bool.members : []), ...switches]);
  const condition = flow([...tests.filter(({ name }) => name !== "Bool"), named("Bool", all)]);
  const rest = statement.members.filter(({ name }) => name !== "Condition");
  return { ...statement, members: [...rest, named("Condition", condition)] };
};
