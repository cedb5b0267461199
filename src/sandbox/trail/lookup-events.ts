import { deniedByIdentity } from "../access/authorise.ts";
import { accessDenied, denialMessage } from "../access/denials.ts";
import type { Operation } from "../call.ts";
import type { TrailedEvent } from "../state/types.ts";
import { ApiError } from "../wire/api-error.ts";
import { optionalInteger, optionalList, optionalText } from "../wire/json-parameters.ts";
import type { Input, Output } from "../wire/request.ts";

const history = 90 * 24 * 60 * 60 * 1000;

/** `LookupEvents` of the CloudTrail API: the event history of the caller's account and Region, newest first. */
const lookupEvents: Operation = (input, call) => {
  const denial = deniedByIdentity(call, "cloudtrail:LookupEvents", "*", {});
  if (denial) throw accessDenied(denialMessage(call.arn, "cloudtrail:LookupEvents", "*", denial));
  const [from, to] = timesIn(input, call.now);
  const wanted = attributeIn(input);
  const limit = optionalInteger(input, "MaxResults", { min: 1, max: 50 }) ?? 50;
  const found = call.state.trail
    .filter(
      ({ account, region, at }) =>
        account === call.account && region === call.region && at >= from && at <= to,
    )
    .filter(wanted)
    .reverse();
  const start = startOf(found, optionalText(input, "NextToken"));
  const page = found.slice(start, start + limit);
  return {
    Events: page.map(shown),
    // The last event of the page: new ones that come meanwhile do not move the next.
    NextToken:
      start + limit < found.length ? Buffer.from(page.at(-1)?.id ?? "").toString("base64") : undefined,
  };
};

const startOf = (found: readonly TrailedEvent[], token: string | undefined): number => {
  if (token === undefined) return 0;
  const id = Buffer.from(token, "base64").toString();
  const last = found.findIndex((event) => event.id === id);
  if (last >= 0) return last + 1;
  throw new ApiError("InvalidNextTokenException", "Invalid token");
};

const timesIn = (input: Input, now: number): readonly [from: number, to: number] => {
  const time = (name: string, otherwise: number) => {
    const value = input.get(name);
    return typeof value === "number" ? value * 1000 : otherwise;
  };
  const [from, to] = [time("StartTime", 0), time("EndTime", now)];
  if (from > to) throw new ApiError("InvalidTimeRangeException", "Start time cannot be after the end time.");
  return [Math.max(from, now - history), to];
};

/** One attribute at most, as CloudTrail takes it. */
const attributeIn = (input: Input): ((event: TrailedEvent) => boolean) => {
  const given = optionalList(input, "LookupAttributes") ?? [];
  if (given.length > 1)
    throw new ApiError("InvalidLookupAttributesException", "You can only specify one lookup attribute.");
  const [first] = given;
  if (first === undefined) return () => true;
  const { AttributeKey: key, AttributeValue: value } = first as Readonly<Record<string, unknown>>;
  const of = attributes.get(String(key));
  if (!of || typeof value !== "string")
    throw new ApiError("InvalidLookupAttributesException", "The lookup attribute is not valid.");
  return (event) => of(event).includes(value);
};

const attributes = new Map<string, (event: TrailedEvent) => readonly (string | undefined)[]>([
  ["EventId", ({ id }) => [id]],
  ["EventName", ({ operation }) => [operation]],
  ["ReadOnly", ({ operation }) => [String(isReading(operation))]],
  ["Username", ({ username }) => [username]],
  ["ResourceType", ({ resources }) => (resources.length > 0 ? ["AWS::KMS::Key"] : [])],
  // By the ARN and by the id: it is not documented which it is.
  ["ResourceName", ({ resources }) => resources.flatMap((arn) => [arn, arn.slice(arn.lastIndexOf("/") + 1)])],
  ["EventSource", () => ["kms.amazonaws.com"]],
  ["AccessKeyId", ({ accessKeyId, username }) => (username === undefined ? [] : [accessKeyId])],
]);

const isReading = (operation: string): boolean =>
  /^(?:Get|List|Describe|Encrypt|Decrypt|ReEncrypt|Generate|Sign|Verify|Derive|Encapsulate|Decapsulate)/.test(
    operation,
  );

const shown = (event: TrailedEvent): Output => ({
  EventId: event.id,
  EventName: event.operation,
  ReadOnly: String(isReading(event.operation)),
  AccessKeyId: event.username === undefined ? undefined : event.accessKeyId,
  EventTime: new Date(event.at),
  EventSource: "kms.amazonaws.com",
  Username: event.username,
  Resources: event.resources.map((arn) => ({ ResourceType: "AWS::KMS::Key", ResourceName: arn })),
  CloudTrailEvent: JSON.stringify(recordOf(event)),
});

const recordOf = (event: TrailedEvent): Readonly<Record<string, unknown>> => ({
  eventVersion: "1.11",
  userIdentity: event.identity,
  eventTime: new Date(event.at).toISOString().replace(/\.\d+Z$/, "Z"),
  eventSource: "kms.amazonaws.com",
  eventName: event.operation,
  awsRegion: event.region,
  sourceIPAddress: "127.0.0.1",
  userAgent: "kmspol sandbox",
  ...(event.error !== undefined && { errorCode: event.error, errorMessage: event.message }),
  requestParameters: event.parameters,
  responseElements: null,
  requestID: event.id,
  eventID: event.id,
  readOnly: isReading(event.operation),
  resources: event.resources.map((ARN) => ({ accountId: ARN.split(":")[4], type: "AWS::KMS::Key", ARN })),
  eventType: "AwsApiCall",
  managementEvent: true,
  recipientAccountId: event.account,
  ...(event.shared !== undefined && { sharedEventID: event.shared }),
  eventCategory: "Management",
});

/** The CloudTrail operations that the sandbox serves, by name. */
export const trailOperations: ReadonlyMap<string, Operation> = new Map([["LookupEvents", lookupEvents]]);
