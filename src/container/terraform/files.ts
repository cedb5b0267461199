import { isRecord } from "../../policy/json-value.ts";
import type { JsonValue } from "../../policy/syntax.ts";
import type { Source } from "./placed.ts";
import { bodyOf } from "./folder.ts";
import type { Evaluate } from "./references.ts";
import type { Scene } from "./scene.ts";
import type { Expression } from "./syntax.ts";
import type { Value } from "./values.ts";

const beside = /\b(?:templatefile|file)\(\s*"(?:\$\{path\.module\}\/|\.\/)?([^"$\\]+)"/g;

/** The files that a source reads with `file` and `templatefile`, by the names that it gives them from its own folder. */
export const filesNamedIn = (text: string): readonly string[] =>
  [...text.matchAll(beside)].map(([, name]) => name ?? "");

/** The file that an argument names, where it is one that was read. */
export const fileNamed = (argument: Expression, { folder, source }: Scene): Source | undefined => {
  const path = source.text.slice(argument.start, argument.end);
  const name = /^"(?:\$\{path\.module\}\/|\.\/)?([^"$\\]+)"$/.exec(path)?.[1];
  const text = name === undefined ? undefined : folder.files.get(name);
  return name === undefined || text === undefined ? undefined : { name, text };
};

const end = "KMSPOL_END_OF_TEXT";

/** The text of a template file with the names that it is given; undefined where it has directives or names that are not given. */
export const templateFile = (
  { name, text }: Source,
  names: JsonValue | undefined,
  scene: Scene,
  evaluate: Evaluate,
): Value | undefined => {
  if (!isRecord(names) || text.includes(end)) return undefined;
  const whole = `x = <<${end}\n${text}\n${end}\n`;
  const expression = bodyOf(whole, 0).attributes.get("x");
  if (!expression) return undefined;
  const inner: Scene = { ...scene, source: { name, text: whole }, names: new Map(Object.entries(names)) };
  return evaluate(expression, inner);
};
