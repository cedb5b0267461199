import { isList, isRecord } from "../../policy/json-value.ts";
import { asUsualPartition } from "../../policy/symbols.ts";
import type { JsonValue } from "../../policy/syntax.ts";
import { follow } from "./access.ts";
import { calculated, isAlike, truthIn } from "./primitives.ts";
import { afford, costOf } from "./budget.ts";
import { callFunction } from "./functions.ts";
import { loopValue } from "./loops.ts";
import { inRound, openAs } from "./names.ts";
import { refer } from "./references.ts";
import { inside, maximumDepth, type Scene } from "./scene.ts";
import type { Choice, Expression, Member, Place, Reference } from "./syntax.ts";
import { templateValue } from "./template-value.ts";
import { applied, asValue, isCertain, partOf, type Value } from "./values.ts";

/** Works out an expression as far as the files of the folder tell; what they do not tell keeps its name. */
export const evaluate = (expression: Expression, scene: Scene): Value => {
  if (scene.depth > maximumDepth) return openAs(expression, scene, "it refers to itself");
  if (!afford(scene, 1)) return openAs(expression, scene, tooMuch);
  const given = valueOf(expression, inside(scene));
  const isMade = /^(?:call|template|reference)$/.test(expression.kind);
  return isMade && "value" in given && !afford(scene, costOf(given.value))
    ? openAs(expression, scene, tooMuch)
    : given;
};

const tooMuch = "it is too much to be worked out here";

const valueOf = (expression: Expression, scene: Scene): Value => {
  switch (expression.kind) {
    case "literal":
      return { value: expression.value };
    case "template":
      return templateValue(expression, scene, () => openAs(expression, scene, unknownTemplate), tools);
    case "list":
      return { value: expression.items.map((item) => asValue(evaluate(item, scene))) };
    case "object":
      return { value: objectValue(expression.members, scene) };
    case "reference":
      return referred(expression, scene);
    case "access":
      return (
        follow(evaluate(expression.of, scene), expression.steps, scene, evaluate) ??
        openAs(expression, scene, applied)
      );
    case "loop":
      return loopValue(expression, scene, () => openAs(expression, scene, applied), tools);
    case "call":
      return callFunction(expression, scene, evaluate);
    case "choice": {
      const way = wayOf(expression, scene);
      if (way === undefined) return openAs(expression, scene, "a choice that Terraform makes");
      return evaluate(way ? expression.yes : expression.no, scene);
    }
    case "test":
      return tested(expression, scene);
    case "other":
      return openAs(expression, scene, applied);
  }
};

const unknownTemplate = "a template that Terraform works out";

/** What a name stands for; one that the path does not tell alone is followed, where that leads somewhere. */
const referred = ({ path, access }: Reference, scene: Scene): Value => {
  const followed = access && follow(evaluate(access.of, scene), access.steps, scene, evaluate);
  if (followed) return followed;
  const given = refer(path, scene, evaluate);
  return "open" in given && given.open === path ? { ...given, open: inRound(path, scene) } : given;
};

const tested = (expression: Expression & { readonly kind: "test" }, scene: Scene): Value => {
  const { sign, operands } = expression;
  const known = /^[-+*/%]$/.test(sign)
    ? calculated(
        sign,
        operands.map((side) => asValue(evaluate(side, scene))),
      )
    : truthOf(expression, scene);
  return known === undefined ? openAs(expression, scene, applied) : { value: known };
};

/** The source of what a choice asks, which names it. */
export const testOf = ({ test }: Choice & Place, { source }: Scene): string =>
  source.text.slice(test.start, test.end).replace(/\s+/g, " ");

/** Which way a choice goes; undefined where nothing that was told decides it. A default decides nothing. */
export const wayOf = (choice: Choice & Place, scene: Scene): boolean | undefined =>
  scene.when?.get(testOf(choice, scene)) ?? truthOf(choice.test, { ...scene, withoutDefaults: true });

const truthOf = (expression: Expression, scene: Scene): boolean | undefined => {
  if (expression.kind !== "test") {
    const given = evaluate(expression, scene);
    return "value" in given ? truthIn(given.value) : undefined;
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
  const [one, other] = [left, right].map((side) => evaluate(side, inside(scene)));
  if (!one || !other || !("value" in one) || !("value" in other)) return undefined;
  return compared(sign, one.value, other.value);
};

const tools = { evaluate, decide: truthOf };

const not = (truth: boolean | undefined): boolean | undefined => (truth === undefined ? undefined : !truth);

/**
 * Undecided where the types differ and the texts are alike: which type a value has where nobody declared one, only Terraform knows. So are
 * collections: a list and a tuple of the same items are not equal.
 */
const compared = (sign: string, one: JsonValue, other: JsonValue): boolean | undefined => {
  if (![one, other].every(isCertain)) return undefined;
  const order = calculated(sign, [one, other]);
  if (typeof order === "boolean") return order;
  if (sign !== "==" && sign !== "!=") return undefined;
  const isNone = one === null || other === null;
  if (!isNone && [one, other].some((side) => isList(side) || isRecord(side))) return undefined;
  if (typeof one !== typeof other && isAlike(one, other)) return undefined;
  return (one === other) === (sign === "==");
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
