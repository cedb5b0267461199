import { isRecord, type JsonObject } from "../policy/json-value.ts";
import type { JsonValue } from "../policy/syntax.ts";
import { arnFacts, textIn } from "./arn-facts.ts";
import { configIn } from "./aws-config.ts";
import { trailIn } from "./cloudtrail.ts";
import type { Container } from "./contained.ts";
import { containerOf } from "./found-policy.ts";
import type { Step } from "./json-places.ts";

/**
 * The policies in an answer of AWS, also with one object around it: get-key-policy and the skeleton of put-key-policy, CloudTrail,
 * Config.
 */
export const answerIn = (document: string, root: JsonValue): Container | undefined => {
  const around = isRecord(root) ? Object.entries(root).filter(([name, value]) => isAround(name, value)) : [];
  const holders: readonly (readonly [JsonValue, readonly Step[]])[] = [
    [root, []],
    ...around.map(([name, value]) => [value, [name]] as const),
  ];
  for (const kind of [trailIn, configIn, policyAnswerIn])
    for (const [holder, path] of holders) {
      const found = kind(document, holder, path);
      if (found) return found;
    }
  return undefined;
};

/** What AWS Config tells beside an item's own configuration is no answer: the policy there may be that of a queue. */
const isAround = (name: string, value: JsonValue): boolean =>
  isRecord(value) && name !== "supplementaryConfiguration";

const policyAnswerIn = (
  document: string,
  holder: JsonValue,
  path: readonly Step[],
): Container | undefined => {
  const kind = "an answer of AWS KMS (get-key-policy, or the input of put-key-policy)";
  const name = isRecord(holder) ? ["Policy", "policy"].find((one) => holder[one] !== undefined) : undefined;
  if (!isRecord(holder) || name === undefined) return undefined;
  const key = keyIn(holder);
  const found = { value: holder[name], path: [...path, name], facts: arnFacts(key), name: textIn(key) };
  return containerOf(document, kind, [found]);
};

const keyIn = (holder: JsonObject): JsonValue | undefined =>
  holder["KeyId"] ?? holder["keyId"] ?? holder["arn"] ?? holder["Arn"];
