import { isList } from "../../policy/json-value.ts";
import { textIn } from "./primitives.ts";
import type { Evaluate } from "./references.ts";
import type { Scene } from "./scene.ts";
import type { Step } from "./syntax.ts";
import { asValue, fromPart, isCertain, isMany, isMark, partAt, type Known, type Value } from "./values.ts";

/** What some steps take out of a value; undefined where that is not known, or nothing (Terraform, "References to Values"). */
export const follow = (
  of: Value,
  steps: readonly Step[],
  scene: Scene,
  evaluate: Evaluate,
): Value | undefined => {
  const [step, ...rest] = steps;
  if (!step || !("value" in of)) return step ? undefined : of;
  const next =
    step.kind === "each" ? eachOf(of, step.steps, scene, evaluate) : partBy(of, step, scene, evaluate);
  return next && follow(next, rest, scene, evaluate);
};

const partBy = (
  { value, isSet }: Known,
  step: Step & { readonly kind: "name" | "index" },
  scene: Scene,
  evaluate: Evaluate,
): Value | undefined => {
  const name = step.kind === "name" ? { value: step.name } : evaluate(step.index, scene);
  const text = "value" in name && isCertain(name.value) ? textIn(name.value) : undefined;
  const part = text === undefined || isSet ? undefined : partAt(value, text);
  return part === undefined ? undefined : fromPart(part);
};

/** `[*]` of what is no list is a list of that, of null an empty one. */
const eachOf = (
  { value }: Known,
  steps: readonly Step[],
  scene: Scene,
  evaluate: Evaluate,
): Value | undefined => {
  const items = isList(value) ? value : value === null ? [] : [value];
  const found = items.map((item) => {
    if (steps.length === 0) return item;
    // Each of what may be any number is not known either.
    return isMany(item) || isMark(item)
      ? undefined
      : optional(follow({ value: item }, steps, scene, evaluate));
  });
  return found.every((item) => item !== undefined) ? { value: found } : undefined;
};

const optional = (given: Value | undefined) => given && asValue(given);
