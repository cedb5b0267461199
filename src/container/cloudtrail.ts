import { isList, isRecord, type JsonObject } from "../policy/json-value.ts";
import type { JsonValue } from "../policy/syntax.ts";
import { arnFacts, textIn } from "./arn-facts.ts";
import type { Container } from "./contained.ts";
import type { FoundPolicy } from "./found-policy.ts";
import { containerOf } from "./found-policy.ts";
import type { Step } from "./json-places.ts";
import { parsedJson } from "./json-text.ts";

/**
 * The policies that events of CloudTrail put (AWS CloudTrail User Guide, "CloudTrail record contents"): a log file, the answer of
 * LookupEvents, or one event; that of EventBridge has one object around it, as answers may have.
 */
export const trailIn = (document: string, root: JsonValue, path: readonly Step[]): Container | undefined => {
  const found = isRecord(root) ? inObject(root, path) : inList(root, path);
  return containerOf(document, "events of CloudTrail", found, true);
};

const inObject = (root: JsonObject, path: readonly Step[]): readonly FoundPolicy[] => [
  ...inList(root["Records"], [...path, "Records"]),
  ...putIn(root, path),
  ...inTexts(root["Events"], [...path, "Events"]),
];

const inList = (value: JsonValue | undefined, path: readonly Step[]): readonly FoundPolicy[] =>
  isList(value) ? value.flatMap((item, index) => putIn(item, [...path, index])) : [];

/** LookupEvents keeps each event as a text. */
const inTexts = (value: JsonValue | undefined, path: readonly Step[]): readonly FoundPolicy[] =>
  isList(value)
    ? value.flatMap((item, index) => {
        const text = isRecord(item) ? item["CloudTrailEvent"] : undefined;
        if (typeof text !== "string" || !text.includes("PutKeyPolicy")) return [];
        const within = { text, path: [...path, index, "CloudTrailEvent"] };
        return putIn(parsedJson(text), []).map((put) => ({ ...put, within }));
      })
    : [];

const putIn = (value: JsonValue | undefined, path: readonly Step[]): readonly FoundPolicy[] => {
  if (!isRecord(value) || value["eventSource"] !== "kms.amazonaws.com") return [];
  const { requestParameters: request, resources, userIdentity: who } = value as Record<string, JsonValue>;
  if (!isRecord(request)) return [];
  const first = isList(resources) ? resources[0] : undefined;
  const arn = isRecord(first) ? (first["ARN"] ?? first["arn"]) : undefined;
  const by = isRecord(who) ? textIn(who["arn"]) : undefined;
  return [
    {
      value: request["policy"],
      path: [...path, "requestParameters", "policy"],
      facts: {
        account: textIn(value["recipientAccountId"]),
        region: textIn(value["awsRegion"]),
        ...arnFacts(arn),
      },
      name: textIn(value["eventTime"]),
      notes: by === undefined ? [] : [`by ${by}`],
    },
  ];
};
