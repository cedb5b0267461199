import { isRecord, type JsonObject } from "../policy/json-value.ts";
import type { KeyFacts } from "../policy/key-facts.ts";
import type { JsonValue } from "../policy/syntax.ts";
import { arnFacts, joinFacts, textIn } from "./arn-facts.ts";
import { symbolAccount } from "../policy/symbols.ts";

/** The resources of the AWS provider that are a key, or put a key's policy. */
export const isKeyType = (type: JsonValue | undefined): boolean =>
  type === "aws_kms_key_policy" || (typeof type === "string" && isKey(type));

/** The resources that are a key. */
export const isKey = (type: JsonValue | undefined): boolean =>
  typeof type === "string" && /^aws_kms_(?:replica_)?(?:external_)?key$/.test(type);

/** What the attributes of such a resource tell of the key (Terraform Registry, "Resource: aws_kms_key"). */
export const attributeFacts = (type: string, values: JsonObject): KeyFacts =>
  joinFacts(arnFacts(values["arn"]), {
    region: textIn(values["region"]),
    spec: textIn(values["customer_master_key_spec"] ?? values["key_spec"]),
    usage: textIn(values["key_usage"]),
    ...(type.includes("external") && { origin: "EXTERNAL" }),
    ...(type.includes("replica") && { multiRegion: true, multiRegionKeyType: "REPLICA" as const }),
    ...(typeof values["multi_region"] === "boolean" && { multiRegion: values["multi_region"] }),
  });

/** A key whose account nobody tells belongs to the account of the deployment. */
export const ownAccount = (facts: Pick<KeyFacts, "account">): string =>
  facts.account ?? symbolAccount("AWS::AccountId");

/** Whether a mark of Terraform (`after_unknown`, `after_sensitive`) is set for an attribute. */
export const isMarked = (marks: JsonValue | undefined, name: string): boolean =>
  marks === true || (isRecord(marks) && marks[name] === true);
