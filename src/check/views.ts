import type { Statement } from "../policy/model.ts";
import type { ConditionKey } from "../policy/condition-keys.ts";
import type { KmsAction } from "../policy/kms-actions.ts";
import type { Principal } from "../policy/principal.ts";
import type { JsonPath, SyntaxNode } from "../policy/syntax.ts";
import type { Operator } from "./operator.ts";

/** Where something stands: an offset into the text, and its path. */
export interface Spot {
  readonly start: number;
  readonly path: JsonPath;
}

/** A value of the document with its place. */
export interface ValueView extends Spot {
  readonly node: SyntaxNode;
}

/** A member of an object: `start` is where its name begins. */
export interface MemberView extends Spot {
  readonly name: string;
  readonly value: SyntaxNode;
}

/** One string of a Principal or NotPrincipal element. */
export interface PrincipalView extends ValueView {
  /** `AWS`, `Service`, …, as written. */
  readonly type: string;
  readonly value: string;
  readonly principal: Principal;
}

/** One string of an Action or NotAction element. */
export interface ActionView extends ValueView {
  readonly value: string;
  /** The KMS actions it covers; empty for unknown names and other services. */
  readonly covers: readonly KmsAction[];
}

/** One string of a Resource or NotResource element. */
export interface ResourceView extends ValueView {
  readonly value: string;
}

/** One operator on one condition key; `start` and `path` are those of the key. */
export interface TestView extends Spot {
  /** As written. */
  readonly operatorName: string;
  readonly operator: Operator;
  /** As written. */
  readonly key: string;
  /** In lower case: the case of condition keys does not matter. */
  readonly folded: string;
  readonly known: ConditionKey | undefined;
  /** Strings, numbers and booleans, as texts. */
  readonly values: readonly TestValueView[];
  /** The value or list of values. */
  readonly node: SyntaxNode;
}

export interface TestValueView extends ValueView {
  readonly text: string;
}

/** One statement with the places of its parts. Parts of a wrong type are left out, as in the model. */
export interface StatementView extends ValueView {
  readonly index: number;
  readonly sid: string | undefined;
  /** Undefined where it is neither. */
  readonly effect: "Allow" | "Deny" | undefined;
  readonly members: readonly MemberView[];
  readonly principals: readonly PrincipalView[];
  readonly actions: readonly ActionView[];
  /** The names of the KMS actions it speaks of, NotAction read as its opposite: `Decrypt`. */
  readonly names: ReadonlySet<string>;
  /** Those of which that is not known, as something fills in a part of an entry before the policy is put. */
  readonly perhaps: ReadonlySet<string>;
  readonly resources: readonly ResourceView[];
  readonly tests: readonly TestView[];
  /** What the statement says, without its text. */
  readonly model: Statement;
}

/** The member of that name, as JSON parsers read it: the last one. */
export const memberOf = (statement: StatementView, name: string): MemberView | undefined =>
  statement.members.findLast((member) => member.name === name);

/** The place of a member's value. */
export const valueOfMember = (member: MemberView): ValueView => ({
  node: member.value,
  start: member.value.start,
  path: member.path,
});
