import { CloudTrailClient, type Event, LookupEventsCommand } from "@aws-sdk/client-cloudtrail";
import type { Trail, TrailEvent } from "../../trail-port.ts";
import { callAws } from "./call.ts";
import { clientConfig } from "./client-config.ts";
import { allOf, pagesOf } from "./pages.ts";
import { type AwsSettings, settingsFor } from "./settings.ts";
import { toTrailEvent } from "./trail-event.ts";

/** LookupEvents takes two requests a second, account and Region (AWS CloudTrail API Reference, "LookupEvents"). */
const pause = 550;

/**
 * CloudTrail's memory of PutKeyPolicy: 90 days of one Region. It is asked by the event's name and filtered here,
 * because it is not documented whether a key's events are found by its id or its ARN. `most`: the pages of events that are read
 * for one question.
 */
export const createTrail = (settings: AwsSettings, most = mostPages): Trail => ({
  policyChanges: async (keyArn) => {
    const local = settingsFor(settings, keyArn);
    const client = new CloudTrailClient(await clientConfig(local, "cloudtrail"));
    const events = await lookUp(client, local, keyArn);
    return events
      .flatMap((event): readonly TrailEvent[] => optional(toTrailEvent(event, keyArn)))
      .sort((a, b) => b.at.getTime() - a.at.getTime());
  },
  eventsOf: eventsOf(settings, most),
});

/** Pages that are read at most, in all: 100,000 events, a quarter of an hour. */
const mostPages = 2000;

/**
 * The events that name a key as their resource: by its ARN, and by its id, as it is not documented by which of both they are found.
 */
const eventsOf =
  (settings: AwsSettings, most: number): Trail["eventsOf"] =>
  async ({ arn, id }, since, take) => {
    const local = settingsFor(settings, arn);
    const client = new CloudTrailClient(await clientConfig(local, "cloudtrail"));
    const pages = { left: most };
    const one = await lookUpResource(client, local, { name: arn, since, take, pages });
    await local.clock.sleep(pause);
    const other = await lookUpResource(client, local, { name: id, since, take, pages });
    const stopped = [one, other].flatMap(optional).sort().at(-1);
    return stopped === undefined ? {} : { stoppedAt: stopped };
  };

interface ResourceLookUp {
  readonly name: string;
  readonly since: Date;
  readonly take: (text: string) => void;
  readonly pages: { left: number };
}

/** Newest first. Gives the time of the last event that was read, where there were more. */
const lookUpResource = async (
  client: CloudTrailClient,
  settings: AwsSettings,
  { name, since, take, pages }: ResourceLookUp,
): Promise<string | undefined> => {
  const LookupAttributes = [{ AttributeKey: "ResourceName" as const, AttributeValue: name }];
  const request = { operation: "cloudtrail:LookupEvents", about: name };
  let stopped: Date | undefined;
  const page = async (NextToken: string | undefined) => {
    const told = await callAws(settings, request, client, (trail) =>
      trail.send(new LookupEventsCommand({ LookupAttributes, StartTime: since, MaxResults: 50, NextToken })),
    );
    pages.left -= 1;
    const more = told.NextToken === "" ? undefined : told.NextToken;
    const next = pages.left > 0 ? more : undefined;
    if (next !== undefined) await settings.clock.sleep(pause);
    if (next !== more) stopped = told.Events?.at(-1)?.EventTime ?? settings.clock.now();
    return { items: told.Events, next };
  };
  for await (const { CloudTrailEvent } of pagesOf(page))
    if (CloudTrailEvent !== undefined) take(CloudTrailEvent);
  return stopped?.toISOString();
};

const optional = <T>(value: T | undefined): readonly T[] => (value === undefined ? [] : [value]);

const lookUp = (client: CloudTrailClient, settings: AwsSettings, keyArn: string): Promise<readonly Event[]> =>
  allOf(async (NextToken) => {
    const LookupAttributes = [{ AttributeKey: "EventName" as const, AttributeValue: "PutKeyPolicy" }];
    const request = { operation: "cloudtrail:LookupEvents", about: keyArn };
    const page = await callAws(settings, request, client, (trail) =>
      trail.send(new LookupEventsCommand({ LookupAttributes, MaxResults: 50, NextToken })),
    );
    if (page.NextToken !== undefined) await settings.clock.sleep(pause);
    return { items: page.Events, next: page.NextToken };
  });
