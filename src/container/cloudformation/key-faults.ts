import { memberNamed, type SyntaxNode } from "../../policy/syntax.ts";
import { positionAt } from "../../policy/text/position.ts";
import type { ContainedKey } from "../contained.ts";
import type { PolicyPlace } from "./policy-place.ts";
import type { Sections } from "./sections.ts";

/** Whether a resource's type is that of a key. */
export const isKeyType = (type: string | undefined): boolean =>
  /^AWS::KMS::(?:Replica)?Key$/.test(type ?? "");

/** The type that the text of a resource gives, before it is read. */
export const typeIn = (source: string): string | undefined =>
  /["']?Type["']?\s*:\s*["']?([\w:]+)/.exec(source)?.[1];

/**
 * A logical id is unique within a template (AWS CloudFormation User Guide, "Resources"): of two that have it, none is taken for the
 * other. Undefined where one has it.
 */
export const writtenTwice = (name: string, text: string, sections: Sections): [ContainedKey] | undefined => {
  const places = sections.places("Resources", name);
  const [, at] = places;
  if (at === undefined) return undefined;
  const lines = places.map((place) => positionAt(text, place).line).join(" and ");
  const message = `${name} stands here ${places.length} times, in lines ${lines}: a logical id is that of one resource`;
  const policy = { state: "unknown", code: "policy-unknown", message, at, dependsOn: [] } as const;
  return [{ selector: name, fullName: `Resources.${name}`, facts: {}, policy, rival: { message, at } }];
};

/** A member of a key that is written twice: of two policies none is taken for the other. Undefined where each stands once. */
export const twiceWithin = (
  { name, text }: PolicyPlace,
  resource: SyntaxNode | undefined,
): ContainedKey | undefined => {
  const properties = memberNamed(resource, "Properties")?.value;
  const [member, at] =
    repeatedIn(resource, ["Type", "Properties"]) ?? repeatedIn(properties, ["KeyPolicy"]) ?? [];
  if (member === undefined || at === undefined) return undefined;
  const { line } = positionAt(text, at);
  const message = `${member} of ${name} stands here more than once, in line ${line} again: which of them counts is not known`;
  const policy = { state: "unknown", code: "policy-unknown", message, at, dependsOn: [] } as const;
  return { selector: name, fullName: `Resources.${name}`, facts: {}, policy, rival: { message, at } };
};

/** The first of these names that an object has twice, and where it has it again. */
const repeatedIn = (
  node: SyntaxNode | undefined,
  names: readonly string[],
): readonly [string, number] | undefined => {
  const members = node?.kind === "object" ? node.members : [];
  for (const name of names) {
    const [, again] = members.filter((member) => member.name === name);
    if (again) return [name, again.nameNode.start];
  }
  return undefined;
};

/**
 * A resource that a function or a loop makes, or whose type or properties one does, and in whose text a key stands: what comes of it, the
 * deployment tells. Undefined for all others.
 */
export const madeKey = (
  { sections, name, text }: PolicyPlace,
  resource: SyntaxNode | undefined,
): ContainedKey | undefined => {
  if (!resource || !ofKey.test(sections.source("Resources", name))) return undefined;
  const made = resource.kind === "array" ? { by: name, at: resource.start } : madeBy(resource);
  if (!made) return undefined;
  const { by, at } = made;
  const message = `line ${positionAt(text, at).line}: ${by}: what this makes is known only when the stack is deployed`;
  const policy = { state: "unknown", code: "policy-opaque", message, at, dependsOn: [] } as const;
  return { selector: name, fullName: `Resources.${name}`, facts: {}, policy };
};

const ofKey = /["']?Type["']?\s*:\s*(?:!\w+\s+)?["']?AWS::KMS::(?:Replica)?Key\b(?!::)/;

/** The function that stands where a resource, its type or its properties are, and where it stands. */
const madeBy = (resource: SyntaxNode): { readonly by: string; readonly at: number } | undefined => {
  const properties = memberNamed(resource, "Properties")?.value;
  // What a function puts in beside a policy is no other policy.
  const around = memberNamed(properties, "KeyPolicy") ? [] : [resource, properties];
  for (const part of [memberNamed(resource, "Type")?.value, ...around]) {
    const made = part?.kind === "object" && part.members.find(({ name }) => /^(?:Fn::|Ref$)/.test(name));
    if (part && made) return { by: made.name, at: part.start };
  }
  return undefined;
};

/**
 * A key whose text has a fault, and of which no policy is found: it may well have one, behind the fault. Undefined for all others. What
 * stands at the fault is not told: it is outside of a policy.
 */
export const brokenKey = (
  { sections, name, text }: PolicyPlace,
  properties: SyntaxNode | undefined,
): ContainedKey | undefined => {
  if (memberNamed(properties, "KeyPolicy") || !isKeyType(typeIn(sections.source("Resources", name))))
    return undefined;
  const fault = sections.fault("Resources", name);
  if (!fault) return undefined;
  const { line, column } = positionAt(text, fault.start);
  const message = `the text of this key has a fault at line ${line}, column ${column}: its policy cannot be read`;
  return {
    selector: name,
    facts: {},
    policy: { state: "unknown", code: "policy-unknown", message, at: fault.start, dependsOn: [] },
  };
};
