import type { JsonObject } from "../policy/json-value.ts";
import { actorOf } from "./actor.ts";
import { objectField, objectsField, textField } from "./fields.ts";
import type { Outcome, SoughtKey, UseEvent } from "./types.ts";

/**
 * What a record of CloudTrail tells of the key (AWS CloudTrail User Guide, "CloudTrail record contents"; KMS Developer Guide, "Logging
 * AWS KMS API calls with AWS CloudTrail"); undefined where it is about something else, or tells what KMS did by itself.
 */
export const readEvent = (record: JsonObject, key: SoughtKey): UseEvent | undefined => {
  const name = textField(record, "eventName");
  const at = momentOf(record);
  if (textField(record, "eventSource") !== "kms.amazonaws.com" || name === undefined || at === undefined)
    return undefined;
  // KMS itself: the rotation of a key, its deletion when the time has come.
  if (textField(record, "eventType") === "AwsServiceEvent" || !concerns(record, key)) return undefined;
  const identity = objectField(record, "userIdentity");
  const actor = actorOf(identity);
  const invokedBy = textField(identity, "invokedBy");
  return {
    id: textField(record, "eventID"),
    at,
    operations: operationsOf(record, name, key),
    actor,
    outcome: outcomeOf(textField(record, "errorCode")),
    via: invokedBy === undefined || actor.word === `service:${invokedBy}` ? undefined : invokedBy,
  };
};

/** When it was, in ISO 8601; undefined where the record does not tell, or no time of ours. */
export const momentOf = (record: JsonObject): string | undefined => {
  const told = textField(record, "eventTime");
  // CloudTrail Lake writes a blank in place of the T, and no zone.
  const written = told?.replace(/^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d(?:\.\d+)?)$/, "$1T$2Z");
  const time = new Date(written ?? "");
  return Number.isNaN(time.getTime()) ? undefined : time.toISOString().replace(".000Z", "Z");
};

const outcomeOf = (error: string | undefined): Outcome => {
  if (error === undefined) return "used";
  if (/^DryRunOperation/.test(error)) return "trial";
  return /AccessDenied|UnauthorizedOperation|NotAuthorized/i.test(error) ? "refused" : "failed";
};

/** Names of request parameters under which an operation names a key. */
const parameters = ["keyId", "sourceKeyId", "destinationKeyId", "targetKeyId"] as const;

/** The resources name the key by its ARN; a request that failed early has none, and names it as the caller wrote it. */
const concerns = (record: JsonObject, key: SoughtKey): boolean => {
  const arns = objectsField(record, "resources").flatMap(
    (one) => textField(one, "ARN") ?? textField(one, "arn") ?? [],
  );
  if (arns.includes(key.arn)) return true;
  if (arns.some((arn) => /^arn:[^:]+:kms:[^:]*:\d*:key\//.test(arn))) return false;
  const request = objectField(record, "requestParameters");
  return parameters.some((name) => isNamed(textField(request, name), record, key));
};

const isNamed = (written: string | undefined, record: JsonObject, key: SoughtKey): boolean => {
  if (written === undefined) return false;
  if (written === key.arn) return true;
  const start = key.arn.slice(0, key.arn.indexOf(":key/"));
  if (key.aliases.some((alias) => written === `${start}:${alias}`)) return true;
  if (written !== key.id && !key.aliases.includes(written)) return false;
  // A bare id or alias is of the account and Region where the request was made.
  const [account, region] = [textField(record, "recipientAccountId"), textField(record, "awsRegion")];
  return (account ?? key.account) === key.account && (region ?? key.region) === key.region;
};

/** ReEncrypt is one operation under two permissions; where the record does not tell which way, it counts for both. */
const operationsOf = (record: JsonObject, name: string, key: SoughtKey): readonly string[] => {
  if (name !== "ReEncrypt") return [`kms:${name}`];
  const request = objectField(record, "requestParameters");
  const is = (parameter: string) => isNamed(textField(request, parameter), record, key);
  const [from, to] = [is("sourceKeyId"), is("destinationKeyId")];
  const told = [...(from ? ["kms:ReEncryptFrom"] : []), ...(to ? ["kms:ReEncryptTo"] : [])];
  return from === to ? ["kms:ReEncryptFrom", "kms:ReEncryptTo"] : told;
};
