import { isList, isRecord, type JsonObject } from "../policy/json-value.ts";
import type { KeyFacts } from "../policy/key-facts.ts";
import type { JsonValue } from "../policy/syntax.ts";
import { arnFacts, textIn } from "./arn-facts.ts";
import type { Container } from "./contained.ts";
import { containerOf, type FoundPolicy } from "./found-policy.ts";
import type { Step } from "./json-places.ts";
import { parsedJson } from "./json-text.ts";

/**
 * The policies of keys as AWS Config tells them (AWS Config Developer Guide, "Components of a configuration item"): one item, a
 * history, or the answer of a query, whose `Results` are items as texts.
 */
export const configIn = (document: string, root: JsonValue, path: readonly Step[]): Container | undefined => {
  if (!isRecord(root)) return undefined;
  const lists = ["configurationItems", "baseConfigurationItems", "Results"].flatMap((name) => {
    const list = root[name];
    return isList(list) ? list.flatMap((value, index) => itemIn(value, [...path, name, index])) : [];
  });
  const found = [...itemIn(root, path), ...lists];
  // The items of one key are its steps; those of several keys, as a query has them, are not.
  const isHistory = found.length > 1 && new Set(found.map(({ facts }) => facts.arn)).size === 1;
  const named = found.map((one) => ({ ...one, name: isHistory ? one.name : nameOf(one, found) }));
  return containerOf(document, "items of AWS Config", named, isHistory);
};

/** A key among others goes by its ARN. */
const nameOf = ({ facts }: FoundPolicy, { length }: readonly FoundPolicy[]): string | undefined =>
  length === 1 ? undefined : facts.arn;

const itemIn = (value: JsonValue | undefined, path: readonly Step[]): readonly FoundPolicy[] => {
  if (typeof value === "string")
    return itemIn(parsedJson(value), []).map((item) => ({ ...item, within: { text: value, path } }));
  if (!isRecord(value)) return [];
  const { supplementaryConfiguration: more } = value;
  const configuration = objectIn(value["configuration"]);
  const arn = value["ARN"] ?? value["arn"] ?? configuration?.["arn"];
  const account = textIn(value["accountId"] ?? configuration?.["awsaccountId"]);
  const facts = {
    ...configured(configuration),
    account,
    region: textIn(value["awsRegion"]),
    ...arnFacts(arn),
  };
  // A query that does not select the type still has the ARN.
  const type = value["resourceType"];
  if (type === undefined ? arnFacts(arn).arn === undefined : type !== "AWS::KMS::Key") return [];
  const name = textIn(value["configurationItemCaptureTime"]);
  const place = [...path, "supplementaryConfiguration", "Policy"];
  return [{ value: isRecord(more) ? more["Policy"] : undefined, path: place, facts, name }];
};

const objectIn = (value: JsonValue | undefined): JsonObject | undefined => {
  const object = typeof value === "string" ? parsedJson(value) : value;
  return isRecord(object) ? object : undefined;
};

const configured = (object: JsonObject | undefined): KeyFacts =>
  object
    ? {
        spec: textIn(object["keySpec"] ?? object["customerMasterKeySpec"]),
        usage: textIn(object["keyUsage"]),
        origin: textIn(object["origin"]),
        ...(typeof object["multiRegion"] === "boolean" && { multiRegion: object["multiRegion"] }),
      }
    : {};
