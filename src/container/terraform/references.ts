import type { JsonValue } from "../../policy/syntax.ts";
import { openPartition } from "../../policy/open-partition.ts";
import {
  canBeTold,
  asUsualPartition,
  named,
  ownPrincipal,
  symbolAccount,
  symbolText,
  throughAnotherProvider,
} from "../../policy/symbols.ts";
import type { Placed, Source } from "./placed.ts";
import { providerOf } from "./providers.ts";
import type { Scene } from "./scene.ts";
import type { Expression } from "./syntax.ts";
import {
  applied,
  asValue,
  fromPart,
  parsed,
  stepInto,
  stepsOf,
  withSymbols,
  type Known,
  type Value,
} from "./values.ts";
import { asType } from "./variable-types.ts";

export type Evaluate = (expression: Expression, scene: Scene) => Value;

/** What a name stands for: a local, a variable, a data source, a role or user of the folder; what is none of these is open. */
export const refer = (path: string, scene: Scene, evaluate: Evaluate): Value => {
  const [first = "", ...steps] = stepsOf(path);
  const [second = "", third = "", ...rest] = steps;
  const item = scene.iterators?.get(first);
  if (item !== undefined) return within(fromPart(item), steps, path);
  const why = scene.openNames?.get(first);
  if (why !== undefined) return { open: path, why };
  const given = scene.names?.get(first);
  if (given !== undefined) return within(fromPart(given), steps, path);
  if (scene.names) return { open: path, why: applied };
  const circle = `${first}.${second}`;
  if (scene.under?.includes(circle) === true) return { open: path, why: "it refers to itself" };
  // The names of a loop are those of its own text alone.
  const inner: Scene = { ...scene, iterators: new Map(), under: [...(scene.under ?? []), circle] };
  if (first === "local") {
    const found = scene.folder.local(second);
    if (!found) return { open: path, why: applied };
    return within(evaluate(found.expression, at(inner, found.source)), steps.slice(1), path);
  }
  if (first === "var") return variable(second, steps.slice(1), path, inner, evaluate);
  if (first === "data") return data(second, third, rest.at(-1) ?? "", path, scene);
  if (first === "each" || first === "count") return { open: path, why: "for_each makes one key of each" };
  const identity = /^aws_iam_(role|user)$/.exec(first)?.[1];
  const named = steps.at(-1);
  if (identity !== undefined && named === "arn") return arnOf(first, second, path, scene, evaluate);
  if (identity !== undefined && (named === "name" || named === "id"))
    return attribute(first, second, "name", path, scene, evaluate);
  return { open: path, why: applied };
};

const at = (scene: Scene, source: Source): Scene => ({ ...scene, source });

const within = (given: Value, steps: readonly string[], path: string): Value => {
  if (steps.length === 0) return given;
  if (!("value" in given)) return { open: path, why: given.why };
  const value = stepInto(given.value, steps);
  return value === undefined ? { open: path, why: applied } : fromPart(value);
};

const variable = (
  name: string,
  steps: readonly string[],
  path: string,
  scene: Scene,
  evaluate: Evaluate,
): Value => {
  const given = scene.folder.deployment.parameters.get(name);
  const file = scene.folder.deployment.fileOf?.get(name);
  if (file !== undefined) scene.valueFiles?.add(file);
  const declared = scene.folder.variable(name);
  const placed: Scene = declared ? at(scene, declared.source) : scene;
  const type = declared?.block.body.attributes.get("type");
  const typed = (value: JsonValue): Known =>
    asType(value, type, (expression) => asValue(evaluate(expression, placed)));
  if (given !== undefined) return within(typed(type ? givenAs(type, given) : untyped(given)), steps, path);
  const standard = declared?.block.body.attributes.get("default");
  const open = { open: canBeTold(path, name), why: `the variable ${name} has no default` };
  if (!declared || !standard || scene.withoutDefaults) return open;
  const value = evaluate(standard, placed);
  // An empty default names nobody.
  if ("value" in value && (value.value === null || value.value === "")) return open;
  scene.defaults?.add(name);
  return within("value" in value ? typed(value.value) : value, steps, path);
};

/** A value that was told, where nobody declared what it is: a text may be meant, or what it would be in JSON. */
const untyped = (given: string): JsonValue =>
  /^\s*(?:[[{]|(?:true|false|null)\s*$)/.test(given) ? (parsed(given) ?? given) : given;

/** A value that was told: the text of a primitive type is all of it (Terraform, "Variables on the Command Line"). */
const givenAs = (type: Expression, given: string): JsonValue =>
  type.kind === "reference" && type.path !== "any" ? given : untyped(given);

/** Whose a resource is: one with a provider that is not the key's may be of another account. */
const isOwn = (placed: Placed, { folder, provider }: Scene): boolean => {
  const its = providerOf(placed);
  return its === undefined || folder.isOneAccount(its, provider);
};

const data = (type: string, name: string, of: string, path: string, scene: Scene): Value => {
  const { deployment } = scene.folder;
  const found = scene.folder.data(type, name);
  if (found && !isOwn(found, scene)) return { open: path, why: throughAnotherProvider("read") };
  if (type === "aws_caller_identity" && /^(?:account_id|id)$/.test(of))
    return { value: deployment.account ?? symbolAccount("AWS::AccountId") };
  if (type === "aws_partition" && /^(?:partition|id)$/.test(of))
    return { value: deployment.partition ?? openPartition("aws") };
  if (type === "aws_partition" && of === "dns_suffix")
    return { value: deployment.partition === "aws-cn" ? "amazonaws.com.cn" : "amazonaws.com" };
  if (type === "aws_region" && /^(?:name|id|region)$/.test(of))
    return { value: deployment.region ?? symbolText("AWS::Region") };
  if (type === "aws_iam_policy_document" && found && /^(?:json|minified_json)$/.test(of)) {
    const circle = `data.${type}.${name}`;
    if (scene.under?.includes(circle) === true) return { open: path, why: "it refers to itself" };
    const inner: Scene = { ...scene, under: [...(scene.under ?? []), circle] };
    return { value: JSON.stringify(withSymbols(scene.documentIn(found, inner))) };
  }
  return { open: path, why: applied };
};

const attribute = (
  type: string,
  name: string,
  of: string,
  path: string,
  scene: Scene,
  evaluate: Evaluate,
): Value => {
  const found = scene.folder.resource(type, name);
  const expression = found?.block.body.attributes.get(of);
  return found && expression ? evaluate(expression, at(scene, found.source)) : { open: path, why: applied };
};

/** The ARN of a role or user that the folder makes: by its name where that is known, else by the name of the resource. */
const arnOf = (type: string, name: string, path: string, scene: Scene, evaluate: Evaluate): Value => {
  const found = scene.folder.resource(type, name);
  if (found && !isOwn(found, scene)) return { open: path, why: throughAnotherProvider("made") };
  const kind = type === "aws_iam_user" ? "user" : "role";
  const { partition = openPartition("aws"), account = symbolAccount("AWS::AccountId") } =
    scene.folder.deployment;
  const text = (of: string): string | undefined => {
    const given = attribute(type, name, of, path, scene, evaluate);
    return "value" in given && typeof given.value === "string" ? given.value : undefined;
  };
  const chosen = text("name");
  const many =
    found?.block.body.attributes.has("for_each") === true ||
    found?.block.body.attributes.has("count") === true;
  if (chosen === undefined || many) return { value: ownPrincipal(kind, path, { partition, account }) };
  const arn = `arn:${partition}:iam::${account}:${kind}${text("path") ?? "/"}${chosen}`;
  return { value: named(path, asUsualPartition(arn)) };
};
