import { hasSymbol, notKnownYet, opaqueAs, opaquePrincipal, symbolText, unveil } from "./symbols.ts";
import type { PolicyDocument } from "./document.ts";
import type { ConditionTest, Policy, PrincipalEntry, Statement } from "./model.ts";
import { memberNamed, type SyntaxNode } from "./syntax.ts";

/**
 * What the document says, without its text. Parts of a wrong type are left out; `inert` names why a statement is dead. A document never
 * changes: it is read once, and what is remembered of a policy is remembered for each of its readers.
 */
export const readPolicy = (document: PolicyDocument): Policy => {
  const policy = read.get(document.root) ?? policyIn(document);
  read.set(document.root, policy);
  return policy;
};
const read = new WeakMap<SyntaxNode, Policy>();

const policyIn = (document: PolicyDocument): Policy => {
  const version = textOf(memberNamed(document.root, "Version")?.value);
  const statements = [
    ...document.statements.map((node, index) => readStatement(node, index)),
    ...document.statements.flatMap((node, index) =>
      isOpenEffect(effectOf(node)) ? [readStatement(node, index, "Deny")] : [],
    ),
  ];
  const id = textOf(memberNamed(document.root, "Id")?.value);
  const isOpen = version !== undefined && hasSymbol(version);
  return { version, id, statements: isOpen ? statements.map(withOpenVariables) : statements };
};

// Whether `${…}` is a variable or plain text is told by the Version. Where something fills that in later, such a value may be anything.
const withOpenVariables = (statement: Statement): Statement => ({
  ...statement,
  resources: statement.resources.map(openVariable),
  conditions: statement.conditions.map((one) => ({ ...one, values: one.values.map(openVariable) })),
});

const openVariable = (value: string): string => (value.includes("${") ? symbolText(value) : value);

const effectOf = (node: SyntaxNode): string | undefined => textOf(memberNamed(node, "Effect")?.value);

// What something fills in later may be Allow and may be Deny: such a statement is read as both, each under a test that nobody can
// decide. The second reading stands behind all others, so that the first ones keep their places.
const isOpenEffect = (effect: string | undefined): effect is string =>
  effect !== undefined && hasSymbol(effect);
const openTest = (effect: string, is: Statement["effect"]): ConditionTest => ({
  ...{ operator: "is", key: effect, values: [is] },
});

const readStatement = (
  node: SyntaxNode,
  index: number,
  filledIn: Statement["effect"] = "Allow",
): Statement => {
  const value = (name: string) => memberNamed(node, name)?.value;
  const written = effectOf(node);
  const effect = isOpenEffect(written) ? filledIn : written;
  const notPrincipal = !value("Principal") && value("NotPrincipal") !== undefined;
  const notAction = !value("Action") && value("NotAction") !== undefined;
  const notResource = !value("Resource") && value("NotResource") !== undefined;
  const statement = {
    index,
    sid: textOf(value("Sid")),
    effect: effect === "Deny" ? ("Deny" as const) : ("Allow" as const),
    principals: readPrincipals(value(notPrincipal ? "NotPrincipal" : "Principal")),
    notPrincipal,
    actions: textsOf(value(notAction ? "NotAction" : "Action")),
    notAction,
    resources: textsOf(value(notResource ? "NotResource" : "Resource")),
    notResource,
    conditions: [
      ...readConditions(value("Condition")),
      ...(isOpenEffect(written) ? [openTest(written, filledIn)] : []),
    ],
  };
  return { ...statement, inert: whyInert(statement, effect) };
};

const whyInert = (statement: Omit<Statement, "inert">, effect: string | undefined): string | undefined => {
  if (effect !== "Allow" && effect !== "Deny") return "its Effect is neither Allow nor Deny";
  if (statement.principals.length === 0) return "it names no principal";
  if (statement.actions.length === 0) return "it has no Action";
  if (statement.resources.length === 0) return "it has no Resource";
  return undefined;
};

const readPrincipals = (node: SyntaxNode | undefined): PrincipalEntry[] => {
  if (!node) return [];
  if (node.kind !== "object") {
    const value = textOf(node);
    return value === "*" ? [{ type: "AWS", value }] : [];
  }
  return node.members.flatMap(({ name, value }) => {
    // Of what kind they are is filled in later: that may be anybody.
    const open = openKind(name);
    return open === undefined
      ? textsOf(value).map((entry) => ({ type: name, value: entry }))
      : [{ type: "AWS", value: open }];
  });
};

const openKind = (name: string): string | undefined => {
  if (!hasSymbol(name)) return undefined;
  return opaqueAs("principal", name) ?? opaquePrincipal(unveil(name), notKnownYet(name));
};

// A malformed condition still restricts something that nobody can tell: it stays as a test whose operator no engine
// knows, so that both say "undecided" and the statement never looks unconditional.
const readConditions = (node: SyntaxNode | undefined): ConditionTest[] => {
  if (!node) return [];
  if (node.kind !== "object") return [malformedTest("Condition")];
  return node.members.flatMap((operator) => readOperator(operator.name, operator.value));
};

const readOperator = (operator: string, node: SyntaxNode): ConditionTest[] =>
  node.kind === "object"
    ? node.members.map(({ name, value }) => ({ operator, key: name, values: valuesOf(name, value) }))
    : [malformedTest(operator)];

const standsFor = new Map([
  ["kms:calleraccount", "account"],
  ["aws:principalaccount", "account"],
  ["aws:principalarn", "principal"],
] as const);

/** Who or whose account a value is that something fills in later, is told by that name, as in Principal. */
const valuesOf = (key: string, node: SyntaxNode): string[] => {
  const kind = standsFor.get(key.toLowerCase() as "aws:principalarn");
  const values = scalarsOf(node);
  return kind === undefined ? values : values.map((value) => opaqueAs(kind, value) ?? value);
};

const malformedTest = (operator: string): ConditionTest => ({
  operator: `${operator} (malformed)`,
  key: operator,
  values: [],
});

const textOf = (node: SyntaxNode | undefined): string | undefined =>
  node?.kind === "string" ? String(node.value) : undefined;

const textsOf = (node: SyntaxNode | undefined): string[] => {
  if (node?.kind === "array") return node.items.flatMap((item) => textsOf(item));
  const text = textOf(node);
  return text === undefined ? [] : [text];
};

const scalarsOf = (node: SyntaxNode): string[] => {
  if (node.kind === "array") return node.items.flatMap((item) => scalarsOf(item));
  if (node.kind === "object" || node.kind === "null") return [];
  return [String(node.value)];
};
