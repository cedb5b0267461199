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
