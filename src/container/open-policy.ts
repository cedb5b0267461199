import { hasSymbol } from "../policy/symbols.ts";
import { parseJson } from "../policy/json/parse-json.ts";
import { maximumInputLength } from "../policy/limits.ts";
import {
  memberNamed,
  type Dialect,
  type ParsedText,
  type PolicyFormat,
  type SyntaxNode,
  type SyntaxProblem,
} from "../policy/syntax.ts";
import { type Held, maximumConditions, resolvePolicy } from "./cloudformation/resolve-policy.ts";
import { ownNames, type Scope } from "./cloudformation/scope.ts";
import { spellingOf } from "./cloudformation/spelling.ts";
import { readYaml } from "./cloudformation/yaml-nodes.ts";
import type { Container } from "./contained.ts";
import { heldWithin } from "./held-within.ts";
import type { Deployment } from "./marks.ts";
import { hasFunction, hasPlaceholder, mayBeOpen } from "./placeholder-signs.ts";
import { fillIn, type Filling } from "./placeholders.ts";

/**
 * A policy by itself that is not complete: it has functions of a CloudFormation template, or placeholders. It is read as a template's
 * policy is, and edited with them in it; undefined for every other text. The file is all of it: its key has no name of its own.
 */
export const openPolicyIn = (text: string, name: string, deployment: Deployment): Container | undefined => {
  if (text.length > maximumInputLength || !mayBeOpen(text)) return undefined;
  const format = formatOf(text, name);
  const open = new Set<string>();
  const asked = new Set<string>();
  const scope = scopeOf(deployment, asked);
  const dialect = openDialect(text, format, { scope, open, written: new Map() });
  if (!isOpen(text, format)) return undefined;
  dialect.read(text);
  const names = [...open];
  const notes =
    names.length === 0
      ? []
      : [
          `${names.slice(0, 8).join(", ")}${names.length > 8 ? ", …" : ""}: what ${names.length === 1 ? "that stands" : "those stand"} for is not known here; --set NAME=VALUE or --parameters FILE tells it`,
        ];
  const given = [...deployment.parameters.keys()].filter((one) => !asked.has(one));
  const unusedNames = { given, has: [...asked].filter((one) => !/^(?:AWS::|data\.)/.test(one)) };
  const policy = { state: "policy", text, format, dialect, placeOf: same, put: same } as const;
  return {
    kind: "a key policy that something completes before it is put",
    keys: [{ selector: name, isWhole: true, facts: {}, policy, notes }],
    unusedNames,
  };
};

const same = <Value>(value: Value): Value => value;

