import type { Event } from "@aws-sdk/client-cloudtrail";
import type { TrailEvent } from "../../trail-port.ts";

/**
 * One CloudTrail event as a change of the key's policy; undefined where it is about another key. What is inside is a
 * JSON text (CloudTrail record contents): `requestParameters.keyId` is an id or an ARN, `errorCode` marks a failure.
 */
export const toTrailEvent = (event: Event, keyArn: string): TrailEvent | undefined => {
  const detail = parsed(event.CloudTrailEvent);
  const parameters = member(detail, "requestParameters");
  const keyId = text(parameters, "keyId");
  const named = event.Resources?.some(({ ResourceName }) => ResourceName === keyArn) ?? false;
  const isThisKey = keyId === keyArn || keyId === keyArn.split("/").at(-1);
  if (event.EventId === undefined || !event.EventTime || !(named || isThisKey)) return undefined;
  return {
    id: event.EventId,
    at: event.EventTime,
    by: text(member(detail, "userIdentity"), "arn") ?? event.Username ?? "",
    policy: text(parameters, "policy"),
    failed: text(detail, "errorCode") !== undefined,
  };
};

const parsed = (json: string | undefined): unknown => {
  try {
    return JSON.parse(json ?? "");
  } catch {
    return undefined;
  }
};

const member = (value: unknown, name: string): unknown =>
  typeof value === "object" && value !== null && Object.hasOwn(value, name)
    ? (value as Readonly<Record<string, unknown>>)[name]
    : undefined;

const text = (value: unknown, name: string): string | undefined => {
  const found = member(value, name);
  return typeof found === "string" ? found : undefined;
};
