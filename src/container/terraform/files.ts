import { isRecord } from "../../policy/json-value.ts";
import type { JsonValue } from "../../policy/syntax.ts";
import type { Source } from "./placed.ts";
import { bodyOf } from "./read-block.ts";
import { HclFault } from "./outline.ts";
import type { Evaluate } from "./references.ts";
import type { Scene } from "./scene.ts";
import type { Expression } from "./syntax.ts";
import type { Value } from "./values.ts";

const beside = /\b(?:templatefile|file)\(\s*"(?:\$\{path\.module\}\/|\.\/)?([^"$\\]+)"/g;

/** The files that a source reads with `file` and `templatefile`, by the names that it gives them from its own folder. */
export const filesNamedIn = (text: string): readonly string[] =>
  [...text.matchAll(beside)].map(([, name]) => name ?? "");

/** The text of the file that an argument names, by its name; else why it is not known. */
export const fileNamed = (
  argument: Expression,
  { folder, source }: Scene,
): Source | { readonly why: string } => {
  const path = source.text.slice(argument.start, argument.end);
  const name = /^"(?:\$\{path\.module\}\/|\.\/)?([^"$\\]+)"$/.exec(path)?.[1];
  if (name === undefined) return { why: "which file that is, Terraform works out" };
  const file = folder.files.get(name) ?? { unread: "is not read here" };
  return "unread" in file ? { why: `${name} ${file.unread}` } : { name, text: file.text };
};

const end = "KMSPOL_END_OF_TEXT";

/** The text of a template file with the names that it is given; open where it has directives, and where those names are open. */
export const templateFile = (
  { name, text }: Source,
  names: JsonValue | undefined,
  scene: Scene,
  evaluate: Evaluate,
): Value => {
  const open = (why: string): Value => ({ open: name, why: `${name} ${why}` });
  if (!isRecord(names)) return open("is given names that are known only when Terraform applies it");
  if (text.includes(end)) return open("is no template that can be read here");
  const whole = `x = <<${end}\n${text}\n${end}\n`;
  const expression = attempt(() => bodyOf(whole, 0).attributes.get("x"));
  if (!expression) return open("is no template that Terraform can read");
  const inner: Scene = { ...scene, source: { name, text: whole }, names: new Map(Object.entries(names)) };
  const value = evaluate(expression, inner);
  return "value" in value ? value : open("has directives (%{ … }), which Terraform works out");
};

const attempt = <T>(read: () => T): T | undefined => {
  try {
    return read();
  } catch (fault) {
    if (fault instanceof HclFault) return undefined;
    throw fault;
  }
};
