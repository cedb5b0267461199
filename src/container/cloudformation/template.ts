import { documentOf } from "../../policy/document.ts";
import { readPolicy } from "../../policy/read-policy.ts";
import { symbolAccount, whyOpaque } from "../../policy/symbols.ts";
import { isRecord } from "../../policy/json-value.ts";
import type { KeyFacts } from "../../policy/key-facts.ts";
import { memberNamed, type JsonValue, type SyntaxNode } from "../../policy/syntax.ts";
import { joinFacts } from "../arn-facts.ts";
import {
  defaultPolicy,
  type Contained,
  type ContainedKey,
  type Container,
  type ReadOnly,
} from "../contained.ts";
import type { Deployment } from "../marks.ts";
import { brokenTemplate, doubtOf, faultIn } from "./faults.ts";
import { give } from "./resolve-text.ts";
import { brokenKey, isKeyType, madeKey, twiceWithin, typeIn, writtenTwice } from "./key-faults.ts";
import { resolvePolicy } from "./resolve-policy.ts";
import { definitionsIn } from "./definitions.ts";
import { decided } from "./conditions.ts";
import { checkValues } from "./given-values.ts";
import type { Scope } from "./scope.ts";
import { jsonSections, yamlSections } from "./sections.ts";
import { aliasOutside } from "./shared-text.ts";
import type { PolicyPlace } from "./policy-place.ts";
import { scopeOf } from "./template-scope.ts";
import { templatePolicy } from "./template-policy.ts";
import { unresolved } from "./unresolved.ts";

/**
 * The keys of a CloudFormation, SAM or Serverless template, YAML or JSON (AWS CloudFormation User Guide, "AWS::KMS::Key"); undefined
 * for another document. JSON that has a fault is tried as YAML, as CloudFormation does.
 */
export const templateIn = (
  text: string,
  json: JsonValue | undefined,
  deployment: Deployment,
): Container | undefined => {
  const isJson = opensJson.test(text);
  if (json !== undefined && !isTemplate(json)) return undefined;
  const sections = isJson ? jsonSections(text) : yamlSections(text);
  if (!sections) return brokenTemplate(text, isJson);
  const [, again] = sections.places("Resources");
  const names = sections.names("Resources");
  const sources = names.map((name) => sections.source("Resources", name));
  const isSome = sources.some((source) => typeIn(source)?.includes("::") || (!isJson && mayBeKey(source)));
  if (json === undefined && !(isSome && text.includes("::"))) return brokenTemplate(text, isJson);
  const isGenerated = /"?aws:cdk:path"?\s*:|"?BootstrapVersion"?\s*:/.test(text);
  const scope = scopeOf(text, sections, deployment);
  if (again !== undefined && mayBeKey(text))
    return { kind: templateKind, keys: [], fault: { message: sectionTwice, at: again } };
  const keys = names.flatMap((name) =>
    mayBeKey(sections.source("Resources", name))
      ? (writtenTwice(name, text, sections) ?? keyOf({ text, sections, scope, name }))
      : [],
  );
  const fault = keys.length === 0 && json === undefined ? faultIn(text, isJson) : undefined;
  return {
    kind: templateKind,
    keys,
    ...(isGenerated && { readOnly: generated }),
    ...(fault && { fault }),
    ...(isJson && json === undefined && keys.length > 0 && doubtOf(text)),
    ...checkValues(sections, deployment),
  };
};

const templateKind = "a CloudFormation template";

/** "Don't use duplicate major sections" (AWS CloudFormation User Guide, "Template structure"): what comes of them is not defined. */
const sectionTwice = "Resources stands here a second time, and which of them counts is not defined";

/**
 * White space and comments, then a bracket. Each sign can be taken in one way only: a line of a thousand `#` would else be taken apart in
 * all ways there are.
 */
