import type { ChangeRecord } from "../ports.ts";
import type { TrailEvent } from "../trail-port.ts";

/** A change of a policy as `history` lists it: our own record, or what CloudTrail saw from elsewhere. */
export type ListedChange =
  | { readonly source: "kmspol"; readonly at: string; readonly own: ChangeRecord }
  | { readonly source: "cloudtrail"; readonly at: string; readonly event: TrailEvent };

/** Milliseconds between our record and CloudTrail's event of the same put: tries, clocks that differ. */
const apart = 10 * 60_000;

/**
 * Own changes and those that CloudTrail saw from elsewhere, newest first. `own` is newest first and keeps its order. An
 * event is ours where it put the very text of a record of about the same time.
 */
export const allChanges = (
  own: readonly ChangeRecord[],
  events: readonly TrailEvent[],
): readonly ListedChange[] => {
  const foreign = events.filter((event) => !own.some((record) => isOf(event, record)));
  const listed: ListedChange[] = own.map((record) => ({ source: "kmspol", at: record.at, own: record }));
  for (const event of [...foreign].sort((a, b) => a.at.getTime() - b.at.getTime())) {
    const at = event.at.toISOString();
    const older = listed.findIndex((change) => change.at < at);
    listed.splice(older < 0 ? listed.length : older, 0, { source: "cloudtrail", at, event });
  }
  return listed;
};

const isOf = ({ at, policy }: TrailEvent, { after, at: recorded }: ChangeRecord): boolean =>
  policy === after && Math.abs(at.getTime() - Date.parse(recorded)) <= apart;
