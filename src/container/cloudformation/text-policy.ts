import { parseJson } from "../../policy/json/parse-json.ts";
import { symbolAccount } from "../../policy/symbols.ts";
import type { Dialect, ParsedText, SyntaxMember, SyntaxNode } from "../../policy/syntax.ts";
import type { PolicyText, ReadOnly } from "../contained.ts";
import { heldWithin } from "../held-within.ts";
import { placeholderAt } from "../placeholder-signs.ts";
import { yamlPolicy } from "../yaml-text.ts";
import { joinedText } from "./joined-text.ts";
import { resolvePolicy, type Held } from "./resolve-policy.ts";
import { give, intrinsicIn, partOf } from "./resolve-text.ts";
import type { Scope } from "./scope.ts";

/**
 * A `KeyPolicy` that is JSON as text, by itself or in an `Fn::Sub` (the resource's schema takes an object or a string: AWS
 * CloudFormation Template Reference, "AWS::KMS::Key"), or that `Fn::Join` puts together; undefined for what is none of these. One with a fault
 * is a policy with a fault, which its reader tells.
 */
export const textPolicy = (document: string, scope: Scope, value: SyntaxNode): PolicyText | undefined => {
  const call = intrinsicIn(value);
  if (call?.name === "Fn::Join") return joinedPolicy(call.argument, scope);
  const isSub = call?.name === "Fn::Sub";
  const argument = isSub ? call.argument : value;
  const [text, variables] = argument.kind === "array" ? argument.items : [argument];
  const found = text?.kind === "string" ? yamlPolicy(document, text) : undefined;
  if (!found) return undefined;
  const dialect = textDialect(found.text, scope, isSub ? { variables } : undefined);
  const [problem] = dialect.read(found.text).problems;
  if (isSub && problem && placeholderAt(found.text, problem.start) !== undefined) return undefined;
  const isNameless = !isSub && scope.account === symbolAccount("AWS::AccountId");
  return { ...found, dialect, ...(isNameless && { readOnly: found.readOnly ?? nameless }) };
};

/** A policy of which `Fn::Join` puts the text together: read by its parts, and not edited. */
const joinedPolicy = (argument: SyntaxNode, scope: Scope): PolicyText | undefined => {
  const joined = joinedText(argument);
  if (!joined) return undefined;
  const { text, variables, placeOf } = joined;
  const dialect = textDialect(text, scope, { variables });
  const [problem] = dialect.read(text).problems;
  if (problem && placeholderAt(text, problem.start) !== undefined) return undefined;
  return { state: "policy", format: "json", text, dialect, placeOf, readOnly: inParts };
};

const inParts: ReadOnly = {
  code: "edit-in-text",
  message: "Fn::Join puts its text together out of parts",
  hint: "write it as a mapping, or as one text in Fn::Sub; nothing was written",
};

/** In a text without Fn::Sub an account has no name but its number. */
const nameless: ReadOnly = {
  code: "edit-in-text",
  message: "it is a text without Fn::Sub, in which the account of the deployment can only stand as a number",
  hint: "--account tells the number",
};

/** The variables that an `Fn::Sub` gives itself. */
interface Sub {
  readonly variables: SyntaxNode | undefined;
}

const textDialect = (whole: string, scope: Scope, sub: Sub | undefined): Dialect => {
  const held = new WeakMap<SyntaxNode, Held>();
  const dialect: Dialect = {
    read: (text): ParsedText => {
      const { root, problems } = parseJson(text, "json");
      const read = { text, format: "json", dialect } as const;
      if (!root || problems.length > 0)
        return { ...read, root: undefined, problems: problems.length > 0 ? problems : [noPolicy] };
      const resolved = resolvePolicy(sub ? substituted(root, scope, sub) : root, scope);
      for (const [node, why] of resolved?.held ?? []) held.set(node, why);
      return { ...read, root: resolved?.root, problems: [] };
    },
    heldBy: (node) => heldWithin(node, held),
    ...(sub && { writeString: (value) => spelled(value, whole, scope) }),
  };
  return dialect;
};

const noPolicy = { message: "the text holds no policy", start: 0, end: 1 };

/** The tree with an `Fn::Sub` of its own in the place of each string in which names stand. */
const substituted = (node: SyntaxNode, scope: Scope, sub: Sub): SyntaxNode => {
  if (node.kind === "array")
    return { ...node, items: node.items.map((item) => substituted(item, scope, sub)) };
  if (node.kind === "object") {
    const members = node.members.map((member): SyntaxMember => {
      const name = hasName(member.name) ? substitutedName(member.nameNode, scope, sub) : member.name;
      return { ...member, name, value: substituted(member.value, scope, sub) };
    });
    return { ...node, members };
  }
  return node.kind === "string" && hasName(String(node.value)) ? asSub(node, sub) : node;
};

const hasName = (text: string): boolean => text.includes("${");

const asSub = (node: SyntaxNode, { variables }: Sub): SyntaxNode => {
  const { start, end } = node;
  const name = "Fn::Sub";
  const nameNode = { kind: "string", value: name, start, end: start } as const;
  const list = (items: readonly SyntaxNode[]) =>
    ({ kind: "array", layout: "flow", start, end, items }) as const;
  const value = variables ? list([node, variables]) : node;
  return { kind: "object", layout: "flow", start, end, members: [{ name, nameNode, value }] };
};

const substitutedName = (node: SyntaxNode, scope: Scope, sub: Sub): string => {
  const given = give(asSub(node, sub), scope, false);
  return given ? partOf(given, "") : "";
};

const ownArn = /^arn:([a-z0-9-]+):iam::(\d{12}):(.+)$/;
const written = /arn:(\$\{AWS::Partition\}|aws[a-z-]*):iam::(\$\{AWS::AccountId\}|\d{12}):/;

/** An ARN of the own account as the text writes its own; undefined for other strings. */
const spelled = (value: string, whole: string, { account }: Scope): string | undefined => {
  const [, given = "", of, rest = ""] = ownArn.exec(value) ?? [];
  if (of !== account) return undefined;
  const [, partition = "${AWS::Partition}", owner = "$"] = written.exec(whole) ?? [];
  if (!owner.startsWith("$") && account !== symbolAccount("AWS::AccountId")) return undefined;
  const shown = partition.startsWith("$") ? partition : given;
  return JSON.stringify(`arn:${shown}:iam::\${AWS::AccountId}:${rest}`);
};
