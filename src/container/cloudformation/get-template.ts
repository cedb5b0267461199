import { isRecord } from "../../policy/json-value.ts";
import type { JsonValue } from "../../policy/syntax.ts";
import type { Contained, ContainedKey, Container, ReadOnly } from "../contained.ts";
import { locate, placesInString } from "../json-places.ts";
import { parsedJson } from "../json-text.ts";
import type { Deployment } from "../marks.ts";
import { templateIn } from "./template.ts";

const readOnly: ReadOnly = {
  code: "read-only-container",
  message: "it is an answer of aws cloudformation get-template, which nobody reads back",
  hint: "change the template that the stack is made of; kmspol get FILE > policy.json takes a policy out",
};

/**
 * The keys of the template in an answer of `aws cloudformation get-template`, which has JSON as an object and YAML as a text (AWS CLI
 * Command Reference, "get-template"); undefined for another document.
 */
export const answeredTemplateIn = (
  document: string,
  root: JsonValue | undefined,
  deployment: Deployment,
): Container | undefined => {
  if (!isRecord(root)) return undefined;
  const { TemplateBody: body } = root;
  const span = body === undefined ? undefined : locate(document, ["TemplateBody"]);
  if (!span) return undefined;
  if (typeof body === "string")
    return asAnswer(templateIn(body, parsedJson(body), deployment), placesInString(document, span.start));
  const text = document.slice(span.start, span.end);
  return asAnswer(templateIn(text, body, deployment), (at) => span.start + at);
};

/** The template with the places of the answer. */
const asAnswer = (
  template: Container | undefined,
  placeOf: (at: number) => number,
): Container | undefined => {
  if (!template) return undefined;
  const keys = template.keys.map((key): ContainedKey => ({ ...key, policy: moved(key.policy, placeOf) }));
  const { fault } = template;
  return {
    kind: "an answer of aws cloudformation get-template",
    keys,
    readOnly,
    ...(fault && { fault: { ...fault, at: placeOf(fault.at) } }),
  };
};

const moved = (policy: Contained, placeOf: (at: number) => number): Contained => {
  if (policy.state === "unknown") return { ...policy, at: placeOf(policy.at) };
  if (policy.state !== "policy") return policy;
  const { state, text, format, dialect, isDefault } = policy;
  return {
    state,
    text,
    format,
    ...(dialect && { dialect }),
    ...(isDefault && { isDefault }),
    placeOf: (at) => placeOf(policy.placeOf(at)),
    readOnly: policy.readOnly ?? readOnly,
  };
};
