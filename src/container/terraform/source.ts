import { isRecord } from "../../policy/json-value.ts";
import type { KeyFacts } from "../../policy/key-facts.ts";
import { symbolAccount } from "../../policy/symbols.ts";
import type { JsonValue } from "../../policy/syntax.ts";
import { joinFacts } from "../arn-facts.ts";
import {
  defaultPolicy,
  type Contained,
  type ContainedKey,
  type Container,
  type ReadOnly,
} from "../contained.ts";
import type { Deployment } from "../marks.ts";
import { attributeFacts, isKey } from "../terraform-key.ts";
import { documentIn } from "./document.ts";
import { evaluate, type Scene } from "./evaluate.ts";
import { parsed, withSymbols } from "./values.ts";
import { folderOf, type Folder, type Placed, type Source } from "./folder.ts";
import type { Expression } from "./syntax.ts";
import { placeIn, placesInDocument, placesInObject } from "./places.ts";

const readOnly: ReadOnly = {
  code: "edit-computed",
  message: "kmspol reads Terraform source, and does not write it",
  hint: "change it by hand; kmspol diff FILE alias/NAME then tells what changes",
};

/**
 * The keys of a Terraform or OpenTofu source; all files of its folder are read for what it names. Nothing is run, nothing fetched.
 * Undefined where no key stands in the file itself.
 */
export const sourceIn = async (text: string, name: string, deployment: Deployment): Promise<Container> => {
  const own = { name, text };
  const others = (await deployment.siblings?.()) ?? new Map<string, string>();
  const sources: Source[] = [
    own,
    ...[...others].filter(([other]) => other !== name).map(([other, body]) => ({ name: other, text: body })),
  ];
  const folder = folderOf(sources, deployment);
  const fault = folder.faults.find(({ source }) => source === own)?.fault;
  const kind = "Terraform source";
  if (fault) return { kind, keys: [], fault: { message: fault.message, at: fault.at } };
  const here = folder.resources.filter(({ source }) => source === own);
  const apart = folder.resources.filter(({ block }) => block.labels[0] === "aws_kms_key_policy");
  const keys = here.flatMap((placed): ContainedKey[] => {
    const [type = "", label = ""] = placed.block.labels;
    if (isKey(type)) {
      const policy = apart.find(
        ({ block, source }) =>
          keyOfPolicy(block.body.attributes.get("key_id"), source) === `${type}.${label}`,
      );
      return [keyOf(folder, placed, policy)];
    }
    const holder =
      type === "aws_kms_key_policy" && keyOfPolicy(placed.block.body.attributes.get("key_id"), own);
    const isThere = holder !== false && here.some(({ block }) => block.labels.join(".") === holder);
    return type === "aws_kms_key_policy" && !isThere ? [keyOf(folder, placed, placed)] : [];
  });
  return { kind, keys, readOnly };
};

/** The key that an `aws_kms_key_policy` belongs to. */
const keyOfPolicy = (expression: Expression | undefined, { text }: Source): string | undefined => {
  if (expression?.kind !== "reference") return undefined;
  return /^(aws_kms_\w+\.\w+)\./.exec(text.slice(expression.start, expression.end))?.[1];
};

const keyOf = (folder: Folder, key: Placed, apart: Placed | undefined): ContainedKey => {
  const holder = apart ?? key;
  const scene: Scene = { folder, source: holder.source, depth: 0, documentIn };
  const facts = factsOf(key, { ...scene, source: key.source });
  const expression = holder.block.body.attributes.get("policy");
  const account = folder.deployment.account ?? symbolAccount("AWS::AccountId");
  const policy = expression
    ? policyOf(expression, scene, holder.source === key.source ? expression.start : key.block.start)
    : defaultPolicy(account, "aws", key.block.start);
  return {
    selector: key.block.labels.join("."),
    ...(apart && apart !== key && { names: [apart.block.labels.join(".")] }),
    facts: { ...facts, account: facts.account ?? account },
    policy,
  };
};

const factsOf = ({ block }: Placed, scene: Scene): KeyFacts => {
  const values = Object.fromEntries(
    [...block.body.attributes]
      .filter(([name]) => /^(?:customer_master_key_spec|key_usage|multi_region|region)$/.test(name))
      .flatMap(([name, expression]): [string, JsonValue][] => {
        const given = evaluate(expression, scene);
        return "value" in given ? [[name, given.value]] : [];
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

const policyOf = (expression: Expression, scene: Scene, at: number): Contained => {
  const document = dataDocument(expression, scene);
  const given = document
    ? { value: JSON.stringify(withSymbols(documentIn(document, scene))) }
    : evaluate(expression, scene);
  const text = "value" in given && typeof given.value === "string" ? given.value : undefined;
  const value = text === undefined ? undefined : parsed(text);
  if (isRecord(value) && value["Statement"] !== undefined) {
    const isHere = !document || document.source === scene.source;
    const places = document ? placesInDocument(document) : placesInObject(expression);
    return {
      state: "policy",
      format: "json",
      text: JSON.stringify(withSymbols(value), undefined, 2),
      placeOf: () => at,
      ...(isHere && { placeAt: (pointer: string) => placeIn(places, pointer) }),
      readOnly,
      ...(document && { from: `data.${document.block.labels.join(".")}` }),
    };
  }
  const name =
    "open" in given ? given.open : scene.source.text.slice(expression.start, expression.end).slice(0, 60);
  return {
    state: "unknown",
    code: "policy-unknown",
    message: `the policy comes from ${name}, which Terraform works out`,
    at,
    dependsOn: [name],
  };
};

const dataDocument = (expression: Expression, { folder, source }: Scene): Placed | undefined => {
  if (expression.kind !== "reference") return undefined;
  const path = source.text.slice(expression.start, expression.end);
  const name = /^data\.aws_iam_policy_document\.(\w+)\.(?:minified_)?json$/.exec(path)?.[1];
  return name === undefined ? undefined : folder.data("aws_iam_policy_document", name);
};
