import { memberNamed, type SyntaxNode } from "../policy/syntax.ts";
import { readYaml } from "./cloudformation/yaml-nodes.ts";
import { defaultPolicy, type Contained, type ContainedKey, type Container } from "./contained.ts";
import type { Deployment } from "./marks.ts";
import { ownAccount } from "./terraform-key.ts";
import { fromElsewhere, yamlPolicy } from "./yaml-text.ts";

/** The modules that make a key (Ansible documentation, "amazon.aws.kms_key"). */
const module = /^(?:[\w]+\.[\w]+\.)?(?:kms_key|aws_kms)$/;

/** The keys of Ansible tasks or playbooks; undefined where no task makes a key. */
export const tasksIn = (text: string, deployment: Deployment): Container | undefined => {
  if (!/^[ \t]*(?:-[ \t]+)?(?:[\w]+\.[\w]+\.)?(?:kms_key|aws_kms)\s*:/m.test(text)) return undefined;
  const { root } = readYaml(text, 0, text.length);
  const keys = root ? tasksWithin(text, root, deployment) : [];
  return keys.length === 0 ? undefined : { kind: "Ansible tasks", keys: named(keys) };
};

const tasksWithin = (text: string, node: SyntaxNode, deployment: Deployment): readonly ContainedKey[] => {
  if (node.kind === "array") return node.items.flatMap((item) => tasksWithin(text, item, deployment));
  if (node.kind !== "object") return [];
  const call = node.members.find(({ name, value }) => module.test(name) && value.kind === "object");
  if (!call) return node.members.flatMap(({ value }) => tasksWithin(text, value, deployment));
  if (!mayPut(call.value)) return [];
  const word = (holder: SyntaxNode, name: string): string | undefined => {
    const value = memberNamed(holder, name)?.value;
    return value?.kind === "string" ? String(value.value) : undefined;
  };
  const alias = word(call.value, "alias");
  return [
    {
      selector: word(node, "name") ?? alias ?? "",
      ...(alias !== undefined && { names: [alias] }),
      facts: {},
      policy: policyOf(text, call.value, deployment),
      ...(!givesPolicy(call.value) && { notes: [keeps] }),
    },
  ];
};

const givesPolicy = (call: SyntaxNode): boolean => {
  const node = memberNamed(call, "policy")?.value;
  return node !== undefined && node.kind !== "null";
};

/** Without a policy the module changes none: a task that deletes a key, or names one that is there, has nothing to do with it. */
const mayPut = (call: SyntaxNode): boolean => {
  const state = memberNamed(call, "state")?.value;
  const isGone = state?.kind === "string" && state.value === "absent";
  return givesPolicy(call) || (!isGone && memberNamed(call, "key_id") === undefined);
};

const keeps = "the task gives no policy: a new key gets KMS's default one, a key that is there keeps its own";

const policyOf = (text: string, call: SyntaxNode, deployment: Deployment): Contained => {
  const node = memberNamed(call, "policy")?.value;
  if (!node || node.kind === "null")
    return defaultPolicy(ownAccount(deployment), deployment.partition, call.start);
  return (
    yamlPolicy(text, node) ??
    fromElsewhere(text, node) ?? {
      state: "unknown",
      code: "policy-unknown",
      message: "the policy is neither a mapping nor JSON as text",
      at: node.start,
      dependsOn: [],
    }
  );
};

/** Tasks without a name of their own are counted. */
const named = (keys: readonly ContainedKey[]): readonly ContainedKey[] =>
  keys.map((key, index) => (key.selector === "" ? { ...key, selector: String(index + 1) } : key));
