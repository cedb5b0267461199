import { memberNamed, type SyntaxNode } from "../policy/syntax.ts";
import { joinFacts } from "./arn-facts.ts";
import { readYaml } from "./cloudformation/yaml-nodes.ts";
import { defaultPolicy, type Contained, type ContainedKey, type Container } from "./contained.ts";
import type { Deployment } from "./marks.ts";
import { ownAccount } from "./terraform-key.ts";
import { fromElsewhere, yamlPolicy } from "./yaml-text.ts";

/** A key resource of Kubernetes: AWS Controllers for Kubernetes, or Crossplane's providers. */
const kmsGroup = /^kms\.(?:services\.k8s\.aws|aws\.(?:m\.)?upbound\.io|aws\.crossplane\.io)\//;

interface Manifest {
  readonly name: string;
  readonly namespace: string | undefined;
  readonly spec: SyntaxNode | undefined;
  readonly at: number;
}

/**
 * The keys of Kubernetes manifests, also within Compositions and Lists; undefined where no document is a manifest. Only documents that
 * name KMS are read: what else stands in the file does not matter.
 */
export const manifestsIn = (text: string, deployment: Deployment): Container | undefined => {
  if (!/^[ \t]*["']?apiVersion["']?\s*:/m.test(text)) return undefined;
  const found = stretches(text).flatMap(([start, end]): readonly Manifest[] => {
    if (!/\bkms\.(?:services\.k8s\.aws|aws\.)/.test(text.slice(start, end))) return [];
    const { root } = readYaml(text, start, end);
    return root ? manifestsWithin(root) : [];
  });
  const keys = found.map((manifest): ContainedKey => keyOf(text, manifest, found, deployment));
  return { kind: "Kubernetes objects", keys };
};

/** The documents of a YAML stream. */
const stretches = (text: string): readonly (readonly [number, number])[] => {
  const starts = [0];
  for (const { index, 0: mark } of text.matchAll(/^---(?=\s|$).*$/gm)) starts.push(index + mark.length);
  return starts.map((start, index) => {
    const next = starts[index + 1];
    return [start, next === undefined ? text.length : text.lastIndexOf("---", next - 1)] as const;
  });
};

const wordIn = (node: SyntaxNode | undefined, name: string): string | undefined => {
  const value = memberNamed(node, name)?.value;
  return value?.kind === "string" || value?.kind === "boolean" ? String(value.value) : undefined;
};

const manifestsWithin = (node: SyntaxNode): readonly Manifest[] => {
  if (node.kind === "array") return node.items.flatMap(manifestsWithin);
  if (node.kind !== "object") return [];
  const kind = wordIn(node, "kind") ?? "";
  const isKey =
    kmsGroup.test(wordIn(node, "apiVersion") ?? "") && /^(?:Replica)?(?:External)?Key$/.test(kind);
  if (!isKey) return node.members.flatMap(({ value }) => manifestsWithin(value));
  const metadata = memberNamed(node, "metadata")?.value;
  const spec = memberNamed(node, "spec")?.value;
  return [
    {
      name: wordIn(metadata, "name") ?? wordIn(metadata, "generateName") ?? kind,
      namespace: wordIn(metadata, "namespace"),
      spec: memberNamed(spec, "forProvider")?.value ?? spec,
      at: node.start,
    },
  ];
};

const keyOf = (
  text: string,
  manifest: Manifest,
  all: readonly Manifest[],
  deployment: Deployment,
): ContainedKey => {
  const { name, namespace, spec, at } = manifest;
  const whole = namespace === undefined ? name : `${namespace}/${name}`;
  const isAlone = all.filter((other) => other.name === name).length === 1;
  const multi = wordIn(spec, "multiRegion");
  const facts = joinFacts({
    region: wordIn(spec, "region"),
    spec: wordIn(spec, "keySpec") ?? wordIn(spec, "customerMasterKeySpec"),
    usage: wordIn(spec, "keyUsage"),
    origin: wordIn(spec, "origin"),
    ...(multi !== undefined && { multiRegion: multi === "true" }),
  });
  const node = memberNamed(spec, "policy")?.value;
  const none = defaultPolicy(ownAccount(deployment), deployment.partition, at);
  const isNone = !node || node.kind === "null" || (node.kind === "string" && node.value === "");
  const policy: Contained = isNone
    ? none
    : (yamlPolicy(text, node) ?? fromElsewhere(text, node) ?? unreadable(node));
  return { selector: isAlone ? name : whole, names: [whole], facts, policy };
};

const unreadable = ({ start }: SyntaxNode): Contained => ({
  state: "unknown",
  code: "policy-unknown",
  message: "the policy is neither a mapping nor JSON as text",
  at: start,
  dependsOn: [],
});
