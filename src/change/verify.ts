import { KmspolError } from "../errors.ts";
import type { PolicyDocument } from "../policy/document.ts";
import type { ChangeRecord } from "../ports.ts";
import { wasOurs } from "./fresh-read.ts";
import type { Road } from "./services.ts";
import { standingOf, type Versions } from "./standing.ts";

/** What reading back showed. `foreign`: somebody else has replaced the policy since; `current` is theirs. */
export type Reading =
  | { readonly seen: "new" | "built-on" }
  | { readonly seen: "old" }
  | { readonly seen: "foreign"; readonly current: PolicyDocument }
  | { readonly seen: "nothing"; readonly because: string };

/** Pauses between the readings, in milliseconds: about half a minute in all (KMS is eventually consistent, usually for seconds). */
const pauses: readonly number[] = [0, 250, 500, 1000, 2000, 4000, 8000, 8000, 6000];

/** A text that is neither old nor new may be a stale one; so many readings of it in a row are taken for the truth. */
const certainAfter = 4;

/**
 * Reads the policy until it shows the change, or the bound of about 30 s is reached. `patience` shortens the bound:
 * the number of readings.
 */
export const readBack = async (
  road: Road,
  versions: Versions,
  record: Pick<ChangeRecord, "id">,
  patience: number = pauses.length,
): Promise<Reading> => {
  let last: Reading = { seen: "old" };
  let foreign = 0;
  const earlier = await earlierThan(road, record);
  for (const pause of pauses.slice(0, patience)) {
    if (pause > 0) await road.services.clock.sleep(pause);
    last = await readOnce(road, versions, earlier);
    foreign = last.seen === "foreign" ? foreign + 1 : 0;
    if (["new", "built-on", "nothing"].includes(last.seen) || foreign >= certainAfter) return last;
  }
  return last;
};

/** What this machine has put and replaced before: a replica that lags may show each of these. */
const earlierThan = async (
  { subject, services }: Road,
  { id }: Pick<ChangeRecord, "id">,
): Promise<readonly ChangeRecord[]> => {
  try {
    const changes = await services.history.changes(subject.historyKey);
    return changes.slice(changes.findIndex((change) => change.id === id));
  } catch (error) {
    // The put is made: that the history cannot be read is no reason not to look whether it is seen.
    if (!(error instanceof KmspolError)) throw error;
    return [];
  }
};

const readOnce = async (
  road: Road,
  versions: Versions,
  earlier: readonly ChangeRecord[],
): Promise<Reading> => {
  const { subject, services } = road;
  try {
    const current = await subject.read();
    if (services.judges.same(current, versions.after)) return { seen: "new" };
    if (subject.target.kind === "key" && wasOurs(road, current, earlier)) return { seen: "old" };
    const seen = standingOf(current, versions, services.judges, subject);
    return seen === "foreign" ? { seen, current } : { seen };
  } catch (error) {
    if (!(error instanceof KmspolError)) throw error;
    return { seen: "nothing", because: error.message };
  }
};
