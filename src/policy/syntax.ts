import type { Replacement } from "./text/text-edit.ts";

/** The texts in which a policy is written. What KMS keeps is `json`; `jsonc` and `yaml` occur in files and buffers. */
export type PolicyFormat = "json" | "jsonc" | "yaml";

/**
 * One value in the text, with its place. Offsets are UTF-16 code units into the text, `end` is exclusive.
 * `layout` tells how the text writes the value: `flow` is JSON (and YAML's inline form), `block` YAML's indented form.
 */
export type SyntaxNode = ScalarNode | ArrayNode | ObjectNode;

interface NodePlace {
  readonly start: number;
  readonly end: number;
}

export interface ScalarNode extends NodePlace {
  readonly kind: "string" | "number" | "boolean" | "null";
  readonly value: string | number | boolean | null;
  /** Where the word stands, where the place of the node is that of all it names: `variable = "aws:SourceArn"` of a block. */
  readonly written?: NodePlace;
}

export interface ArrayNode extends NodePlace {
  readonly kind: "array";
  readonly layout: "flow" | "block";
  readonly items: readonly SyntaxNode[];
  /** Block layout only: the place of each item's dash. */
  readonly dashes?: readonly number[];
}

export interface ObjectNode extends NodePlace {
  readonly kind: "object";
  readonly layout: "flow" | "block";
  /** In text order; a name that is written twice is here twice. */
  readonly members: readonly SyntaxMember[];
}

/** One `"name": value` of an object. */
export interface SyntaxMember {
  readonly name: string;
  readonly nameNode: ScalarNode;
  readonly value: SyntaxNode;
}

/** Why the text does not parse, and where. */
export interface SyntaxProblem {
  readonly message: string;
  /** The text parses; what stands there is told when something fills it in. */
  readonly isOpen?: true;
  readonly start: number;
  readonly end: number;
}

/**
 * How a text is read that stands in another document: what the document resolves (a parameter, the own account) has its value in the
 * tree, with the place of what is written for it.
 */
export interface Dialect {
  /** Reads a text; what is wrong with it is in `problems`, never thrown. */
  read(text: string): ParsedText;
  /** How the document writes a string that has a spelling of its own there, such as an ARN of the own account. */
  writeString?(value: string, inFlow: boolean): string | undefined;
  /** Why the text of a node is not to be edited: what it says is written elsewhere, or for several cases at once. */
  heldBy?(node: SyntaxNode): HeldText | undefined;
  /** The same of the node itself, whatever an edit would come to: it is refused before it is tried. */
  fixedBy?(node: SyntaxNode): HeldText | undefined;
  /** How a text writes its objects near a node, where that is not JSON's way. */
  habits?(text: string, root: SyntaxNode, near: SyntaxNode): Habits;
  /** Where a new statement can be written that should become statement `index`: their order means nothing. */
  placeFor?(statements: ArrayNode, index: number): number;
  /** Writes edits of what is no list and no object in the text. */
  readonly writer?: DialectWriter;
  /** The text after an edit in the layout that its formatter gives it; `before` is the text that was edited. */
  tidy?(text: string, before: string): string;
  /** A value in the one form of those that mean the same in the text. */
  canonical?(value: JsonValue): JsonValue;
}

/** Why a text is not to be edited, and what to do instead. */
export interface HeldText {
  readonly code: string;
  readonly message: string;
  readonly hint?: string;
}

/** How objects are written. */
export interface Habits {
  readonly colon: string;
  /** What ends a member that stands on lines of its own. */
  readonly memberEnd: "," | "";
  readonly objectPad: string;
  readonly object?: "line";
  readonly list?: "line";
  readonly writeName: (name: string) => string;
}

/** What is edited: the text and its tree. */
interface Edited {
  readonly text: string;
  readonly root: SyntaxNode;
}

/** The edits of a text in its own way; undefined where the general way serves. */
export interface DialectWriter {
  /** A new element becomes element `index`; a member has a name. */
  insert(
    document: Edited,
    collection: ArrayNode | ObjectNode,
    index: number,
    element: { readonly name?: string | undefined; readonly value: JsonValue },
  ): readonly Replacement[] | undefined;
  remove(
    document: Edited,
    collection: ArrayNode | ObjectNode,
    index: number,
  ): readonly Replacement[] | undefined;
  replace(document: Edited, node: SyntaxNode, value: JsonValue): readonly Replacement[] | undefined;
}

/** The outcome of parsing: a tree, or at least one problem (never neither). */
export interface ParsedText {
  readonly text: string;
  readonly format: PolicyFormat;
  readonly root: SyntaxNode | undefined;
  readonly problems: readonly SyntaxProblem[];
  readonly dialect?: Dialect;
}

/** Any JSON value: what edits insert and what documents are compared by. */
export type JsonValue =
  string | number | boolean | null | readonly JsonValue[] | { readonly [name: string]: JsonValue };

/** A path into the document: member names and array indices from the root. */
export type JsonPath = readonly (string | number)[];

/** The last member of that name, as JSON parsers read it (duplicates are a finding of their own). */
export const memberNamed = (node: SyntaxNode | undefined, name: string): SyntaxMember | undefined =>
  node?.kind === "object" ? node.members.findLast((member) => member.name === name) : undefined;
