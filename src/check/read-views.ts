import { conditionKeyNamed } from "../policy/condition-keys.ts";
import type { PolicyDocument } from "../policy/document.ts";
import { kmsActions } from "../policy/kms-actions.ts";
import type { Policy, Statement } from "../policy/model.ts";
import { parsePrincipal } from "../policy/principal.ts";
import { memberNamed, type JsonPath, type SyntaxNode } from "../policy/syntax.ts";
import { parseOperator } from "./operator.ts";
import { fixedParts } from "../policy/symbols.ts";
import { actionsCovered, globMatches } from "./pattern.ts";
import type { ActionView, MemberView, PrincipalView, StatementView, TestView, ValueView } from "./views.ts";

/** The statements of a document with the places of their parts; `policy` is what `readPolicy` made of it. */
export const readViews = (document: PolicyDocument, policy: Policy): readonly StatementView[] => {
  const listed = memberNamed(document.root, "Statement")?.value.kind === "array";
  return document.statements.flatMap((node, index) => {
    const model = policy.statements[index];
    return model ? [readStatement(node, listed ? ["Statement", index] : ["Statement"], model)] : [];
  });
};

const readStatement = (node: SyntaxNode, path: JsonPath, model: Statement): StatementView => {
  const members = membersOf(node, path);
  const last = (name: string) => members.findLast((member) => member.name === name);
  const effect = textOf(last("Effect"));
  const texts = (name: string) => scalars(last(name)).flatMap(asText);
  const actions = texts(model.notAction ? "NotAction" : "Action").map((view) => ({
    ...view,
    covers: actionsCovered(view.value),
  }));
  return {
    node,
    path,
    start: node.start,
    index: model.index,
    sid: model.sid,
    members,
    model,
    effect: effect === "Allow" || effect === "Deny" ? effect : undefined,
    principals: principalsOf(last(model.notPrincipal ? "NotPrincipal" : "Principal")),
    actions,
    ...namesOf(actions, model.notAction),
    resources: texts(model.notResource ? "NotResource" : "Resource"),
    tests: testsOf(last("Condition")),
  };
};

const namesOf = (
  actions: readonly ActionView[],
  inverted: boolean,
): Pick<StatementView, "names" | "perhaps"> => {
  const listed = new Set(actions.flatMap(({ covers }) => covers.map(({ name }) => name)));
  const open = actions.flatMap(({ value }) => mayCover(value)).filter((name) => !listed.has(name));
  const perhaps = open.length === 0 ? none : new Set(open);
  if (!inverted || actions.length === 0) return { names: listed, perhaps };
  const rest = kmsActions.map(({ name }) => name).filter((name) => !listed.has(name) && !perhaps.has(name));
  return { names: new Set(rest), perhaps };
};

const none: ReadonlySet<string> = new Set();

/** The names that an entry with open parts may turn out to cover. */
const mayCover = (entry: string): readonly string[] => {
  const pattern = fixedParts(entry)?.join("*").toLowerCase();
  if (pattern === undefined) return [];
  return kmsActions
    .map(({ name }) => name)
    .filter((name) => globMatches(pattern, `kms:${name.toLowerCase()}`));
};

/** The members of an object with their places; empty for anything else. */
export const membersOf = (node: SyntaxNode, path: JsonPath): readonly MemberView[] =>
  node.kind === "object"
    ? node.members.map(({ name, nameNode, value }) => ({
        name,
        value,
        start: nameNode.start,
        path: [...path, name],
      }))
    : [];

/** The single value of a member, or those of its list; lists in lists are left out. */
export const scalars = (member: MemberView | undefined): readonly ValueView[] => {
  if (!member) return [];
  const { value, path } = member;
  return value.kind === "array"
    ? value.items.map((node, index) => ({ node, start: node.start, path: [...path, index] }))
    : [{ node: value, start: value.start, path }];
};

const textOf = (member: MemberView | undefined): string | undefined =>
  member?.value.kind === "string" ? String(member.value.value) : undefined;

const asText = (view: ValueView): (ValueView & { readonly value: string })[] =>
  view.node.kind === "string" ? [{ ...view, value: String(view.node.value) }] : [];

const principalsOf = (member: MemberView | undefined): readonly PrincipalView[] => {
  if (!member) return [];
  if (member.value.kind === "string") {
    return scalars(member)
      .flatMap(asText)
      .filter(({ value }) => value === "*")
      .map((view) => ({ ...view, type: "AWS", principal: { kind: "everyone" } }));
  }
  return membersOf(member.value, member.path).flatMap((entry) =>
    scalars(entry)
      .flatMap(asText)
      .map((view) => ({ ...view, type: entry.name, principal: parsePrincipal(entry.name, view.value) })),
  );
};

const testsOf = (condition: MemberView | undefined): readonly TestView[] =>
  condition
    ? membersOf(condition.value, condition.path).flatMap((operator) =>
        membersOf(operator.value, operator.path).map((key) => readTest(operator.name, key)),
      )
    : [];

const readTest = (operatorName: string, key: MemberView): TestView => ({
  operatorName,
  operator: parseOperator(operatorName),
  key: key.name,
  folded: key.name.toLowerCase(),
  known: conditionKeyNamed(key.name),
  values: scalars(key)
    .filter(({ node }) => node.kind !== "object" && node.kind !== "array" && node.kind !== "null")
    .map((view) => ({ ...view, text: "value" in view.node ? String(view.node.value) : "" })),
  node: key.value,
  start: key.start,
  path: key.path,
});
