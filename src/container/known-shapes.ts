import { isList, isRecord, type JsonObject } from "../policy/json-value.ts";
import type { JsonValue } from "../policy/syntax.ts";
import { isJsonText } from "./json-text.ts";

/** A kind of document by the shape of its root object. */
export interface KnownShape {
  readonly seems: string;
  readonly hint: string;
  readonly is: (root: JsonObject) => boolean;
}

const has = (root: JsonObject, ...names: readonly string[]): boolean =>
  names.every((name) => Object.hasOwn(root, name));

const ownFile = "take the policy of its key into a file of its own";

/** What people hand over in the place of a policy, the most telling first. */
export const knownShapes: readonly KnownShape[] = [
  {
    is: ({ Policy }) => typeof Policy === "string" && isJsonText(Policy),
    seems: "the answer of aws kms get-key-policy",
    hint: "take the policy out of it: jq -r .Policy FILE > policy.json",
  },
  {
    is: (root) => has(root, "TemplateBody"),
    seems: "the answer of aws cloudformation get-template",
    hint: ownFile,
  },
  {
    is: (root) => has(root, "AWSTemplateFormatVersion") || holdsResources(root["Resources"]),
    seems: "a CloudFormation template",
    hint: ownFile,
  },
  {
    is: (root) => has(root, "service", "provider"),
    seems: "a configuration of the Serverless Framework",
    hint: ownFile,
  },
  {
    is: (root) =>
      has(root, "format_version") && (has(root, "resource_changes") || has(root, "planned_values")),
    seems: "a Terraform plan",
    hint: ownFile,
  },
  {
    is: (root) => has(root, "terraform_version") || has(root, "format_version", "values"),
    seems: "a Terraform state",
    hint: ownFile,
  },
  {
    is: ({ resource, data }) => holdsTerraform(resource) || holdsTerraform(data),
    seems: "Terraform source in JSON",
    hint: "take the plan: terraform show -json PLAN > plan.json, then kmspol list plan.json",
  },
  { is: (root) => has(root, "apiVersion", "kind"), seems: "a Kubernetes object", hint: ownFile },
  {
    is: ({ Records, eventSource }) => eventSource !== undefined || someRecord(Records, "eventSource"),
    seems: "events of CloudTrail",
    hint: "take requestParameters.policy of a PutKeyPolicy event into a file of its own",
  },
  {
    is: (root) => has(root, "configurationItems") || has(root, "resourceType", "configuration"),
    seems: "an item of AWS Config",
    hint: "take supplementaryConfiguration.Policy into a file of its own",
  },
  {
    is: (root) => has(root, "KeyMetadata"),
    seems: "the answer of aws kms describe-key",
    hint: "aws kms get-key-policy has the policy",
  },
  {
    is: (root) => has(root, "AssumeRolePolicyDocument") || isRecord(root["Role"]) || isRecord(root["User"]),
    seems: "an IAM role or user",
    hint: "its policies belong to IAM, not to a key; kmspol show KEY shows those of a key",
  },
  {
    is: (root) => has(root, "PolicyDocument") || has(root, "PolicyVersion"),
    seems: "an IAM policy as IAM answers it",
    hint: "it belongs to IAM, not to a key; kmspol show KEY shows the policy of a key",
  },
  {
    is: (root) => has(root, "accept") || has(root, "trustedAccounts"),
    seems: "a configuration of kmspol (.kmspolrc.json)",
    hint: "name a policy; the configuration above it is found by itself",
  },
  {
    is: (root) => has(root, "$schema") || has(root, "properties", "type"),
    seems: "a JSON Schema, or a document with one",
    hint: "name the file that holds the policy",
  },
  {
    is: (root) => has(root, "name", "version") || has(root, "dependencies") || has(root, "lockfileVersion"),
    seems: "a package.json or the like",
    hint: "name the file that holds the policy",
  },
];

const holdsResources = (resources: JsonValue | undefined): boolean =>
  isRecord(resources) &&
  Object.values(resources).some(
    (resource) => isRecord(resource) && typeof resource["Type"] === "string" && /::/.test(resource["Type"]),
  );

/** Blocks by type and name, as in `*.tf.json`. */
const holdsTerraform = (blocks: JsonValue | undefined): boolean =>
  isRecord(blocks) &&
  Object.entries(blocks).some(([type, named]) => /^[a-z0-9]+_[a-z0-9_]+$/.test(type) && isRecord(named));

const someRecord = (list: JsonValue | undefined, name: string): boolean =>
  isList(list) && list.some((item) => isRecord(item) && has(item, name));
