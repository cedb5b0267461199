import { CloudTrailClient, type Event, LookupEventsCommand } from "@aws-sdk/client-cloudtrail";
import type { Trail, TrailEvent } from "../../ports.ts";
import { callAws } from "./call.ts";
import { clientConfig } from "./client-config.ts";
import { allOf } from "./pages.ts";
import { type AwsSettings, settingsFor } from "./settings.ts";
import { toTrailEvent } from "./trail-event.ts";

/**
 * CloudTrail's memory of PutKeyPolicy: 90 days of one Region. It is asked by the event's name and filtered here,
 * because it is not documented whether a key's events are found by its id or its ARN.
 */
export const createTrail = (settings: AwsSettings): Trail => ({
  policyChanges: async (keyArn) => {
    const local = settingsFor(settings, keyArn);
    const client = new CloudTrailClient(await clientConfig(local, "cloudtrail"));
    const events = await lookUp(client, local, keyArn);
    return events
      .flatMap((event): readonly TrailEvent[] => optional(toTrailEvent(event, keyArn)))
      .sort((a, b) => b.at.getTime() - a.at.getTime());
  },
});

const optional = <T>(value: T | undefined): readonly T[] => (value === undefined ? [] : [value]);

const lookUp = (client: CloudTrailClient, settings: AwsSettings, keyArn: string): Promise<readonly Event[]> =>
  allOf(async (NextToken) => {
    const LookupAttributes = [{ AttributeKey: "EventName" as const, AttributeValue: "PutKeyPolicy" }];
    const request = { operation: "cloudtrail:LookupEvents", about: keyArn };
    const page = await callAws(settings, request, client, (trail) =>
      trail.send(new LookupEventsCommand({ LookupAttributes, MaxResults: 50, NextToken })),
    );
    // LookupEvents takes two requests a second and Region.
    if (page.NextToken !== undefined) await settings.clock.sleep(500);
    return { items: page.Events, next: page.NextToken };
  });
