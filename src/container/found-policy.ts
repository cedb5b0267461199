import type { KeyFacts } from "../policy/key-facts.ts";
import type { JsonValue } from "../policy/syntax.ts";
import type { ContainedKey, Container, PolicyText, ReadOnly } from "./contained.ts";
import { locate, placesInString, type Step } from "./json-places.ts";
import { policyIn } from "./policy-value.ts";

/** A policy that was found in an answer of AWS, on its way to be a key. */
export interface FoundPolicy {
  readonly value: JsonValue | undefined;
  readonly path: readonly Step[];
  /** The JSON text at a path of the document within which `path` is. */
  readonly within?: { readonly text: string; readonly path: readonly Step[] } | undefined;
  readonly facts: KeyFacts;
  readonly name?: string | undefined;
  readonly notes?: readonly string[];
}

const readOnly = (kind: string): ReadOnly => ({
  code: "read-only-container",
  message: `it is ${kind}, which nobody reads back`,
  hint: "kmspol get FILE > policy.json takes the policy out of it; kmspol put KEY FILE puts it on a key",
});

/** What was found as a document with keys; undefined where nothing of it is a policy. `steps`: those of one key, one after the other. */
export const containerOf = (
  document: string,
  kind: string,
  found: readonly FoundPolicy[],
  steps = false,
): Container | undefined => {
  const held = found.flatMap((one) => {
    const policy = policyAt(document, one, readOnly(kind));
    return policy ? [{ ...one, policy }] : [];
  });
  if (held.length === 0) return undefined;
  const keys = held.map(({ policy, facts, name, notes }, index): ContainedKey => {
    const selector = name ?? String(index + 1);
    return { selector, facts, policy, ...(notes && { notes }) };
  });
  return { kind, keys, readOnly: readOnly(kind), ...(steps && { steps: true }) };
};

const policyAt = (
  document: string,
  { value, path, within }: FoundPolicy,
  why: ReadOnly,
): PolicyText | undefined => {
  if (!within) return policyIn(document, value, path, why);
  const policy = policyIn(within.text, value, path, why);
  const start = policy && locate(document, within.path)?.start;
  if (!policy || start === undefined) return undefined;
  const places = placesInString(document, start);
  return { ...policy, placeOf: (offset) => places(policy.placeOf(offset)) };
};
