import { symbolAccount } from "../../policy/symbols.ts";
import type { KeyFacts } from "../../policy/key-facts.ts";
import type { JsonValue } from "../../policy/syntax.ts";
import { joinFacts } from "../arn-facts.ts";
import { defaultPolicy, type Contained, type ContainedKey, type Container } from "../contained.ts";
import type { Deployment, NamedFile } from "../marks.ts";
import { attributeFacts, isKey, isKeyType } from "../terraform-key.ts";
import { definitionsIn } from "./definitions.ts";
import { documentIn } from "./document.ts";
import { evaluate } from "./evaluate.ts";
import { filesNamedIn } from "./files.ts";
import { folderOf, type Folder } from "./folder.ts";
import { type Placed, type Source } from "./placed.ts";
import { loadGrammar } from "./grammar.ts";
import { HclFault } from "./outline.ts";
import { providerOf } from "./providers.ts";
import { policyTextOf } from "./policy-text.ts";
import { maximumSteps, type Scene } from "./scene.ts";
import type { Expression } from "./syntax.ts";
import { short, stepsOf, withSymbols } from "./values.ts";

/**
 * The keys of a Terraform or OpenTofu source; all files of its folder are read for what it names. Nothing is run, nothing fetched. A
 * fault of the file is told with its place.
 */
export const sourceIn = async (text: string, name: string, told: Deployment): Promise<Container> => {
  await loadGrammar();
  const deployment = await withValueFiles(told);
  const own: Source = { name, text };
  const others = (await deployment.siblings?.()) ?? new Map<string, string>();
  const beside = [...others].filter(([other]) => other !== name);
  const sources: Source[] = [own, ...beside.map(([other, body]) => ({ name: other, text: body }))];
  const kind = "Terraform source";
  const files = await filesOf(sources, deployment);
  try {
    const folder = folderOf(sources, deployment, files);
    const given = [...told.parameters.keys()].filter((variable) => !folder.variable(variable));
    const unusedNames = { given, has: folder.variables };
    return { kind, keys: keysOf(folder, own), others: () => othersOf(folder, own), unusedNames };
  } catch (fault) {
    if (!(fault instanceof HclFault)) throw fault;
    return { kind, keys: [], fault: { message: fault.message, at: fault.at } };
  }
};

/** The deployment with the values that Terraform takes from files of the folder by itself; what was given to us counts before those. */
const withValueFiles = async (told: Deployment): Promise<Deployment> => {
  const files = (await told.valueFiles?.()) ?? [];
  const values = new Map(files.flatMap((file) => file.values));
  const fileOf = new Map(
    files
      .flatMap((file) => file.values.map(([name]) => [name, file.name] as const))
      .filter(([name]) => !told.parameters.has(name)),
  );
  return { ...told, parameters: new Map([...values, ...told.parameters]), fileOf };
};

/** The files that the sources read by name. */
const filesOf = async (
  sources: readonly Source[],
  { fileBeside }: Deployment,
): Promise<ReadonlyMap<string, NamedFile>> => {
  const names = [...new Set(sources.flatMap(({ text }) => filesNamedIn(text)))];
  const read = names.map(async (name) => [name, await fileBeside?.(name)] as const);
  return new Map(
    (await Promise.all(read)).flatMap(([name, file]) => (file === undefined ? [] : [[name, file]])),
  );
};

const keysOf = (folder: Folder, own: Source): readonly ContainedKey[] => {
  const all = folder.resources(isKeyType);
  const here = all.filter(({ source }) => source === own);
  // Of two that put a policy on one key the first counts.
  const apart = new Map(
    all
      .filter(({ block }) => block.labels[0] === "aws_kms_key_policy")
      .map((one) => [holderOf(one), one] as const)
      .reverse(),
  );
  const names = new Set(here.map(({ block }) => block.labels.join(".")));
  return here.flatMap((placed): ContainedKey[] => {
    const { block } = placed;
    const [type = ""] = block.labels;
    if (isKey(type)) {
      return [keyOf(folder, placed, apart.get(block.labels.join(".")))];
    }
    const holder = holderOf(placed);
    return holder !== undefined && names.has(holder) ? [] : [keyOf(folder, placed, placed)];
  });
};

/** The keys of the other files of the folder: what an edit here must leave to them. */
const othersOf = (folder: Folder, own: Source): readonly ContainedKey[] =>
  folder
    .resources(isKeyType)
    .filter(({ source }) => source !== own)
    .map((placed) => keyOf(folder, placed, undefined));

