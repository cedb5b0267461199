import { openPartition } from "../../policy/open-partition.ts";
import {
  asUsualPartition,
  canBeTold,
  named,
  opaqueAccount,
  ownPrincipal,
  symbolText,
} from "../../policy/symbols.ts";
import { memberNamed, type SyntaxNode } from "../../policy/syntax.ts";
import type { Identity, Scope } from "./scope.ts";
import { later, openAs } from "./written-call.ts";

/** What an intrinsic function gives. `from`: out of which parameter, in words. `open`: a name for what only the deployment knows, and why. */
export type Given =
  | { readonly text: string; readonly from?: string }
  | { readonly list: readonly string[]; readonly from?: string }
  | { readonly open: string; readonly why: string }
  | { readonly nothing: true };

/** The name of an intrinsic function that a node is, with its argument. */
export const intrinsicIn = (
  node: SyntaxNode,
): { readonly name: string; readonly argument: SyntaxNode } | undefined => {
  if (node.kind !== "object" || node.members.length !== 1) return undefined;
  const [member] = node.members;
  return member && /^(?:Ref|Fn::\w+|Condition)$/.test(member.name)
    ? { name: member.name, argument: member.value }
    : undefined;
};

/** What a node of a template gives as a value, `Fn::If` apart; undefined for plain values and for collections. */
export const give = (node: SyntaxNode, scope: Scope, principal: boolean): Given | undefined => {
  const given = giveMarked(node, scope, principal);
  if (given === undefined || "open" in given || "nothing" in given) return given;
  return "text" in given
    ? { ...given, text: asUsualPartition(given.text) }
    : { ...given, list: given.list.map(asUsualPartition) };
};

/** The same, with a mark where a partition stands that only the deployment knows. */
const giveMarked = (node: SyntaxNode, scope: Scope, principal: boolean): Given | undefined => {
  if (node.kind === "string") return dynamic(String(node.value));
  const call = intrinsicIn(node);
  if (!call) return undefined;
  const { name, argument } = call;
  switch (name) {
    case "Ref":
      return refer(wordIn(argument), scope, principal);
    case "Fn::GetAtt":
      return attribute(wordsIn(argument).join("."), scope);
    case "Fn::Sub":
      return substitute(argument, scope);
    case "Fn::Join":
      return join(argument, scope);
    case "Fn::Select":
      return select(argument, scope);
    case "Fn::Split":
      return split(argument, scope);
    case "Fn::FindInMap":
      return find(argument, scope);
    case "Fn::ImportValue":
      return { open: nameOf(argument, scope), why: later };
    default:
      return openAs(name, argument);
  }
};

/** `{{resolve:ssm:…}}` is put in by the deployment. */
const dynamic = (text: string): Given | undefined => {
  if (!text.includes("{{resolve:")) return undefined;
  const whole = /^\{\{(resolve:[^}]*)\}\}$/.exec(text)?.[1];
  if (whole !== undefined) return { open: whole, why: later };
  return { text: text.replace(/\{\{(resolve:[^{}]*)\}\}/g, (_, name: string) => symbolText(name)) };
};

const wordIn = (node: SyntaxNode): string =>
  node.kind === "array" || node.kind === "object" ? "" : String(node.value ?? "");

const wordsIn = (node: SyntaxNode): readonly string[] =>
  node.kind === "array" ? node.items.map(wordIn) : [wordIn(node)];

const nameOf = (node: SyntaxNode, scope: Scope): string => {
  const given = give(node, scope, false);
  return given && "text" in given ? given.text : wordIn(node) || "imported value";
};

const refer = (name: string, scope: Scope, principal: boolean): Given => {
  if (name === "AWS::NoValue") return { nothing: true };
  const pseudo = pseudoParameter(name, scope);
  if (pseudo !== undefined) return { text: pseudo };
  const parameter = scope.parameter(name);
  if (parameter) {
    if (parameter.value === undefined)
      return { open: canBeTold(name), why: `the parameter ${name} has no value` };
    if (parameter.byDefault) scope.defaults.add(name);
    const isList = /^(?:CommaDelimitedList|List<.*>)$/.test(parameter.type);
    const from =
      parameter.line === undefined
        ? `the parameter ${name}`
        : `the Default of ${name} (line ${parameter.line})`;
    if (!isList) return { text: parameter.value, from };
    return { list: parameter.value.split(",").map((item) => item.trim()), from };
  }
  const identity = identityOf(name, scope);
  if (identity) return { text: principal ? identity.arn : identity.name };
  return { open: scope.isAlone ? canBeTold(name) : name, why: later };
};

const pseudoParameter = (
  name: string,
  { account, partition, isPartitionOpen, region }: Scope,
): string | undefined => {
  switch (name) {
    case "AWS::AccountId":
      return account;
    case "AWS::Partition":
      return isPartitionOpen ? openPartition(partition) : partition;
    case "AWS::Region":
      return region;
    case "AWS::URLSuffix":
      return partition === "aws-cn" ? "amazonaws.com.cn" : "amazonaws.com";
    default:
      return name.startsWith("AWS::") ? symbolText(name) : undefined;
  }
};

/** A role or user that the template makes: one principal of the own account, by its name where that resolves. */
const identityOf = (name: string, scope: Scope): Identity | undefined => {
  const id = `${name} of ${scope.account}`;
  if (!scope.identities.has(id)) {
    // Who is named by himself has no name yet.
    scope.identities.set(id, undefined);
    scope.identities.set(id, identityIn(name, scope));
  }
  return scope.identities.get(id);
};

