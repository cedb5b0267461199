import { isList, isRecord, type JsonObject } from "../policy/json-value.ts";
import type { KeyFacts } from "../policy/key-facts.ts";
import type { JsonValue } from "../policy/syntax.ts";
import { arnFacts, textIn } from "./arn-facts.ts";
import type { ContainedKey, Container, ReadOnly } from "./contained.ts";
import type { Step } from "./json-places.ts";
import { policyIn } from "./policy-value.ts";

const readOnly = (kind: string): ReadOnly => ({
  code: "read-only-container",
  message: `it is ${kind}, which nobody reads back`,
  hint: "kmspol get FILE > policy.json takes the policy out of it; kmspol put KEY FILE puts it on a key",
});

/** A policy that was found, on its way to be a key. */
interface Found {
  readonly value: JsonValue | undefined;
  readonly path: readonly Step[];
  readonly facts: KeyFacts;
  readonly name?: string | undefined;
  readonly notes?: readonly string[];
}

const containerOf = (
  document: string,
  kind: string,
  found: readonly Found[],
  steps = false,
): Container | undefined => {
  const held = found.flatMap(({ value, path, facts, name, notes }) => {
    const policy = policyIn(document, value, path, readOnly(kind));
    return policy ? [{ policy, facts, name, notes }] : [];
  });
  if (held.length === 0) return undefined;
  const keys = held.map(({ policy, facts, name, notes }, index): ContainedKey => {
    const selector = name ?? String(index + 1);
    return { selector, facts, policy, ...(notes && { notes }) };
  });
  return { kind, keys, readOnly: readOnly(kind), ...(steps && { steps: true }) };
};

/** The policies in an answer of AWS: get-key-policy and the skeleton of put-key-policy (under one wrapper, too), CloudTrail, Config. */
export const answerIn = (document: string, root: JsonValue): Container | undefined =>
  trailIn(document, root) ?? configIn(document, root) ?? policyAnswerIn(document, root);

const policyAnswerIn = (document: string, root: JsonValue): Container | undefined => {
  const kind = "an answer of AWS KMS (get-key-policy, or the input of put-key-policy)";
  if (!isRecord(root)) return undefined;
  const holders: readonly (readonly [JsonObject, readonly Step[]])[] = [
    [root, []],
    ...Object.entries(root).flatMap(([name, value]) => (isRecord(value) ? [[value, [name]] as const] : [])),
  ];
  for (const [holder, path] of holders) {
    const name = ["Policy", "policy"].find((member) => holder[member] !== undefined);
    if (name === undefined) continue;
    const key = holder["KeyId"] ?? holder["keyId"] ?? holder["arn"] ?? holder["Arn"];
    const facts = arnFacts(key);
    const found = containerOf(document, kind, [
      { value: holder[name], path: [...path, name], facts, name: textIn(key) },
    ]);
    if (found) return found;
  }
  return undefined;
};

/** CloudTrail: a log file, LookupEvents, one event, or an event of EventBridge. */
const trailIn = (document: string, root: JsonValue): Container | undefined => {
  const found: Found[] = [];
  const event = (value: JsonValue | undefined, path: readonly Step[]) => {
    if (!isRecord(value) || value["eventSource"] !== "kms.amazonaws.com") return;
    const request = value["requestParameters"];
    if (!isRecord(request)) return;
    const resources = value["resources"];
    const first = isList(resources) ? resources[0] : undefined;
    const arn = isRecord(first) ? (first["ARN"] ?? first["arn"]) : undefined;
    const who = value["userIdentity"];
    const by = isRecord(who) ? textIn(who["arn"]) : undefined;
    found.push({
      value: request["policy"],
      path: [...path, "requestParameters", "policy"],
      facts: {
        account: textIn(value["recipientAccountId"]),
        region: textIn(value["awsRegion"]),
        ...arnFacts(arn),
      },
      name: textIn(value["eventTime"]),
      notes: by === undefined ? [] : [`by ${by}`],
    });
  };
  const list = (value: JsonValue | undefined, path: readonly Step[]) => {
    if (isList(value)) value.forEach((item, index) => event(item, [...path, index]));
  };
  if (isRecord(root)) {
    list(root["Records"], ["Records"]);
    event(root, []);
    event(root["detail"], ["detail"]);
    const texts = root["Events"];
    if (isList(texts)) for (const item of texts) eventText(item, found);
  } else list(root, []);
  return containerOf(document, "events of CloudTrail", found, true);
};

/** LookupEvents keeps the event as a text: its policy is found by value, its place is the event's. */
const eventText = (item: JsonValue, found: Found[]): void => {
  const text = isRecord(item) ? item["CloudTrailEvent"] : undefined;
  if (typeof text !== "string" || !text.includes("PutKeyPolicy")) return;
  try {
    const event = JSON.parse(text) as JsonValue;
    if (!isRecord(event) || !isRecord(event["requestParameters"])) return;
    const facts = {
      account: textIn(event["recipientAccountId"]),
      region: textIn(event["awsRegion"]),
    };
    found.push({
      value: event["requestParameters"]["policy"],
      path: ["Events"],
      facts,
      name: textIn(event["eventTime"]),
    });
  } catch {
    return;
  }
};

/** AWS Config: one item, a history, or the texts of an aggregator's query. */
const configIn = (document: string, root: JsonValue): Container | undefined => {
  const found: Found[] = [];
  const item = (value: JsonValue | undefined, path: readonly Step[]) => {
    if (!isRecord(value) || value["resourceType"] !== "AWS::KMS::Key") return;
    const more = value["supplementaryConfiguration"];
    const arn = value["ARN"] ?? value["arn"];
    const facts = {
      ...configured(value["configuration"]),
      account: textIn(value["accountId"]),
      region: textIn(value["awsRegion"]),
      ...arnFacts(arn),
    };
    const policy = isRecord(more) ? more["Policy"] : undefined;
    found.push({
      value: policy,
      path: [...path, "supplementaryConfiguration", "Policy"],
      facts,
      name: textIn(value["configurationItemCaptureTime"]),
    });
  };
  if (isRecord(root)) {
    item(root, []);
    for (const name of ["configurationItems", "baseConfigurationItems", "Results"]) {
      const list = root[name];
      if (isList(list)) list.forEach((value, index) => item(value, [name, index]));
    }
  }
  const single = found.length === 1;
  return containerOf(
    document,
    "items of AWS Config",
    single ? found.map((one) => ({ ...one, name: undefined })) : found,
    !single,
  );
};

const configured = (value: JsonValue | undefined): KeyFacts => {
  let object = value;
  if (typeof value === "string") {
    try {
      object = JSON.parse(value) as JsonValue;
    } catch {
      return {};
    }
  }
  if (!isRecord(object)) return {};
  return {
    spec: textIn(object["keySpec"] ?? object["customerMasterKeySpec"]),
    usage: textIn(object["keyUsage"]),
    origin: textIn(object["origin"]),
    ...(typeof object["multiRegion"] === "boolean" && { multiRegion: object["multiRegion"] }),
  };
};
