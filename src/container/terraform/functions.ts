import { collectionFunctions } from "./collection-functions.ts";
import { fileNamed, templateFile } from "./files.ts";
import type { KnownFunction } from "./known-function.ts";
import { openAs } from "./names.ts";
import type { Evaluate } from "./references.ts";
import type { Scene } from "./scene.ts";
import { setFunctions } from "./set-functions.ts";
import type { Call, Place } from "./syntax.ts";
import { textFunctions } from "./text-functions.ts";
import { applied, asValue, isMark, withSymbols, type Open, type Value } from "./values.ts";

const functions: ReadonlyMap<string, KnownFunction> = new Map([
  ...Object.entries(collectionFunctions),
  ...Object.entries(setFunctions),
  ...Object.entries(textFunctions),
]);

/** What a function of Terraform gives, as far as all that it needs is known (Terraform, "Built-in Functions"). */
export const callFunction = (call: Call & Place, scene: Scene, evaluate: Evaluate): Value => {
  const { name, items } = call;
  const open = (why = applied): Open => openAs(call, scene, why);
  const given = items.map((item) => evaluate(item, scene));
  const [first] = given;
  const values = given.map(asValue);
  if (name === "jsonencode" && first) return { value: JSON.stringify(withSymbols(asValue(first))) };
  if (name === "templatefile" || name === "file") {
    const found = items[0] ? fileNamed(items[0], scene) : open();
    if ("why" in found) return open(found.why);
    return name === "file" ? { value: found.text } : templateFile(found, values[1], scene, evaluate);
  }
  if (!first || isMark(values[0])) return open();
  return functions.get(name)?.(values, given) ?? open();
};