const identityIn = (name: string, scope: Scope): Identity | undefined => {
  const resource = scope.resource(name);
  const kind = /^AWS::IAM::(Role|User)$/.exec(resource?.type ?? "")?.[1]?.toLowerCase();
  if (!resource || (kind !== "role" && kind !== "user")) return undefined;
  const property = (of: string): string | undefined => {
    const node = memberNamed(resource.properties, of)?.value;
    if (!node) return undefined;
    const given = give(node, scope, false) ?? { text: wordIn(node) };
    return "text" in given && given.text.length <= longestName ? given.text : undefined;
  };
  const chosen = property(kind === "role" ? "RoleName" : "UserName");
  const { account } = scope;
  const partition = scope.isPartitionOpen ? openPartition(scope.partition) : scope.partition;
  if (chosen === undefined)
    return { arn: ownPrincipal(kind, name, { partition, account }), name: symbolText(name) };
  const arn = `arn:${partition}:iam::${account}:${kind}${property("Path") ?? "/"}${chosen}`;
  return { arn: named(name, asUsualPartition(arn)), name: chosen };
};

/** Letters of a path, the longest part of an ARN (IAM User Guide, "IAM and AWS STS quotas"). */
const longestName = 512;

const attribute = (path: string, scope: Scope): Given => {
  const [name = "", ...rest] = path.split(".");
  const identity = rest.join(".") === "Arn" ? identityOf(name, scope) : undefined;
  return identity ? { text: identity.arn } : { open: path, why: later };
};

/** `${Name}` and `${Resource.Attribute}` of Fn::Sub; `${!name}` is `${name}`, which IAM resolves. */
const substitute = (argument: SyntaxNode, scope: Scope): Given => {
  const [template, variables] = argument.kind === "array" ? argument.items : [argument];
  const own = (name: string): Given | undefined => {
    const node = memberNamed(variables, name)?.value;
    return node && (giveMarked(node, scope, false) ?? { text: wordIn(node) });
  };
  let text = "";
  let at = 0;
  const source = template ? wordIn(template) : "";
  for (const found of source.matchAll(/\$\{([^{}]*)\}/g)) {
    text += source.slice(at, found.index);
    const name = (found[1] ?? "").trim();
    at = found.index + found[0].length;
    if (name.startsWith("!")) text += `\${${name.slice(1)}}`;
    else {
      const given = own(name) ?? (name.includes(".") ? attribute(name, scope) : refer(name, scope, false));
      if (found[0] === source && "open" in given) return given;
      text += partOf(given, text);
    }
  }
  const whole = text + source.slice(at);
  return dynamic(whole) ?? { text: whole };
};

/** A part of a text; what is open is an account where an ARN has one. */
export const partOf = (given: Given, before: string): string => {
  if ("text" in given) return given.text;
  if ("list" in given) return given.list.join(",");
  if ("nothing" in given) return "";
  return /(?:^|[^:])arn:[^:]*:[^:]*:[^:]*:$/.test(`-${before}`)
    ? opaqueAccount(given.open, given.why)
    : symbolText(given.open);
};

const join = (argument: SyntaxNode, scope: Scope): Given => {
  const [separator, list] = argument.kind === "array" ? argument.items : [];
  if (!separator || !list) return openAs("Fn::Join", argument);
  const between = wordIn(separator);
  const parts = list.kind === "array" ? list.items : [list];
  let text = "";
  parts.forEach((part, index) => {
    if (index > 0) text += between;
    const given = giveMarked(part, scope, false) ?? { text: wordIn(part) };
    text += "list" in given ? given.list.join(between) : partOf(given, text);
  });
  return { text };
};

const listIn = (node: SyntaxNode | undefined, scope: Scope): readonly string[] | undefined => {
  if (!node) return undefined;
  const given = give(node, scope, false);
  if (given) return "list" in given ? given.list : undefined;
  if (node.kind !== "array") return undefined;
  return node.items.map((item) => partOf(give(item, scope, false) ?? { text: wordIn(item) }, ""));
};

const select = (argument: SyntaxNode, scope: Scope): Given => {
  const [index, list] = argument.kind === "array" ? argument.items : [];
  const item = listIn(list, scope)?.[Number(index && wordIn(index))];
  return item === undefined ? openAs("Fn::Select", argument) : { text: item };
};

const split = (argument: SyntaxNode, scope: Scope): Given => {
  const [separator, source] = argument.kind === "array" ? argument.items : [];
  const given = source && (give(source, scope, false) ?? { text: wordIn(source) });
  return separator && given && "text" in given
    ? { list: given.text.split(wordIn(separator)) }
    : openAs("Fn::Split", argument);
};

const find = (argument: SyntaxNode, scope: Scope): Given => {
  const steps = argument.kind === "array" ? argument.items : [];
  const [name = "", first = "", second = ""] = steps.map((step) =>
    partOf(give(step, scope, false) ?? { text: wordIn(step) }, ""),
  );
  const value = memberNamed(memberNamed(scope.mapping(name), first)?.value, second)?.value;
  if (value?.kind === "array") return { list: value.items.map(wordIn) };
  return value ? { text: wordIn(value) } : { open: `${name}.${first}.${second}`, why: later };
};
