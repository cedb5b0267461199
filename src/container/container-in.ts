import { parsedJson } from "./json-text.ts";
import { isList, isRecord } from "../policy/json-value.ts";
import type { JsonValue } from "../policy/syntax.ts";
import { answerIn } from "./answers.ts";
import type { Container } from "./contained.ts";
import type { Deployment } from "./marks.ts";
import { hasPlaceholder } from "./placeholder-signs.ts";
import { planIn } from "./terraform-plan.ts";
import { stateIn } from "./terraform-state.ts";

/**
 * Finds the key policies in a document, whatever it is; undefined for a bare policy that is complete, and for what holds no key. What it is, the text
 * tells; the name only says what Terraform source is.
 */
export const containerIn = async (
  text: string,
  name: string,
  deployment: Deployment,
): Promise<Container | undefined> => {
  const json = jsonOf(text);
  const { openPolicyIn } = await import("./open-policy.ts");
  if (isRecord(json) && holdsStatements(json["Statement"])) return openPolicyIn(text, name, deployment);
  const found =
    json === undefined ? undefined : (planIn(text, json, deployment) ?? stateIn(text, json, deployment));
  if (found) return found;
  if (/\.(?:tf|tofu|hcl)$/i.test(name))
    return (await import("./terraform/source.ts")).sourceIn(text, name, deployment);
  if (/\bAWS::KMS::|\bResources\b|\bresources\b|\bAWSTemplateFormatVersion\b/.test(text)) {
    const { templateIn } = await import("./cloudformation/template.ts");
    const { answeredTemplateIn } = await import("./cloudformation/get-template.ts");
    const template = answeredTemplateIn(text, json, deployment) ?? templateIn(text, json, deployment);
    if (template) return template;
  }
  if (json !== undefined) return answerIn(text, json) ?? (await yamlKinds(text, deployment));
  return (await yamlKinds(text, deployment)) ?? openPolicyIn(text, name, deployment);
};

/** Statements, or what fills them in later. */
const holdsStatements = (value: JsonValue | undefined): boolean =>
  isList(value) || isRecord(value) || (typeof value === "string" && hasPlaceholder(value));

/** Manifests and tasks: YAML, or JSON as a part of it. */
const yamlKinds = async (text: string, deployment: Deployment): Promise<Container | undefined> => {
  if (/\bapiVersion\b/.test(text)) {
    const found = (await import("./manifests.ts")).manifestsIn(text, deployment);
    if (found) return found;
  }
  return /\b(?:kms_key|aws_kms)\b/.test(text)
    ? (await import("./ansible.ts")).tasksIn(text, deployment)
    : undefined;
};

const jsonOf = (text: string): JsonValue | undefined =>
  /^\s*[[{]/.test(text) ? parsedJson(text) : undefined;
