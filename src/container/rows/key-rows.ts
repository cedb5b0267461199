import { isList, isRecord, type JsonObject } from "../../policy/json-value.ts";
import { type KeyFacts, withArnFacts } from "../../policy/key-facts.ts";
import type { JsonValue } from "../../policy/syntax.ts";
import { parsedJson } from "../json-text.ts";
import { memberOf } from "./row-member.ts";
import { aliasesIn, tagsIn } from "./row-names.ts";

/** A key with its policy, out of a row. */
export interface KeyRow {
  /** Of the key, where the row says one; its facts are in `facts`. */
  readonly facts: KeyFacts;
  readonly aliases: readonly string[];
  readonly tags: ReadonlyMap<string, string>;
  /** As the row has it; a policy that is an object there, laid out. */
  readonly policy: string;
}

/** A row that tells no policy of a key: why. */
export interface NoRow {
  readonly fault: string;
}

/**
 * The keys in a JSON value: a row of kmspol's own (`{"arn","policy",…}`), one of Steampipe's `aws_kms_key`, an item of AWS Config, an
 * answer of get-key-policy, or a list of these as AWS and Steampipe answer it (AWS Config Developer Guide, "Components of a configuration
 * item"; Steampipe Hub, "Table: aws_kms_key"). Pure; throws nothing.
 */
export const keyRows = (value: JsonValue): readonly (KeyRow | NoRow)[] => within(value, deepest);

/** A list of answers of texts of items: nothing lies deeper. */
const deepest = 4;

const within = (value: JsonValue, deep: number): readonly (KeyRow | NoRow)[] => {
  if (deep === 0) return [notARow];
  const next = (one: JsonValue) => within(one, deep - 1);
  if (isList(value)) return value.flatMap(next);
  if (typeof value === "string") return next(parsedJson(value) ?? null);
  if (!isRecord(value)) return [notARow];
  const list = lists.map((name) => value[name]).find(isList);
  if (list === undefined) return [rowOf(value)];
  const more = typeof value["NextToken"] === "string" && value["NextToken"] !== "" ? [goesOn] : [];
  return [...list.flatMap(next), ...more];
};

/** Members under which answers have their rows: Config's queries and histories, Steampipe's JSON. */
const lists = ["Results", "rows", "configurationItems", "baseConfigurationItems"];

const notARow: NoRow = { fault: "it is no object with a policy" };
const goesOn: NoRow = {
  fault:
    "the answer has a NextToken: there are more keys, which are not in it; without --max-items the AWS CLI takes all",
};

/** Whether a row tells a policy. */
export const isRow = (row: KeyRow | NoRow): row is KeyRow => "policy" in row;

const rowOf = (row: JsonObject): KeyRow | NoRow => {
  const type = textOf(row, "resourcetype");
  if (type !== undefined && type !== "AWS::KMS::Key")
    return { fault: `it is about ${type}, not about a KMS key` };
  const inside = [
    objectIn(memberOf(row, "configuration")),
    objectIn(memberOf(row, "supplementaryconfiguration")),
  ];
  const all = [row, ...inside].filter((one) => one !== undefined);
  const arn = first(all, "arn", "keyarn", "resourcearn") ?? arnOf(all);
  if (arn !== undefined && !keyArn.test(arn)) return { fault: "its arn is no ARN of a KMS key" };
  const policy = policyIn(all);
  if (policy === undefined) return { fault: "it has no policy" };
  return { policy, facts: factsIn(all, arn), aliases: aliasesIn(all), tags: tagsIn(all) };
};

const keyArn = /^arn:[a-z0-9-]+:kms:[a-z0-9-]+:\d{12}:key\/[\w-]+$/;

/** An id with account and Region beside it is as good as an ARN. */
const arnOf = (all: readonly JsonObject[]): string | undefined => {
  const [id, account, region] = [
    first(all, "keyid", "resourceid", "id"),
    first(all, "accountid", "awsaccountid"),
    first(all, "region", "awsregion"),
  ];
  if (id?.startsWith("arn:")) return id;
  const partition = first(all, "partition") ?? "aws";
  return id && account && region ? `arn:${partition}:kms:${region}:${account}:key/${id}` : undefined;
};

const factsIn = (all: readonly JsonObject[], arn: string | undefined): KeyFacts => {
  const manager = first(all, "keymanager")?.toUpperCase();
  const multiRegion = all
    .map((one) => memberOf(one, "multiregion"))
    .find((value) => typeof value === "boolean");
  return withArnFacts({
    arn,
    account: arn === undefined ? first(all, "accountid", "awsaccountid") : undefined,
    region: arn === undefined ? first(all, "region", "awsregion") : undefined,
    spec: first(all, "spec", "keyspec", "customermasterkeyspec"),
    usage: first(all, "usage", "keyusage"),
    origin: first(all, "origin"),
    state: first(all, "keystate"),
    manager: manager === "AWS" || manager === "CUSTOMER" ? manager : undefined,
    multiRegion,
  });
};

const policyIn = (all: readonly JsonObject[]): string | undefined => {
  const value = all.map((one) => memberOf(one, "policy")).find((one) => one !== undefined && one !== null);
  if (isRecord(value)) return laidOut(value);
  if (typeof value !== "string" || value === "") return undefined;
  const inner = value.startsWith('"') ? parsedJson(value) : undefined;
  return typeof inner === "string" ? inner : value;
};

/** Undefined for what is nested too deep to be a policy. */
const laidOut = (value: JsonObject): string | undefined => {
  try {
    return JSON.stringify(value, undefined, 2);
  } catch {
    return undefined;
  }
};

const first = (all: readonly JsonObject[], ...names: readonly string[]): string | undefined =>
  names
    .flatMap((name) => all.map((one) => textOf(one, name)))
    .find((text) => text !== undefined && text !== "");

const textOf = (row: JsonObject, name: string): string | undefined => {
  const value = memberOf(row, name);
  return typeof value === "string" ? value : undefined;
};

const objectIn = (value: JsonValue | undefined): JsonObject | undefined => {
  const object = typeof value === "string" ? parsedJson(value) : value;
  return isRecord(object) ? object : undefined;
};
