import { isRecord } from "../../policy/json-value.ts";
import { isPartitionOpen } from "../../policy/open-partition.ts";
import { asUsualPartition, opaqueAccount, symbolText } from "../../policy/symbols.ts";
import type { JsonValue } from "../../policy/syntax.ts";
import { callFunction } from "./functions.ts";
import { refer } from "./references.ts";
import { inside, maximumDepth, type Scene } from "./scene.ts";
import type { Choice, Expression, Member, Place, Template } from "./syntax.ts";
import { applied, asValue, literalText, nameOf, type Value } from "./values.ts";

/** Works out an expression as far as the files of the folder tell; what they do not tell keeps its name. */
export const evaluate = (expression: Expression, scene: Scene): Value => {
  if (scene.depth > maximumDepth) return openAs(expression, scene, "it refers to itself");
  if (scene.budget && (scene.budget.left -= 1) < 0)
    return openAs(expression, scene, "it is too much to be worked out here");
  const inner = inside(scene);
  switch (expression.kind) {
    case "literal":
      return { value: expression.value };
    case "template":
      return templateValue(expression, inner);
    case "list":
      return { value: expression.items.map((item) => asValue(evaluate(item, inner))) };
    case "object":
      return { value: objectValue(expression.members, inner) };
    case "reference":
      return refer(expression.path, inner, evaluate);
    case "call":
      return callFunction(expression, inner, evaluate);
    case "choice": {
      const way = wayOf(expression, inner);
      if (way === undefined) return openAs(expression, scene, "a choice that Terraform makes");
      return evaluate(way ? expression.yes : expression.no, inner);
    }
    case "test": {
      const truth = truthOf(expression, inner);
      return truth === undefined ? openAs(expression, scene, applied) : { value: truth };
    }
    case "other":
      return openAs(expression, scene, applied);
  }
};

const openAs = (place: Place, { source }: Scene, why: string): Value => ({
  open: nameOf(source.text, place),
  why,
});

/** The source of what a choice asks, which names it. */
export const testOf = ({ test }: Choice & Place, { source }: Scene): string =>
  source.text.slice(test.start, test.end).replace(/\s+/g, " ");

/** Which way a choice goes; undefined where nothing that was told decides it. A default decides nothing. */
export const wayOf = (choice: Choice & Place, scene: Scene): boolean | undefined =>
  scene.when?.get(testOf(choice, scene)) ?? truthOf(choice.test, { ...scene, withoutDefaults: true });

const truthOf = (expression: Expression, scene: Scene): boolean | undefined => {
  if (expression.kind !== "test") {
    const given = evaluate(expression, scene);
    return "value" in given && typeof given.value === "boolean" ? given.value : undefined;
  }
  const { sign, operands } = expression;
  const [left, right] = operands;
  if (!left) return undefined;
  if (sign === "!") return not(truthOf(left, inside(scene)));
  if (!right) return undefined;
  if (sign === "&&" || sign === "||") {
    const both = [left, right].map((one) => truthOf(one, inside(scene)));
    const ends = sign === "||";
    if (both.includes(ends)) return ends;
    return both.includes(undefined) ? undefined : !ends;
  }
  const [one, other] = [left, right].map((side) => certain(evaluate(side, inside(scene))));
  if (one === undefined || other === undefined) return undefined;
  if (sign === "==") return one === other;
  if (sign === "!=") return one !== other;
  return undefined;
};

const not = (truth: boolean | undefined): boolean | undefined => (truth === undefined ? undefined : !truth);

/** A value that nothing open is part of, to be compared. */
const certain = (given: Value): string | undefined => {
  if (!("value" in given)) return undefined;
  const text = JSON.stringify(given.value);
  return /open:|kmspol-later-|\b99\d{10}\b/.test(text) || isPartitionOpen(text) ? undefined : text;
};

const objectValue = (members: readonly Member[], scene: Scene): JsonValue =>
  Object.fromEntries(
    members.map(({ name, value }) => [memberName(name, scene), asValue(evaluate(value, scene))]),
  );

/** The name of a member, worked out where it is no plain word. */
export const memberName = (name: Member["name"], scene: Scene): string => {
  if (typeof name === "string") return name;
  return wholeText(evaluate(name, scene));
};

/** A value that is all of a text. */
export const wholeText = (given: Value): string => asUsualPartition(partOf(given, ""));

/** A value within a text; what is open is an account where an ARN has one. */
export const partOf = (given: Value, before: string): string => {
  if ("value" in given) {
    const { value } = given;
    return typeof value === "object" ? JSON.stringify(value) : String(value);
  }
  return /(?:^|[^:])arn:[^:]*:[^:]*:[^:]*:$/.test(`-${before}`)
    ? opaqueAccount(given.open, given.why)
    : symbolText(given.open);
};

const templateValue = (template: Template & Place, scene: Scene): Value => {
  const { text } = scene.source;
  const isQuoted = template.form === "quoted";
  const [only, other] = template.parts;
  if (isQuoted && only?.kind === "value" && !other) return evaluate(only.value, scene);
  if (template.parts.some(({ kind }) => kind === "directive"))
    return openAs(template, scene, "a template that Terraform works out");
  let result = "";
  for (const part of template.parts) {
    if (part.kind === "value") result += partOf(evaluate(part.value, scene), result);
    else result += literalText(text.slice(part.start, part.end), isQuoted);
  }
  return { value: template.form === "indented" ? outdented(result) : result };
};

const outdented = (text: string): string => {
  const lines = text.split("\n");
  const least = leastIndent(lines);
  return lines.map((line) => line.slice(Math.min(least, line.length))).join("\n");
};

/** The least indentation of lines that are not empty. */
export const leastIndent = (lines: readonly string[]): number =>
  Math.min(
    1000,
    ...lines.filter((line) => line.trim() !== "").map((line) => /^[ \t]*/.exec(line)?.[0].length ?? 0),
  );

/** An object whose text is that of JSON, in a value. */
export const isPolicyValue = (
  value: JsonValue | undefined,
): value is { readonly [name: string]: JsonValue } => isRecord(value) && value["Statement"] !== undefined;