/** As its suffix says, standard input as its beginning does. */
const formatOf = (text: string, name: string): PolicyFormat => {
  if (name === "-") return /^\s*[[{"]/.test(text) ? "json" : /^\s*\/[/*]/.test(text) ? "jsonc" : "yaml";
  if (/\.ya?ml$/i.test(name)) return "yaml";
  return /\.jsonc$/i.test(name) ? "jsonc" : "json";
};

/** Whether it is a policy, and a function or a placeholder stands where a value does: in a comment they mean nothing. */
const isOpen = (text: string, format: PolicyFormat): boolean => {
  const { root } = raw(text, format);
  if (!memberNamed(root, "Statement")) return false;
  const has = (node: SyntaxNode): boolean => {
    if (node.kind === "array") return node.items.some(has);
    if (node.kind === "object")
      return node.members.some(
        ({ name, value }) => /^(?:Fn::\w+|Ref)$/.test(name) || hasPlaceholder(name) || has(value),
      );
    return typeof node.value === "string" && hasPlaceholder(node.value);
  };
  return root !== undefined && has(root);
};

/** `asked` takes the names that the policy has. */
const scopeOf = (deployment: Deployment, asked: Set<string>): Scope => ({
  ...ownNames(deployment),
  isAlone: true,
  parameter: (name) => {
    asked.add(name);
    const value = deployment.parameters.get(name);
    return value === undefined ? undefined : { type: "String", value, byDefault: false };
  },
  resource: () => undefined,
  mapping: () => undefined,
  condition: () => undefined,
  identities: new Map(),
  defaults: new Set(),
  open: new Set(),
});

const raw = (text: string, format: PolicyFormat) => {
  if (format !== "yaml") return parseJson(text, format);
  const { root, problems } = readYaml(text, 0, text.length);
  return { problems, root: root && plainBraces(root, text) };
};

/** `{{ name }}` without quotes is a mapping of a mapping to YAML, and a placeholder to whoever wrote it. */
const plainBraces = (node: SyntaxNode, text: string): SyntaxNode => {
  if (node.kind === "array") return { ...node, items: node.items.map((item) => plainBraces(item, text)) };
  if (node.kind !== "object") return node;
  const source = text.slice(node.start, node.end);
  if (/^\{\{[^{}]*\}\}$/.test(source))
    return { kind: "string", value: source, start: node.start, end: node.end };
  return {
    ...node,
    members: node.members.map((member) => ({ ...member, value: plainBraces(member.value, text) })),
  };
};

const openDialect = (whole: string, format: PolicyFormat, filling: Filling): Dialect => {
  const { scope, written } = filling;
  const held = new WeakMap<SyntaxNode, Held>();
  const hasFunctions = hasFunction(whole);
  const spelled = hasFunctions ? spellingOf(whole, whole, format, scope.account) : undefined;
  const dialect: Dialect = {
    read: (text): ParsedText => {
      const { root, problems } = raw(text, format);
      const read = { text, format, dialect };
      if (!root || problems.length > 0)
        return { ...read, root: undefined, problems: problems.length > 0 ? problems : [noPolicy] };
      const resolved = resolvePolicy(root, scope);
      if (!resolved) return { ...read, root: undefined, problems: [tooMany] };
      for (const [node, why] of resolved.held) held.set(node, why);
      const filled = fillIn(resolved.root, filling, (old, fresh) => {
        const why = held.get(old);
        if (why) held.set(fresh, why);
      });
      const open = undecidable(filled);
      return { ...read, root: open.length > 0 ? undefined : filled, problems: open };
    },
    writeString: (value, inFlow) => spelled?.(value, inFlow) ?? asWritten(value, written),
    heldBy: (node) => heldWithin(node, held),
  };
  return dialect;
};

/** What a policy gives cannot be told at all where it is open what stands in the place of a statement. */
const undecidable = (root: SyntaxNode): readonly SyntaxProblem[] => {
  const value = memberNamed(root, "Statement")?.value;
  const statements = value?.kind === "array" ? value.items : value ? [value] : [];
  return statements.flatMap((statement): SyntaxProblem[] => {
    return isSymbol(statement) ? [openAt(statement, "what statement stands here")] : [];
  });
};

const isSymbol = (node: SyntaxNode): boolean => node.kind === "string" && hasSymbol(String(node.value));

const openAt = ({ start, end }: SyntaxNode, what: string): SyntaxProblem => ({
  ...{ message: `${what} is not known before it is filled in`, isOpen: true },
  start,
  end,
});

const noPolicy = { message: "the text holds no policy", start: 0, end: 1 };
const tooMany: SyntaxProblem = {
  message: `more than ${maximumConditions} open conditions meet in one statement, or a branch of one is missing`,
  ...{ isOpen: true, start: 0, end: 1 },
};

/** An ARN of an account that the text names by a placeholder, with that in it; undefined for other strings. */
const asWritten = (value: string, written: Filling["written"]): string | undefined => {
  const [, partition = "", account = "", rest = ""] =
    /^arn:([a-z0-9-]+):iam::(\d{12}):(.+)$/.exec(value) ?? [];
  const name = written.get(account);
  return name === undefined
    ? undefined
    : JSON.stringify(`arn:${written.get(partition) ?? partition}:iam::${name}:${rest}`);
};
