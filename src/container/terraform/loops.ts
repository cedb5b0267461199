import { isList, isRecord } from "../../policy/json-value.ts";
import type { JsonValue } from "../../policy/syntax.ts";
import { textIn } from "./primitives.ts";
import type { Evaluate } from "./references.ts";
import type { Scene } from "./scene.ts";
import type { Expression, Loop, Place, Repetition } from "./syntax.ts";
import { asMany, asValue, isCertain, isMany, type Open, type Value } from "./values.ts";

/** How a condition is decided; undefined where nothing decides it. */
export type Decide = (condition: Expression, scene: Scene) => boolean | undefined;

/** A `for`, as far as what it goes over is known (Terraform, "for Expressions"). `open` is what it is where that is not known. */
export const loopValue = (
  loop: Loop & Place,
  scene: Scene,
  open: () => Open,
  tools: { readonly evaluate: Evaluate; readonly decide: Decide },
): Value => {
  const rounds = roundsOf(loop, scene, tools.evaluate);
  if ("why" in rounds) return { ...open(), why: rounds.why };
  const values = rounds.map((round) => {
    if ("open" in round) return [{ value: asMany(open()) }];
    const { condition } = loop;
    const taken = condition ? tools.decide(condition, { ...round, withoutDefaults: true }) : true;
    if (taken === undefined) return [{ value: asMany(open()) }];
    const value = asValue(tools.evaluate(loop.value, round));
    return taken ? [{ key: loop.key && asValue(tools.evaluate(loop.key, round)), value }] : [];
  });
  const all: readonly Member[] = values.flat();
  return loop.key ? (objectOf(all, loop.isGrouped) ?? open()) : { value: all.map(({ value }) => value) };
};

interface Member {
  readonly key?: JsonValue | undefined;
  readonly value: JsonValue;
}

/** The scenes of a repetition, one for each item; what may be any number of items is open. */
export const roundsOf = (
  { names, over }: Repetition,
  scene: Scene,
  evaluate: Evaluate,
): readonly (Scene | Open)[] | Open => {
  const given = evaluate(over, scene);
  if (!("value" in given)) return given;
  const pairs = pairsIn(given.value, given.isSet === true);
  if (!pairs) return { open: "", why: "it goes over what is neither a list nor a map" };
  const [first = "", second] = names;
  return pairs.map(([key, item]) => {
    if (isMany(item)) return { open: "", why: "what it goes over is not known" };
    const bound: readonly (readonly [string, JsonValue])[] =
      second === undefined
        ? [[first, item]]
        : [
            [first, key],
            [second, item],
          ];
    return { ...scene, iterators: new Map([...(scene.iterators ?? []), ...bound]) };
  });
};

/** Keys and items in Terraform's order: that of a map is the order of its keys. */
export const pairsIn = (
  value: JsonValue,
  isSet: boolean,
): readonly (readonly [JsonValue, JsonValue])[] | undefined => {
  if (isList(value)) return value.map((item, index) => [isSet ? item : index, item]);
  if (isRecord(value)) return Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return undefined;
};

/** The object that keys and values make; undefined where a key is not known. */
const objectOf = (members: readonly Member[], isGrouped: boolean): Value | undefined => {
  const made = new Map<string, JsonValue>();
  for (const { key, value } of members) {
    const name = textIn(key);
    if (key === undefined || name === undefined || !isCertain(key)) return undefined;
    const before = made.get(name);
    made.set(name, isGrouped ? [...(isList(before) ? before : []), value] : value);
  }
  return { value: Object.fromEntries(made) };
};