/** The key that an `aws_kms_key_policy` belongs to. */
const holderOf = ({ block }: Placed): string | undefined => {
  const expression = block.body.attributes.get("key_id");
  if (expression?.kind !== "reference") return undefined;
  const [type = "", name] = stepsOf(expression.path);
  return isKey(type) && name !== undefined ? `${type}.${name}` : undefined;
};

const keyOf = (folder: Folder, key: Placed, apart: Placed | undefined): ContainedKey => {
  const holder = apart ?? key;
  const defaults = new Set<string>();
  const scene: Scene = {
    folder,
    source: holder.source,
    depth: 0,
    documentIn,
    defaults,
    valueFiles: new Set<string>(),
    provider: providerOf(key),
    budget: { left: maximumSteps },
  };
  const facts = factsOf(key, { ...scene, source: key.source });
  const expression = holder.block.body.attributes.get("policy");
  const { partition } = folder.deployment;
  const account = folder.deployment.account ?? symbolAccount("AWS::AccountId");
  const isNone = expression === undefined || (expression.kind === "literal" && expression.value === null);
  const policy = isNone
    ? defaultPolicy(account, partition, key.block.start)
    : policyTextOf(expression, scene, { account, partition });
  const isElsewhere = holder.source !== key.source;
  const selector = key.block.labels.join(".");
  const own = key.block.body.attributes.get("policy");
  const isTwice = apart !== undefined && apart !== key && own !== undefined;
  const rival = {
    message: `${selector} has a policy of its own, and ${holder.block.labels.join(".")} puts another one`,
    at: own?.start ?? key.block.start,
  };
  return {
    ...(isTwice && { rival }),
    selector,
    names: [...(apart && apart !== key ? [apart.block.labels.join(".")] : [])],
    facts: { ...facts, account: facts.account ?? account },
    policy: isElsewhere ? elsewhere(policy, holder, key) : policy,
    definitionOf: definitionsIn(folder, key),
    notes: notesOf(key, scene),
  };
};

const factsOf = ({ block }: Placed, scene: Scene): KeyFacts => {
  const values = Object.fromEntries(
    [...block.body.attributes]
      .filter(([name]) => /^(?:customer_master_key_spec|key_usage|multi_region|region)$/.test(name))
      .flatMap(([name, expression]): [string, JsonValue][] => {
        const given = evaluate(expression, scene);
        return "value" in given ? [[name, withSymbols(given.value)]] : [];
      }),
  );
  const [type = ""] = block.labels;
  const standard =
    type === "aws_kms_key" && !block.body.attributes.has("customer_master_key_spec")
      ? { spec: "SYMMETRIC_DEFAULT" }
      : {};
  const usage =
    type === "aws_kms_key" && !block.body.attributes.has("key_usage") ? { usage: "ENCRYPT_DECRYPT" } : {};
  return joinFacts(attributeFacts(type, values), standard, usage);
};

/** A policy that a resource in another file puts: its places are not in this one. */
const elsewhere = (policy: Contained, { source, block }: Placed, key: Placed): Contained => {
  const at = key.block.start;
  if (policy.state === "unknown") return { ...policy, at };
  if (policy.state !== "policy") return policy;
  const message = `its policy is put by ${block.labels.join(".")} in ${source.name}`;
  const hint = `change it there: ${source.name}#${block.labels.join(".")}`;
  const readOnly = { code: "edit-computed", message, hint };
  return { ...policy, placeOf: () => at, placeAt: () => at, readOnly };
};

/** What is to be known beside the policy: whether there is a key at all, how many, and whose values were taken. */
const notesOf = ({ block }: Placed, { source, defaults, valueFiles }: Scene): readonly string[] => {
  const of = (name: string): Expression | undefined => block.body.attributes.get(name);
  const [count, each] = [of("count"), of("for_each")];
  const names = [...(defaults ?? [])].map((name) => `var.${name}`);
  const isOne = names.length === 1;
  const files = [...(valueFiles ?? [])];
  return [
    ...(files.length === 0
      ? []
      : [
          `the values of ${files.join(" and ")} are used, which Terraform reads by itself; --set NAME=VALUE says otherwise`,
        ]),
    ...(names.length === 0
      ? []
      : [
          `the ${isOne ? "default" : "defaults"} of ${names.join(" and ")} ${isOne ? "is" : "are"} used; --set NAME=VALUE says otherwise`,
        ]),
    ...(count
      ? [`how many of this key there are, Terraform works out: count = ${short(source.text, count)}`]
      : []),
    ...(each ? [`Terraform makes one such key of each: for_each = ${short(source.text, each)}`] : []),
  ];
};
