import { hasPlaceholder, placeholder } from "./placeholder-signs.ts";
import { openPartition } from "../policy/open-partition.ts";
import {
  canBeTold,
  asUsualPartition,
  opaqueAccount,
  opaquePrincipal,
  symbolText,
  whyOpaque,
} from "../policy/symbols.ts";
import type { SyntaxMember, SyntaxNode } from "../policy/syntax.ts";
import type { Scope } from "./cloudformation/scope.ts";

/** What placeholders stand for: own names by those of the deployment, others where their value is given, else nobody knows. */
export interface Filling {
  readonly scope: Scope;
  /** Names whose value nobody gave, as they are written. */
  readonly open: Set<string>;
  /** How the text writes the accounts and partitions that placeholders stand for, by what takes their place here. */
  readonly written: Map<string, string>;
}

/** A tree with the placeholders in its strings read; `renewed` is told of each node that another one takes the place of. */
export const fillIn = (
  node: SyntaxNode,
  filling: Filling,
  renewed: (old: SyntaxNode, fresh: SyntaxNode) => void,
  isPrincipal = false,
): SyntaxNode => {
  const within = (one: SyntaxNode, principal: boolean) => fillIn(one, filling, renewed, principal);
  if (node.kind === "array") {
    const items = node.items.map((item) => within(item, isPrincipal));
    return replaced(node, { ...node, items }, renewed);
  }
  if (node.kind === "object") {
    const members = node.members.map((member): SyntaxMember => {
      const isOne = isPrincipal ? member.name === "AWS" : /^(?:Not)?Principal$/.test(member.name);
      const name = text(member.name, filling);
      const value = within(member.value, isOne);
      return { ...member, name, value: isOne && name !== "AWS" ? asObject(value) : value };
    });
    return replaced(node, { ...node, members }, renewed);
  }
  if (node.kind !== "string") return node;
  const source = String(node.value);
  if (!hasPlaceholder(source)) return node;
  return replaced(
    node,
    { ...node, value: isPrincipal ? principal(source, filling) : text(source, filling) },
    renewed,
  );
};

/** `"Principal": "{{ who }}"`: somebody of whom nothing is known, as the one in a list of principals is. */
const asObject = (node: SyntaxNode): SyntaxNode => {
  if (node.kind !== "string" || whyOpaque(String(node.value)) === undefined) return node;
  const { start, end } = node;
  const nameNode = { kind: "string", value: "AWS", start, end } as const;
  return { kind: "object", layout: "flow", start, end, members: [{ name: "AWS", nameNode, value: node }] };
};

const replaced = (
  old: SyntaxNode,
  fresh: SyntaxNode,
  renewed: (old: SyntaxNode, fresh: SyntaxNode) => void,
): SyntaxNode => {
  renewed(old, fresh);
  return fresh;
};

const why = "something fills it in before the policy is put";

/** A principal: of an ARN with open parts the account and the name; what may be anything is somebody of whom nothing is known. */
const principal = (source: string, filling: Filling): string => {
  const filled = text(source, filling);
  if (/^arn:[a-z][a-z0-9-]*:(?:iam|sts)::\d{12}:\S+$/.test(filled) && !/^arn:kmspol-later/.test(filled))
    return filled;
  if (!filled.includes("kmspol-later-")) return filled;
  const name = named([...source.matchAll(placeholder)][0]?.slice(1) ?? []);
  return opaquePrincipal(canBeTold(shortName(source, name), name), why, filled);
};

/** The name under which a text with placeholders is told: that of `${name}` alone, all others as they are written. */
const shortName = (source: string, name: string): string => (source === `\${${name}}` ? name : source);

const named = (found: readonly (string | undefined)[]): string =>
  found
    .slice(0, 4)
    .find((one) => one !== undefined)
    ?.trim() ?? "";

const text = (source: string, filling: Filling): string => {
  let filled = "";
  let at = 0;
  for (const found of source.matchAll(placeholder)) {
    filled += source.slice(at, found.index);
    at = found.index + found[0].length;
    filled += valueOf(named(found.slice(1)), found[0], filled, filling);
  }
  return asUsualPartition(filled + source.slice(at));
};

const ofAccount = /^(?:AWS::AccountId|data\.aws_caller_identity\.\w+\.(?:account_id|id))$/;
const ofPartition = /^(?:AWS::Partition|data\.aws_partition\.\w+\.(?:partition|id))$/;
const ofRegion = /^(?:AWS::Region|data\.aws_region\.\w+\.(?:name|region|id))$/;

const told = (ways: Map<string, string>, value: string, written: string): string => {
  if (!ways.has(value)) ways.set(value, written);
  return value;
};

const valueOf = (
  name: string,
  written: string,
  before: string,
  { scope, open, written: ways }: Filling,
): string => {
  const given = scope.parameter(name)?.value;
  if (given !== undefined) return /^\d{12}$/.test(given) ? told(ways, given, written) : given;
  if (ofAccount.test(name)) {
    return told(ways, scope.account, written);
  }
  if (ofPartition.test(name)) {
    const partition = told(ways, scope.partition, written);
    return scope.isPartitionOpen ? openPartition(partition) : partition;
  }
  if (ofRegion.test(name)) return scope.region;
  open.add(written);
  const short = canBeTold(shortName(written, name), name);
  return /(?:^|[^:])arn:[^:]*:[^:]*:[^:]*:$/.test(`-${before}`)
    ? told(ways, opaqueAccount(short, why), written)
    : symbolText(short);
};
