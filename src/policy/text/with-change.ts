import { RefusedError } from "../../errors.ts";
import { documentOf, parsePolicyText, type PolicyDocument } from "../document.ts";
import { equalJson, valueOf } from "../json-value.ts";
import { positionAt } from "./position.ts";
import type { Dialect, JsonValue, SyntaxNode } from "../syntax.ts";
import { applyReplacements, type Replacement } from "./text-edit.ts";

/** The document with replacements made in its text, or undefined where that is no policy document any more. */
export const withText = (
  document: PolicyDocument,
  replacements: readonly Replacement[],
): PolicyDocument | undefined => {
  const text = editedText(document, replacements);
  const edited = documentOf(parsePolicyText(text, document.format, document.dialect));
  return edited && document.lineAt ? { ...edited, lineAt: linesAfter(document, text) } : edited;
};

/** The lines of the document around an edited policy: where the policy had lines of their own there, those of the edited one follow. */
const linesAfter = ({ text, statements, lineAt }: PolicyDocument, edited: string) => {
  const own = (whole: string, offset: number): number => positionAt(whole, offset).line;
  const first = lineAt?.(0) ?? 1;
  const follow = statements.every(({ start }) => lineAt?.(start) === first - 1 + own(text, start));
  return (offset: number): number => (follow ? first - 1 : 0) + own(edited, offset);
};

const editedText = ({ text, dialect }: PolicyDocument, replacements: readonly Replacement[]): string => {
  const edited = applyReplacements(text, replacements);
  return dialect?.tidy?.(edited, text) ?? edited;
};

/** A planned edit: what is written where, and the values that nodes have afterwards; undefined for one that is taken out. */
export interface Change {
  readonly replacements: readonly Replacement[];
  readonly values: ReadonlyMap<SyntaxNode, JsonValue | undefined>;
}

/** The change that gives one node another value. */
export const changeOf = (
  node: SyntaxNode,
  value: JsonValue | undefined,
  replacements: readonly Replacement[],
): Change => ({ replacements, values: new Map([[node, value]]) });

/**
 * The document with a change made. YAML and templates have forms in which a textual edit changes more than it should: there the outcome
 * is compared, and RefusedError thrown where it differs (`yaml-edit`, or the code of what holds the text).
 */
export const withChange = (document: PolicyDocument, { replacements, values }: Change): PolicyDocument => {
  for (const node of values.keys()) {
    const fixed = document.dialect?.fixedBy?.(node);
    if (fixed) throw refusal(fixed);
  }
  const edited = withText(document, replacements);
  const isCertain = document.format !== "yaml" && !document.dialect;
  if (edited && (isCertain || hasBecome(edited, document, values))) return edited;
  const [node] = values.keys();
  const held = node && document.dialect?.heldBy?.(node);
  if (held) throw refusal(held);
  const at = node?.start ?? 0;
  const line = document.lineAt?.(at) ?? positionAt(document.text, at).line;
  throw new RefusedError(
    document.format === "yaml" ? "yaml-edit" : "edit-in-text",
    `the text from line ${line} on is written in a way that cannot be edited in place`,
    {
      hint: "change it by hand: kmspol edit",
    },
  );
};

const refusal = ({ code, message, hint }: NonNullable<ReturnType<Held>>): RefusedError =>
  new RefusedError(code, message, hint === undefined ? {} : { hint });

type Held = NonNullable<Dialect["heldBy"]>;

/**
 * The document with changes made that nowhere meet, for one reading of the text; undefined where the outcome is not what all of them
 * mean. No node that changes may stand in another one.
 */
export const withChanges = (
  document: PolicyDocument,
  changes: readonly Change[],
): PolicyDocument | undefined => {
  const edited = withText(
    document,
    changes.flatMap(({ replacements }) => replacements),
  );
  const values = new Map(changes.flatMap((change) => [...change.values]));
  return edited && hasBecome(edited, document, values) ? edited : undefined;
};

const hasBecome = (
  edited: PolicyDocument,
  { root, dialect }: PolicyDocument,
  values: Change["values"],
): boolean => {
  const expected = valueWith(root, values);
  if (expected === undefined) return false;
  const [one, other] = [valueOf(edited.root), expected].map((value) => dialect?.canonical?.(value) ?? value);
  return one !== undefined && other !== undefined && equalJson(one, other);
};

/** The value of a tree in which some nodes have other values; undefined for one that is taken out. */
const valueWith = (node: SyntaxNode, values: Change["values"]): JsonValue | undefined => {
  if (values.has(node)) return values.get(node);
  if (node.kind === "array")
    return node.items.flatMap((item) => {
      const value = valueWith(item, values);
      return value === undefined ? [] : [value];
    });
  if (node.kind !== "object") return node.value;
  return Object.fromEntries(
    node.members.flatMap(({ name, value: old }) => {
      const value = valueWith(old, values);
      return value === undefined ? [] : [[name, value] as const];
    }),
  );
};