const opensJson = /^(?:\s|#[^\n]*\n|\/\/[^\n]*\n|\/\*(?:[^*]|\*(?!\/))*\*\/)*[[{]/;

/** A resource that says it is a key, or that takes what it is from an anchor (YAML 1.2.2, "Alias Nodes"; YAML types, "Merge Key"). */
const mayBeKey = (source: string): boolean =>
  /AWS::KMS::(?:Replica)?Key\b(?!::)/.test(source) || isAliased.test(source);

const isAliased = /(?:^|[\n{,])[ \t]*<<[ \t]*:|^[^\n"]*:[ \t]+\*[\w.-]+[ \t]*(?:$|[#\r\n,}])/;

const generated: ReadOnly = {
  code: "generated-file",
  message: "it is what the AWS CDK made",
  hint: "change the program, and synthesize again; kmspol get FILE > policy.json takes the policy out",
};

const isTemplate = (json: JsonValue): boolean => {
  if (!isRecord(json)) return false;
  const resources = isRecord(json["resources"]) ? json["resources"]["Resources"] : json["Resources"];
  return (
    isRecord(resources) &&
    Object.values(resources).some((one) => isRecord(one) && typeof one["Type"] === "string")
  );
};

const keyOf = (place: PolicyPlace): ContainedKey[] => {
  const { sections, scope, name } = place;
  const resource = sections.entry("Resources", name);
  const type = wordOf(resource, "Type");
  const properties = memberNamed(resource, "Properties")?.value;
  const outside = aliasOutside(place.text, [resource, properties]);
  if (resource && outside && (type === undefined || !memberNamed(properties, "KeyPolicy")))
    return type === undefined || isKeyType(type) ? [{ selector: name, facts: {}, policy: outside }] : [];
  const unclear =
    brokenKey(place, properties) ??
    (isKeyType(type) ? twiceWithin(place, resource) : undefined) ??
    madeKey(place, resource);
  if (unclear) return [unclear];
  if (!resource || !isKeyType(type)) return [];
  const facts = factsOf(properties, scope, type === "AWS::KMS::ReplicaKey");
  const value = memberNamed(properties, "KeyPolicy")?.value;
  const own: Scope = { ...scope, defaults: new Set(), open: new Set() };
  const read = value && resolvePolicy(value, own);
  const account = deployedIn(read?.root, own.account) ?? own.account;
  const policy: Contained = value
    ? (unresolved(place, value, read) ?? templatePolicy({ ...place, scope: { ...own, account } }, value))
    : defaultPolicy(scope.account, scope.isPartitionOpen ? undefined : scope.partition, resource.start);
  const path = wordOf(memberNamed(resource, "Metadata")?.value, "aws:cdk:path");
  const retain = wordOf(resource, "DeletionPolicy");
  return [
    {
      selector: name,
      fullName: `Resources.${name}`,
      ...(path !== undefined && { names: [path] }),
      facts: { ...facts, account },
      policy,
      retained: retain === "Retain" || retain === "RetainExceptOnCreate",
      definitionOf: definitionsIn(sections),
      // Of a policy that is not known no branch is shown.
      notes: policy.state === "unknown" ? [] : notesOf(own),
    },
  ];
};

/**
 * The account of the deployment, where nobody tells it: kms:PutKeyPolicy never works from another account (AWS KMS Developer Guide,
 * "Allowing users in other accounts to use a KMS key"), so that a role or user which has it is of the own one.
 */
const deployedIn = (root: SyntaxNode | undefined, own: string): string | undefined => {
  if (root?.kind !== "object" || own !== symbolAccount("AWS::AccountId")) return undefined;
  const document = documentOf({ text: "", format: "json", root, problems: [] });
  const accounts = (document ? readPolicy(document).statements : [])
    .filter(({ effect, actions, notAction }) => effect === "Allow" && !notAction && actions.some(putsPolicy))
    .flatMap(({ principals }) => principals.map(({ value }) => managers.exec(value)?.[1]))
    .filter((account) => account !== undefined && account !== own && whyOpaque(account) === undefined);
  const [only, other] = new Set(accounts);
  return other === undefined ? only : undefined;
};

const managers = /^arn:[a-z0-9-]+:iam::(\d{12}):(?:role|user)\//;
const putsPolicy = (action: string): boolean => /^kms:(?:PutKeyPolicy|Put\*|\*)$|^\*$/i.test(action);

const notesOf = (scope: Scope): readonly string[] => [
  ...(scope.defaults.size === 0
    ? []
    : [
        `the ${scope.defaults.size === 1 ? "Default" : "Defaults"} of ${[...scope.defaults].join(" and ")} ${scope.defaults.size === 1 ? "is" : "are"} used; --set NAME=VALUE or --parameters FILE say otherwise`,
      ]),
  ...[...scope.open]
    .filter((name) => decided(name, scope) === undefined)
    .map((name) => `${name} is left open: both branches are shown; --set NAME=VALUE decides it`),
];

const wordOf = (node: SyntaxNode | undefined, name: string): string | undefined => {
  const value = memberNamed(node, name)?.value;
  return value?.kind === "string" ? String(value.value) : undefined;
};

const factsOf = (properties: SyntaxNode | undefined, scope: Scope, isReplica: boolean): KeyFacts => {
  const text = (name: string): string | undefined => {
    const node = memberNamed(properties, name)?.value;
    const given = node && give(node, scope, false);
    if (given) return "text" in given ? given.text : undefined;
    return node?.kind === "string" || node?.kind === "boolean" ? String(node.value) : undefined;
  };
  const multi = text("MultiRegion");
  const spec =
    text("KeySpec") ?? (memberNamed(properties, "KeySpec") || isReplica ? undefined : "SYMMETRIC_DEFAULT");
  const usage =
    text("KeyUsage") ?? (memberNamed(properties, "KeyUsage") || isReplica ? undefined : "ENCRYPT_DECRYPT");
  return joinFacts({
    spec,
    usage,
    origin: text("Origin"),
    ...(multi !== undefined && { multiRegion: multi === "true" }),
    ...(isReplica && { multiRegion: true, multiRegionKeyType: "REPLICA" as const }),
  });
};
