import { isList, isRecord, type JsonObject } from "../policy/json-value.ts";
import type { JsonValue } from "../policy/syntax.ts";
import { joinFacts, wordOf } from "./arn-facts.ts";
import {
  defaultPolicy,
  type Contained,
  type ContainedKey,
  type Container,
  type ReadOnly,
} from "./contained.ts";
import { locate, type Step } from "./json-places.ts";
import type { Deployment } from "./marks.ts";
import { policyIn } from "./policy-value.ts";
import { attributeFacts, isKeyType, ownAccount } from "./terraform-key.ts";

const readOnly: ReadOnly = {
  code: "read-only-container",
  message: "it is a Terraform state, which Terraform alone writes",
  hint: "change the configuration; kmspol get FILE > policy.json takes a policy out",
};

/** One resource of a state, wherever it stood. */
interface Instance {
  readonly address: string;
  readonly type: string;
  readonly values: JsonObject;
  readonly sensitive: boolean;
  readonly path: readonly Step[];
}

/** The keys of a Terraform state: the file (version 4), or what `terraform show -json` prints of it. */
export const stateIn = (document: string, root: JsonValue, deployment: Deployment): Container | undefined => {
  if (!isRecord(root)) return undefined;
  const isFile = root["version"] === 4 && root["terraform_version"] !== undefined;
  const isShown = root["format_version"] !== undefined && isRecord(root["values"]);
  if (!isFile && !isShown) return undefined;
  const instances = isFile
    ? inFile(root["resources"])
    : inModule(rootModule(root["values"]), ["values", "root_module"]);
  const keys = instances.flatMap((instance) => keyOf(document, instance, deployment));
  return { kind: "a Terraform state", keys, readOnly };
};

const keyOf = (
  document: string,
  { address, type, values, sensitive, path }: Instance,
  deployment: Deployment,
): ContainedKey[] => {
  if (values["policy"] === undefined && type === "aws_kms_key_policy") return [];
  const facts = attributeFacts(type, values);
  const place = () => locate(document, path)?.start ?? 0;
  const hidden: Contained = {
    state: "unknown",
    code: "policy-unknown",
    message: "the policy is marked as sensitive, and is not shown",
    get at() {
      return place();
    },
    dependsOn: [],
  };
  const found = sensitive
    ? hidden
    : policyIn(document, values["policy"], [...path, "policy"], readOnly, true);
  const { account, partition } = joinFacts(facts, deployment);
  const policy = found ?? defaultPolicy(ownAccount({ account }), partition, place);
  return [{ selector: address, facts, policy }];
};

const inFile = (resources: JsonValue | undefined): readonly Instance[] =>
  !isList(resources)
    ? []
    : resources.flatMap((resource, index) => {
        if (!isRecord(resource) || resource["mode"] !== "managed" || !isKeyType(resource["type"])) return [];
        const { module, type, name, instances } = resource as Record<string, JsonValue>;
        const base = `${typeof module === "string" ? `${module}.` : ""}${wordOf(type)}.${wordOf(name)}`;
        return (isList(instances) ? instances : []).flatMap((instance, count) => {
          const values = isRecord(instance) ? instance["attributes"] : undefined;
          if (!isRecord(instance) || !isRecord(values)) return [];
          const key = instance["index_key"];
          const sensitive = JSON.stringify(instance["sensitive_attributes"] ?? []).includes('"policy"');
          const path = ["resources", index, "instances", count, "attributes"];
          return [{ address: base + indexWords(key), type: wordOf(type), values, sensitive, path }];
        });
      });

const indexWords = (key: JsonValue | undefined): string =>
  key === undefined || key === null ? "" : `[${JSON.stringify(key)}]`;

const rootModule = (values: JsonValue | undefined): JsonValue | undefined =>
  isRecord(values) ? values["root_module"] : undefined;

const inModule = (module: JsonValue | undefined, path: readonly Step[]): readonly Instance[] => {
  if (!isRecord(module)) return [];
  const { resources, child_modules: children } = module as Record<string, JsonValue>;
  const own = (isList(resources) ? resources : []).flatMap((resource, index) => {
    if (!isRecord(resource) || resource["mode"] === "data" || !isKeyType(resource["type"])) return [];
    const values = resource["values"];
    const marks = resource["sensitive_values"];
    if (!isRecord(values)) return [];
    return [
      {
        address: wordOf(resource["address"]),
        type: wordOf(resource["type"]),
        values,
        sensitive: isRecord(marks) && marks["policy"] === true,
        path: [...path, "resources", index, "values"],
      },
    ];
  });
  const below = (isList(children) ? children : []).flatMap((child, index) =>
    inModule(child, [...path, "child_modules", index]),
  );
  return [...own, ...below];
};
